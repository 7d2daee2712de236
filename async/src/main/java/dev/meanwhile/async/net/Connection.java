package dev.meanwhile.async.net;

import dev.meanwhile.async.WaitKind;
import dev.meanwhile.async.WaitReason;
import java.net.InetSocketAddress;

/// A connection to a peer: a reader for what comes in, a writer for what goes out.
///
/// {@snippet :
/// try (var connection = Streams.connect("example.org", 7)) {
///   connection.writer().write("hello\n");
///   System.out.println(connection.reader().readLine());
/// }
/// }
///
/// Must be closed; what is still open when its loop closes is closed then, and reported in
/// debug mode.
///
/// **Failure.** Reader and writer throw [StreamException]. **Cancellation.** Cancelling a read
/// or a drain leaves the connection as it is. **Threads.** For the tasks of one loop; one may
/// read while another writes.
public final class Connection implements AutoCloseable {
  private final Network.Link link;
  private final StreamReader reader;
  private final StreamWriter writer;

  private Connection(Network.Link link, int limit) {
    String peer = Addresses.format(link.remoteAddress());
    this.link = link;
    this.reader = StreamReader.over(
        link.source(), new WaitReason(WaitKind.NETWORK, "bytes from " + peer), limit);
    this.writer =
        StreamWriter.over(link.sink(), new WaitReason(WaitKind.NETWORK, "sending to " + peer));
    // Writing into a connection that is known to be broken would only be noticed later.
    reader.onBreakage(writer::lost);
  }

  static Connection over(Network.Link link, int limit) {
    try {
      return new Connection(link, limit);
    } catch (Throwable failure) {
      link.sink().close();
      throw failure;
    }
  }

  /// What the peer sends.
  public StreamReader reader() {
    return reader;
  }

  /// What the peer is sent.
  public StreamWriter writer() {
    return writer;
  }

  /// This side's address.
  public InetSocketAddress localAddress() {
    return link.localAddress();
  }

  /// The peer's address.
  public InetSocketAddress remoteAddress() {
    return link.remoteAddress();
  }

  /// Sends what was written, for at most 5 s, and closes: [StreamWriter#close].
  @Override
  public void close() {
    writer.close();
  }

  @Override
  public String toString() {
    return "Connection[" + Addresses.format(localAddress()) + " to "
        + Addresses.format(remoteAddress()) + (writer.isClosing() ? ", closing" : "") + "]";
  }

  /// Closes at once.
  void abort() {
    writer.abort();
  }
}
