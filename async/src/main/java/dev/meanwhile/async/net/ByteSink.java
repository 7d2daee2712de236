package dev.meanwhile.async.net;

/// Where the bytes of a [StreamWriter] go. For those who write a transport of their own;
/// programs use [Streams].
///
/// **Threads.** Confined to one loop: called by its tasks and callbacks, and answers there.
public interface ByteSink {
  /// Sends `bytes`, without waiting. That they are gone, or not, is told to `confirmation`
  /// exactly once, in a callback of the loop and never within this call. One call of this or of
  /// [#end] at a time: the next comes after the answer.
  ///
  /// @param bytes at least one; the sink's own from now on
  void write(byte[] bytes, Confirmation confirmation);

  /// Says that nothing more will be sent, without waiting; the other direction stays open.
  void end(Confirmation confirmation);

  /// Closes at once what the bytes go over, in a connection both directions: outstanding reads
  /// and writes are answered with a failure of kind [StreamException.Kind#CLOSED]. Does not
  /// wait. Closing twice does nothing.
  void close();

  /// Takes the one answer to a write.
  interface Confirmation {
    /// The bytes are on their way.
    void sent();

    /// They are lost, and so is all that is sent from now on.
    void broken(StreamException failure);
  }
}
