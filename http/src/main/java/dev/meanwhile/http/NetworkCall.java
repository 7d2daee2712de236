package dev.meanwhile.http;

import dev.meanwhile.async.Async;
import dev.meanwhile.async.OutsideWork;
import dev.meanwhile.async.WaitKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/// One request through HttpClient: sent and answered on a network thread, ended early by an
/// abort.
final class NetworkCall {
  /*
   * The task's side hands each blocking step to a network thread and waits for it: usually one
   * step, head and body together; a long or unannounced body takes one more for each piece.
   *
   *   task             exchange() ............ Reply            read() ..... bytes
   *                        │                     ▲                │            ▲
   *   network thread       └─ send, head, body ──┘                └─ blocks ───┘
   *
   * A cancelled step is aborted: its connection is closed under it, which ends the blocking call.
   */
  private static final ScopedValue<NetworkCall> CURRENT = ScopedValue.newInstance();

  /// Gives HttpClient the addresses that were looked up, and permitted, before the call.
  static final DnsResolver RESOLVED = new DnsResolver() {
    @Override
    public InetAddress[] resolve(String host) {
      return CURRENT.get().addresses.toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
      return host;
    }
  };

  private final CloseableHttpClient client;
  private final Request request;
  private final Origin origin;
  private final List<InetAddress> addresses;
  private final AddressGuard guard;
  private final @Nullable Proxy proxy;
  private final HttpUriRequestBase wire;
  private final @Nullable Upload upload;
  private final OutsideWork network;

  // Written by the network thread within one step, read there.
  private boolean isSending;
  private @Nullable EndpointDetails connection;
  private long receivedBefore;
  private long requestsBefore;

  private NetworkCall(
      CloseableHttpClient client,
      Request request,
      Origin origin,
      List<InetAddress> addresses,
      AddressGuard guard,
      @Nullable Proxy proxy,
      HttpUriRequestBase wire,
      @Nullable Upload upload) {
    this.client = client;
    this.request = request;
    this.origin = origin;
    this.addresses = addresses;
    this.guard = guard;
    this.proxy = proxy;
    this.wire = wire;
    this.upload = upload;
    this.network = OutsideWork.on(
            WaitKind.NETWORK, request.method() + " " + origin, OutsideWork.networkThreads())
        .abortedBy(this::abort);
  }

  static NetworkCall of(
      CloseableHttpClient client,
      Request request,
      Origin origin,
      List<InetAddress> addresses,
      AddressGuard guard,
      @Nullable Proxy proxy) {
    HttpUriRequestBase wire =
        new HttpUriRequestBase(request.method(), Urls.withoutFragment(request.uri()));
    for (Headers.Field field : request.headers()) {
      wire.addHeader(field.name(), field.value());
    }
    byte[] body = request.rawBody();
    Upload upload = null;
    if (body != null) {
      wire.setEntity(new ByteArrayEntity(body, null));
    } else if (request.anyBody() != null) {
      upload = new Upload(request.openBody().orElseThrow());
      wire.setEntity(upload);
    }
    return new NetworkCall(client, request, origin, addresses, guard, proxy, wire, upload);
  }

  /// Sends the request and waits for the head, and for a short body.
  Reply exchange() {
    boolean isAnswered = false;
    try {
      Upload sent = upload;
      Reply reply = sent == null ? sent() : sentBeside(sent);
      isAnswered = true;
      return reply;
    } finally {
      if (!isAnswered) {
        abort(); // an answer that came and got lost would keep its connection
      }
    }
  }

  private Reply sent() {
    return onNetwork(() -> ScopedValue.where(CURRENT, this).call(this::send));
  }

  private Reply sentBeside(Upload sent) {
    try {
      return Async.taskGroup(group -> {
        try {
          group.start(sent::run);
          return sent();
        } finally {
          sent.giveUp();
          group.stop();
        }
      });
    } finally {
      sent.end();
    }
  }

  /// Closes the connection, if the answer was not read to its end: also when nobody wants what
  /// follows the coded body. Does not wait; any thread.
  void abort() {
    wire.cancel();
    if (upload != null) {
      upload.giveUp();
    }
  }

  <T extends @Nullable Object> T onNetwork(Callable<T> step) {
    return network.call(step);
  }

  // --- on a network thread ---

  private Reply send() {
    while (true) {
      isSending = false;
      try {
        HttpHost target = new HttpHost(origin.scheme(), origin.host(), origin.port());
        HttpClientContext context = proxy == null ? HttpClientContext.create() : proxy.context();
        ClassicHttpResponse answer = client.executeOpen(target, wire, context);
        if (!isSending) {
          answer.close();
          throw NetworkFailures.refusedByProxy(origin, answer.getCode());
        }
        return reply(answer);
      } catch (NotForUs refused) {
        // Another connection, and in the end a fresh one, goes to a permitted address.
        if (refused.isFresh) {
          throw HttpException.of(
              HttpException.Stage.POLICY, "connected elsewhere than permitted: " + origin);
        }
      } catch (IOException failure) {
        if (!isSending) {
          throw NetworkFailures.connecting(origin, failure, proxy != null);
        }
        boolean isAnswered = hasAnswerBegun();
        if (isAnswered || !isStale()) {
          throw NetworkFailures.inHead(origin, failure, isAnswered);
        }
      }
    }
  }

