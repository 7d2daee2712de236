package dev.meanwhile.http;

import dev.meanwhile.async.Async;
import dev.meanwhile.async.CancelScope;
import dev.meanwhile.async.CancelledError;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One request on its way: slot, governor, cookies, transport, and the same again for each
/// redirect and each retry, between which nothing is held.
final class Exchange {
  private final Transport transport;
  private final HostSlots slots;
  private final @Nullable HostGovernor governor;
  private final AddressGuard guard;
  private final Deadline deadline;
  private final CancelScope scope;
  private final Redirects redirects;
  private final Retries retries;
  private final @Nullable CookieJar cookies;
  private final Hooks hooks;
  private final Counters counters;

  /// What a hop comes to.
  sealed interface Step {}

  /// What a finished exchange leaves: the reply of the last hop, and what is to be given back
  /// with it.
  record Result(
      Reply reply,
      URI uri,
      List<URI> passed,
      @Nullable URI movedTo,
      Deadline deadline,
      Admission admission)
      implements Step {}

  /// A request that is to follow, after a pause.
  private record Next(Request request, Duration pause) implements Step {}

  Exchange(
      SessionSettings settings,
      HostSlots slots,
      Request request,
      Deadline deadline,
      CancelScope scope) {
    this.transport = settings.transport();
    this.slots = slots;
    this.governor = settings.governor();
    this.guard = request.guard().orElse(settings.guard());
    this.cookies = settings.cookies();
    this.hooks = settings.hooks();
    this.counters = settings.counters();
    this.deadline = deadline;
    this.scope = scope;
    this.redirects =
        new Redirects(request.maxRedirects().orElse(Limits.REDIRECTS), cookies != null);
    this.retries = new Retries(request.retries().orElse(0), deadline);
  }

  Result run(Request first) {
    Request request = first;
    while (true) {
      switch (hop(first, request)) {
        case Result answer -> {
          return answer;
        }
        case Next next -> {
          request = next.request;
          if (next.pause.isPositive()) {
            Async.sleep(next.pause);
          }
        }
      }
    }
  }

  private Step hop(Request first, Request request) {
    Admission admission = new Admission(Origin.of(request.uri()));
    boolean isHandedOn = false;
    try {
      try {
        admission.enter();
      } catch (HttpException refused) {
        // The governor knows that there is no connection: as if this request had found out.
        return again(
            request, retries.afterFailure(request, refused), String.valueOf(refused.getMessage()));
      }
      first.gate().ifPresent(gate -> deadline.pausedDuring(scope, gate::enter));
      guard.checkLiteral(admission.origin.host());
      Request sent = cookies == null ? request : cookies.addTo(request);
      hooks.beforeSend(sent);
      Step step = send(admission, request, sent);
      isHandedOn = step instanceof Result;
      return step;
    } finally {
      if (!isHandedOn) {
        first.gate().ifPresent(DispatchGate::leave);
        admission.close();
      }
    }
  }

  /// @param sent the request with its cookies
  private Step send(Admission admission, Request request, Request sent) {
    Reply reply;
    try {
      reply = deadline.exchange(scope, () -> admission.exchange(sent));
    } catch (HttpException failure) {
      Duration pause = retries.afterFailure(request, failure);
      return again(request, pause, String.valueOf(failure.getMessage()));
    }
    boolean isAnswer = false;
    try {
      if (cookies != null) {
        cookies.keep(sent.uri(), reply.headers());
      }
      hooks.afterHead(sent, reply);
      Duration pause = retries.afterAnswer(request, reply);
      if (pause != null) {
        return again(request, pause, String.valueOf(reply.status()));
      }
      Request redirected = redirects.next(request, reply);
      if (redirected != null) {
        counters.redirects.increment();
        return new Next(redirected, Duration.ZERO);
      }
      isAnswer = true;
      return new Result(
          reply, request.uri(), redirects.passed(), redirects.movedTo(), deadline, admission);
    } finally {
      if (!isAnswer) {
        reply.close();
      }
    }
  }

  private Next again(Request request, Duration pause, String reason) {
    counters.retries.increment();
    hooks.onRetry(request, pause, reason);
    return new Next(request, pause);
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
