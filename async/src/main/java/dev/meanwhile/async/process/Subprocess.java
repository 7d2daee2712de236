package dev.meanwhile.async.process;

import static dev.meanwhile.async.Async.moveOnAfter;
import static dev.meanwhile.async.Async.shielded;
import static dev.meanwhile.async.Async.taskGroup;

import dev.meanwhile.async.Action;
import dev.meanwhile.async.CancelledError;
import dev.meanwhile.async.EventLoop;
import dev.meanwhile.async.LoopReport;
import dev.meanwhile.async.Promise;
import dev.meanwhile.async.Task;
import dev.meanwhile.async.WaitKind;
import dev.meanwhile.async.WaitReason;
import dev.meanwhile.async.net.StreamException;
import dev.meanwhile.async.net.StreamReader;
import dev.meanwhile.async.net.StreamWriter;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Another program, run by this one.
///
/// {@snippet :
/// try (var sort = Subprocess.start("sort", "-u")) {
///   System.out.println(sort.communicate("b\na\nb\n".getBytes(UTF_8)).stdoutText());
/// }
/// }
///
/// Must be closed, which ends it if it still runs; what runs on when its loop closes is killed.
/// Whoever does not use [#communicate] must read its output, or it stops when its pipe is full.
///
/// **Failure.** A program that cannot be started is a [ProcessException], one that ends badly
/// has an exit code. **Cancellation.** A task that is cancelled while it waits for the end of
/// the process ends the process: it is asked to, and killed after the time of grace. Cancelling
/// a read or a drain leaves it alone. **Threads.** For the tasks of one loop; on virtual time
/// there are no processes.
///
/// Its descendants: asking it to end reaches itself alone, killing it reaches those that are
/// known as its descendants at that time. One that has detached itself goes on, and as long as
/// it keeps the pipes open, output does not end.
public final class Subprocess implements AutoCloseable {
  /*
   *   start ──▶ runs ──────────────────────────▶ exit (a promise, completed by the JDK's reaper)
   *               └─ end(): terminate ──grace──▶ kill ──5 s──▶ reported and left behind
   *
   *   stdin  : StreamWriter ──▶ PipeSink   ──▶ a thread that blocks
   *   stdout : StreamReader ◀── PipeSource ◀── a thread that blocks
   */
  private static final Duration KILL_GRACE = Duration.ofSeconds(5);
  private static final byte[] NOTHING = new byte[0];

  private final EventLoop loop = EventLoop.current();
  private final Process process;
  private final ProcessOptions options;
  private final String name;
  private final Promise<Integer> exit;
  private final @Nullable StreamWriter stdin;
  private final @Nullable PipeSource output;
  private final @Nullable StreamReader stdout;
  private final @Nullable PipeSource errors;
  private final @Nullable StreamReader stderr;

  private Subprocess(Process process, Launch launch) {
    this.process = process;
    this.options = launch.options();
    this.name = launch.name() + " (process " + process.pid() + ")";
    this.exit = loop.createPromise(WaitKind.BLOCKING, "the end of " + name);
    this.stdin = options.input() == Stdio.PIPE ? writer() : null;
    this.output = source(options.output(), "the output of " + name, process.getInputStream());
    this.stdout = reader(output, "the output of " + name);
    this.errors = source(options.errors(), "the errors of " + name, process.getErrorStream());
    this.stderr = reader(errors, "the errors of " + name);
    process.onExit().thenAccept(ended -> exit.complete(ended.exitValue()));
    exit.toCompletableFuture().whenComplete((_, loopIsClosed) -> {
      if (loopIsClosed != null) {
        killAll(process);
      }
    });
  }

  /// Starts a program, and waits until it runs.
  ///
  /// @param command the program, found as the system finds programs, and its arguments; no
  ///     shell is involved
  /// @throws ProcessException if it cannot be started
  /// @throws CancelledError if the current scope is cancelled
  /// @throws IllegalStateException if the calling thread is no task of a loop, or the loop is
  ///     on virtual time
  public static Subprocess start(String... command) {
    return start(ProcessOptions.defaults(), command);
  }

  /// As [#start(String...)], with options.
  public static Subprocess start(ProcessOptions options, String... command) {
    Launch launch = new Launch(List.of(command), Objects.requireNonNull(options, "options"));
    if (EventLoop.current().isVirtual()) {
      throw new IllegalStateException(
          "starting " + launch.name() + " was refused: on virtual time there are no processes");
    }
    return over(launch.run(), launch);
  }

  /// Takes a process over, or kills it: there would be nobody else to end it.
  static Subprocess over(Process process, Launch launch) {
    try {
      return new Subprocess(process, launch);
    } catch (Throwable failure) {
      process.toHandle().destroyForcibly();
      throw failure;
    }
  }

