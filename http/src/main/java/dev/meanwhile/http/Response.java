package dev.meanwhile.http;

import dev.meanwhile.async.EventLoop;
import dev.meanwhile.http.HttpException.Stage;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The answer to a request: its head, and a body that is read once, as a whole or as a stream.
///
/// Close it, or read it to its end: only then are its connection and its slot free for others.
/// The request's time limit goes on until then; a response that is left alone gives both back
/// when it is over.
///
/// **Failure.** Reading throws [HttpException] of stage BODY when the body is cut off, broken or
/// larger than allowed, and [dev.meanwhile.async.TimedOutException] when the request's time is
/// over. **Cancellation.** A cancelled read closes the connection. **Threads.** For the tasks of
/// the session's loop; what has been read may be asked for anywhere, and [#close] too.
public final class Response implements AutoCloseable {
  private enum Reading {
    NOT_YET,
    STREAM,
    WHOLE
  }

  private final int status;
  private final Headers headers;
  private final URI uri;
  private final List<URI> redirects;
  private final @Nullable URI movedTo;
  private final BodySource source;
  private final Deadline deadline;
  private final Exchange.Admission admission;
  private final Set<Response> unread;
  private final EventLoop loop = EventLoop.current();

  private Reading reading = Reading.NOT_YET;
  private byte @Nullable [] content;
  private boolean isBeingRead;
  private boolean isEnded;
  private boolean isClosed;
  private EventLoop.@Nullable Handle expiry;

  private Response(Exchange.Result result, Set<Response> unread) {
    this.status = result.reply().status();
    this.headers = result.reply().headers();
    this.source = result.reply().body();
    this.uri = result.uri();
    this.redirects = result.passed();
    this.movedTo = result.movedTo();
    this.deadline = result.deadline();
    this.admission = result.admission();
    this.unread = unread;
  }

  /// A response whose connection is given back now when its body is there already, else at its
  /// end.
  ///
  /// @param unread where it is listed until then
  static Response of(Exchange.Result result, Set<Response> unread) {
    Response response = new Response(result, unread);
    unread.add(response);
    if (response.source instanceof BodySources.InMemory) {
      response.end();
    } else {
      response.expiry = response.deadline.atEnd(response::expire);
    }
    return response;
  }

  /// The status.
  public int status() {
    return status;
  }

  /// Whether the status is one of 200 to 299.
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /// The headers.
  public Headers headers() {
    return headers;
  }

  /// The address that answered: after redirects not the one that was asked for. Without
  /// credentials.
  public URI uri() {
    return uri;
  }

  /// Which version of the content this is, for the next request: [Request#ifChanged].
  public Validators validators() {
    return Validators.of(headers);
  }

  /// The addresses that redirected, in order; empty when the first one answered.
  public List<URI> redirects() {
    return redirects;
  }

  /// Where the address that was asked for has moved for good: as far as its redirects, from the
  /// first one on, were permanent (301 or 308). Empty when the first was not, or there was none.
  public Optional<URI> movedTo() {
    return Optional.ofNullable(movedTo);
  }

  /// The body as text: in the charset that its byte order mark, else its Content-Type, else its
  /// own XML declaration or `meta` of HTML tells; else in UTF-8, or if it is not that, in that
  /// of Windows for the West. Waits for it unless it was read before.
  ///
  /// @throws HttpException if the body is cut off, broken or too large
  /// @throws dev.meanwhile.async.TimedOutException if the request's time is over
  /// @throws IllegalStateException if the body is being read as a stream, or was closed before
  public String text() {
    return Charsets.decode(bytes(), headers.first("Content-Type").orElse(""));
  }

  /// The body as a tree of JSON, whatever its Content-Type says. Waits as [#text] does.
  ///
  /// @throws HttpException as [#text], and if the body is not JSON
  public JsonNode json() {
    return Json.tree(bytes());
  }

  /// The body as JSON read into an object. Waits as [#text] does.
  ///
  /// @throws HttpException as [#text], and if the body is not JSON of that shape
  public <T> T json(Class<T> type) {
    return Json.read(bytes(), type);
  }

  /// The body. Waits as [#text] does. The array is the response's own and the same each time:
  /// not to be changed.
  ///
  /// @throws HttpException as [#text]
  public byte[] bytes() {
    byte[] known = content;
    if (known != null) {
      return known;
    }
    begin(Reading.WHOLE);
    boolean isRead = false;
    try {
      byte[] all =
          source instanceof BodySources.InMemory ? source.readAll() : during(source::readAll);
      content = all;
      isRead = true;
      return all;
    } finally {
      finish(isRead);
    }
  }

  /// The body as a stream, whose reads wait as tasks do. Closing it closes the response.
  ///
  /// @throws IllegalStateException if the body was read or closed before
  public InputStream stream() {
    begin(Reading.STREAM);
    return new Body();
  }

  /// Gives up what was not read, and frees connection and slot. Does not wait; closing twice
  /// does nothing. Also for other threads, and when the loop has ended.
  @Override
  public void close() {
    isClosed = true;
    if (isHere()) {
      finish(false);
      return;
    }
    BodySources.close(source);
    try {
      loop.post(this::end);
    } catch (IllegalStateException _) {
      // The loop has ended: its slots are nobody's business any more.
    }
  }

  private boolean isHere() {
    try {
      return loop == EventLoop.current();
    } catch (IllegalStateException _) {
      return false; // a thread of no loop
    }
  }

  /// Closes the body alone, when the loop of the session has ended.
  void abandon() {
    isClosed = true;
    isEnded = true;
    BodySources.close(source);
  }

  @Override
  public String toString() {
    return "Response[" + status + " " + Urls.printable(uri) + "]";
  }

  /// The time is over. A read that waits just now ends by itself, and tells so.
  private void expire() {
    if (!isBeingRead) {
      BodySources.close(source);
      end();
    }
  }

  private <T> T during(Callable<T> read) {
    isBeingRead = true;
    try {
      return deadline.run(read);
    } finally {
      isBeingRead = false;
    }
  }

  private void begin(Reading how) {
    if (isClosed) {
      throw new IllegalStateException("the response is closed");
    }
    if (reading != Reading.NOT_YET) {
      throw new IllegalStateException("the body is read once, and somebody has begun to");
    }
    reading = how;
  }

  /// Ends the body; a connection on which something is left to read is of no more use.
  private void finish(boolean isWhole) {
    if (!isEnded && !isWhole) {
      BodySources.close(source);
    }
    end();
  }

  private void end() {
    if (!isEnded) {
      isEnded = true;
      if (expiry != null) {
        expiry.cancel();
      }
      unread.remove(this);
      admission.close();
    }
  }

  /// The body as a stream.
  private final class Body extends InputStream {
    private boolean isAtEnd;

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      java.util.Objects.checkFromIndexSize(offset, length, buffer.length);
      if (isAtEnd || length == 0) {
        return isAtEnd ? -1 : 0;
      }
      if (isClosed) {
        throw HttpException.of(Stage.BODY, "the response was closed before the body's end");
      }
      int count = -1;
      boolean isRead = false;
      try {
        count = during(() -> source.read(buffer, offset, length));
        isRead = true;
      } finally {
        if (count < 0) {
          isAtEnd = isRead;
          isClosed |= !isRead;
          finish(isRead);
        }
      }
      return count;
    }

    @Override
    public void close() {
      Response.this.close();
    }
  }
}
