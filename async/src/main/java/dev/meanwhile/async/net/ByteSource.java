package dev.meanwhile.async.net;

/// Where the bytes of a [StreamReader] come from. For those who write a transport of their own;
/// programs use [Streams].
///
/// **Threads.** Confined to one loop: called by its tasks and callbacks, and answers there.
public interface ByteSource {
  /// Asks for what comes next, without waiting. The answer is given to `receiver` exactly once,
  /// in a callback of the loop and never within this call. One call at a time: the next comes
  /// after the answer. A source that is closed or broken says so each time.
  ///
  /// @param max how many bytes at most; at least 1
  void read(int max, Receiver receiver);

  /// Takes the one answer to a read.
  interface Receiver {
    /// Some bytes have come.
    ///
    /// @param bytes at least one; the receiver's own from now on
    void received(byte[] bytes);

    /// Nothing more will come: the peer has ended its side.
    void ended();

    /// Nothing more can come.
    void broken(StreamException failure);
  }
}
