package dev.meanwhile.http;

import dev.meanwhile.async.CancelScope;
import dev.meanwhile.async.CancelledError;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// One request on its way: slot, governor, transport, and the same again for each redirect.
final class Exchange {
  private final Transport transport;
  private final HostSlots slots;
  private final @Nullable HostGovernor governor;
  private final AddressGuard guard;
  private final Deadline deadline;
  private final CancelScope scope;
  private final Redirects redirects;

  /// What a finished exchange leaves: the reply of the last hop, and what is to be given back
  /// with it.
  record Result(
      Reply reply, URI uri, java.util.List<URI> passed, Deadline deadline, Admission admission) {}

  Exchange(
      ClientSession.Settings settings,
      HostSlots slots,
      Request request,
      Deadline deadline,
      CancelScope scope) {
    this.transport = settings.transport();
    this.slots = slots;
    this.governor = settings.governor();
    this.guard = request.guard().orElse(settings.guard());
    this.deadline = deadline;
    this.scope = scope;
    this.redirects = new Redirects(request.maxRedirects().orElse(Limits.REDIRECTS));
  }

  Result run(Request first) {
    Request request = first;
    while (true) {
      Admission admission = new Admission(Origin.of(request.uri()));
      boolean isHandedOn = false;
      try {
        admission.enter();
        first.gate().ifPresent(gate -> deadline.pausedDuring(scope, gate::enter));
        guard.checkLiteral(admission.origin.host());
        Reply reply = admission.exchange(request);
        Request next = nextOrClose(request, reply);
        if (next == null) {
          isHandedOn = true;
          return new Result(reply, request.uri(), redirects.passed(), deadline, admission);
        }
        request = next;
      } finally {
        if (!isHandedOn) {
          first.gate().ifPresent(DispatchGate::leave);
          admission.close();
        }
      }
    }
  }

  /// The request that follows, or null when the reply is the answer; else the reply is closed.
  private @Nullable Request nextOrClose(Request request, Reply reply) {
    boolean isAnswer = false;
    try {
      Request next = redirects.next(request, reply);
      isAnswer = next == null;
      return next;
    } finally {
      if (!isAnswer) {
        reply.close();
      }
    }
  }

  /// The right to talk to one host: its slot, the governor's permit and one of all slots, taken
  /// in this order, so that who waits for a polite pause holds up nobody at another host.
  final class Admission implements AutoCloseable {
    private final Origin origin;
    private boolean hasHost;
    private boolean hasTotal;
    private HostGovernor.@Nullable Permit permit;

    private Admission(Origin origin) {
      this.origin = origin;
    }

    private void enter() {
      if (governor == null && slots.tryAcquireHost(origin)) {
        hasHost = true;
        hasTotal = slots.tryAcquireTotal();
      }
      if (!hasTotal) {
        deadline.pausedDuring(scope, this::queue);
      }
    }

    private void queue() {
      if (!hasHost) {
        slots.acquireHost(origin);
        hasHost = true;
      }
      if (governor != null) {
        permit = governor.acquire(origin);
      }
      slots.acquireTotal();
      hasTotal = true;
    }

    /// The hop itself. What became of it is told to the governor here and nowhere else.
    private Reply exchange(Request request) {
      HostGovernor.Permit told = permit;
      if (told == null) {
        return transport.exchange(request);
      }
      try {
        Reply reply = transport.exchange(request);
        told.answered(reply.status(), reply.headers());
        return reply;
      } catch (HttpException failure) {
        told.failed(failure);
        throw failure;
      } catch (CancelledError cancelled) {
        if (deadline.isOver()) {
          told.timedOut();
        }
        throw cancelled;
      }
    }

    /// Gives everything back. Does not wait; closing twice does nothing.
    @Override
    public void close() {
      if (hasTotal) {
        hasTotal = false;
        slots.releaseTotal();
      }
      if (permit != null) {
        permit.close();
      }
      if (hasHost) {
        hasHost = false;
        slots.releaseHost(origin);
      }
    }
  }
}