  /// A kept connection may have been opened for a request whose guard was another one.
  private boolean mayUse(HttpClientConnection used, HttpContext context) {
    boolean isDirect = context instanceof HttpClientContext known
        && known.getHttpRoute() != null
        && known.getHttpRoute().getProxyHost() == null;
    return !isDirect
        || !(used.getRemoteAddress() instanceof InetSocketAddress remote)
        || remote.getAddress() == null
        || guard.permits(origin.host(), remote.getAddress());
  }

  private boolean hasAnswerBegun() {
    EndpointDetails used = connection;
    return used != null && used.getReceivedBytesCount() > receivedBefore;
  }

  /// Whether the request met a kept connection that the server had closed meanwhile: as no
  /// answer began, it can go out again. Each time uses up one such connection, so it comes to a
  /// fresh one.
  private boolean isStale() {
    return requestsBefore > 0 && upload == null && request.isRepeatable() && !wire.isCancelled();
  }

  private void sending(HttpClientConnection used) {
    EndpointDetails details = used.getEndpointDetails();
    connection = details;
    receivedBefore = details == null ? 0 : details.getReceivedBytesCount();
    requestsBefore = details == null ? 0 : details.getRequestCount();
    isSending = true;
    request.traffic().connect(requestsBefore == 0);
  }

  private Reply reply(ClassicHttpResponse response) throws IOException {
    if (response.getCode() < 100 || response.getCode() > 999) {
      abort();
      throw NetworkFailures.notHttp(origin);
    }
    Headers headers = headers(response);
    Reply head = Reply.of(response.getCode()).headers(headers);
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      response.close();
      return head;
    }
    try {
      InputStream body = BodyDecoder.open(
          entity.getContent(), headers, request.maxBody().orElse(Limits.BODY), request.traffic());
      boolean isShort =
          entity.getContentLength() >= 0 && entity.getContentLength() <= Limits.EAGER_BODY;
      if (isShort) {
        byte[] content = whole(body, (int) entity.getContentLength());
        abort();
        return head.body(content);
      }
      return head.body(new NetworkBody(this, body));
    } catch (IOException failure) {
      return head.body(broken(NetworkFailures.inBody(failure)));
    } catch (HttpException refused) {
      return head.body(broken(refused));
    }
  }

  /// All of a body, of which `length` bytes were announced, before its coding is undone; if there
  /// is none, in an array that fits at once.
  private static byte[] whole(InputStream body, int length) throws IOException {
    byte[] announced = body.readNBytes(length);
    byte[] rest = body.readNBytes(1); // the end, which gives the connection back
    if (rest.length == 0) {
      return announced;
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream(Math.max(2 * length, 1_024));
    all.writeBytes(announced);
    all.writeBytes(rest);
    body.transferTo(all);
    return all.toByteArray();
  }

  /// A head with a body that cannot be read: whoever only looks at the status never knows.
  private BodySource broken(HttpException failure) {
    abort();
    return BodySource.broken(new byte[0], failure);
  }

  private static Headers headers(ClassicHttpResponse response) {
    List<Headers.Field> fields = new ArrayList<>();
    for (Iterator<Header> all = response.headerIterator(); all.hasNext(); ) {
      Header header = all.next();
      try {
        String value = header.getValue();
        fields.add(new Headers.Field(header.getName(), value == null ? "" : value));
      } catch (IllegalArgumentException _) {
        // A field whose name could not be asked for is as good as none.
      }
    }
    return Headers.of(fields);
  }

  /// A connection that the request's guard does not permit.
  private static final class NotForUs extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean isFresh;

    NotForUs(HttpClientConnection refused) {
      EndpointDetails details = refused.getEndpointDetails();
      this.isFresh = details == null || details.getRequestCount() == 0;
    }
  }

  /// Takes note of the moment at which there is a connection and sending begins.
  static final class Executor extends HttpRequestExecutor {
    @Override
    public ClassicHttpResponse execute(
        ClassicHttpRequest request,
        HttpClientConnection connection,
        @Nullable HttpResponseInformationCallback informationCallback,
        HttpContext context)
        throws IOException, org.apache.hc.core5.http.HttpException {
      NetworkCall call = CURRENT.get();
      if (!call.mayUse(connection, context)) {
        throw new NotForUs(connection); // which closes the connection
      }
      boolean isForTheProxy = request.getMethod().equals("CONNECT");
      if (!isForTheProxy) {
        call.sending(connection);
      }
      return super.execute(request, connection, informationCallback, context);
    }
  }
}