  /// Its input.
  ///
  /// @throws IllegalStateException if that is not connected to a pipe
  public StreamWriter stdin() {
    return piped(stdin, "input");
  }

  /// Its output.
  ///
  /// @throws IllegalStateException if that is not connected to a pipe
  public StreamReader stdout() {
    return piped(stdout, "output");
  }

  /// Its errors.
  ///
  /// @throws IllegalStateException if they are not connected to a pipe of their own
  public StreamReader stderr() {
    return piped(stderr, "errors");
  }

  /// The number that the system knows it by.
  public long pid() {
    return process.pid();
  }

  /// Whether it has not ended. Does not wait.
  public boolean isAlive() {
    return process.isAlive();
  }

  /// Waits for its end. Its output may still be read afterwards.
  ///
  /// **Cancellation.** Ends it: asks it to, kills it after the time of grace, and then throws.
  ///
  /// @return its exit code; where it was ended by a signal, 128 and the signal's number
  /// @throws CancelledError if the current scope is cancelled
  public int waitFor() {
    try {
      return exit.await();
    } catch (CancelledError cancelled) {
      end();
      throw cancelled;
    }
  }

  /// Gives it `input` and the end of input, reads all output and waits for its end. That it
  /// does not read its input to the end is no failure.
  ///
  /// @param input empty if its input is not connected to a pipe
  /// @throws StreamException of kind LIMIT if there is more output than
  ///     [StreamReader#MAX_WHOLE]; it is ended then
  /// @throws CancelledError if the current scope is cancelled; it is ended then
  /// @throws IllegalStateException if there is input and no pipe for it
  public ProcessOutput communicate(byte[] input) {
    byte[] given = input.clone();
    StreamWriter target = given.length > 0 ? stdin() : stdin;
    return taskGroup(group -> {
      Task<byte[]> out = group.start(() -> stdout == null ? NOTHING : stdout.read());
      Task<byte[]> err = group.start(() -> stderr == null ? NOTHING : stderr.read());
      if (target != null) {
        group.start(() -> feed(target, given));
      }
      int exitCode = waitFor();
      return new ProcessOutput(out.await(), err.await(), exitCode);
    });
  }

  /// Asks it to end: SIGTERM where there are signals. Does not wait.
  public void terminate() {
    // Not Process.destroy: that closes the pipes, and blocks while something is written to one.
    process.toHandle().destroy();
  }

  /// Kills it, and those of its descendants that are known then. Does not wait.
  public void kill() {
    // Finding them means looking at every process of the machine.
    ProcessThreads.shared().execute(() -> killAll(process));
  }

  /// Ends it if it still runs: asks it to, kills it after the time of grace, and waits for
  /// that; then closes its streams. Closing twice does nothing.
  @Override
  public void close() {
    end();
    if (stdin != null) {
      stdin.close();
    }
    closePipe(output);
    closePipe(errors);
  }

  @Override
  public String toString() {
    return name + (isAlive() ? "" : ", ended");
  }

  // --- how ---

  private StreamWriter writer() {
    String subject = "the input of " + name;
    return StreamWriter.over(
        new PipeSink(loop, subject, process.getOutputStream()),
        new WaitReason(WaitKind.BLOCKING, subject));
  }

  private @Nullable PipeSource source(Stdio stdio, String subject, InputStream stream) {
    return stdio == Stdio.PIPE ? new PipeSource(loop, subject, stream) : null;
  }

  private @Nullable StreamReader reader(@Nullable PipeSource source, String subject) {
    return source == null
        ? null
        : StreamReader.over(source, new WaitReason(WaitKind.BLOCKING, subject), options.limit());
  }

  private <S> S piped(@Nullable S stream, String what) {
    if (stream == null) {
      throw new IllegalStateException("the " + what + " of " + name + " has no pipe of its own");
    }
    return stream;
  }

  private static void feed(StreamWriter target, byte[] input) {
    try {
      target.write(input);
      target.writeEnd();
    } catch (StreamException failure) {
      if (failure.kind() == StreamException.Kind.LIMIT) {
        throw failure;
      }
      // It has ended, or does not want to read.
    }
  }

  private void end() {
    if (exit.isDone()) {
      return;
    }
    shielded(() -> {
      if (!options.grace().isZero()) {
        terminate();
      }
      if (endsWithin(options.grace())) {
        return;
      }
      kill();
      if (!endsWithin(KILL_GRACE)) {
        loop.report(new LoopReport(
            LoopReport.Kind.LEFT_BEHIND, name + " was killed and did not end: left behind", null));
      }
    });
  }

  private boolean endsWithin(Duration limit) {
    Action waiting = exit::await;
    return moveOnAfter(limit, waiting);
  }

  private static void closePipe(@Nullable PipeSource pipe) {
    if (pipe != null) {
      pipe.close();
    }
  }

  private static void killAll(Process process) {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.toHandle().destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
  }
}
