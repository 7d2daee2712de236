package dev.meanwhile.async.process;

import static java.nio.charset.StandardCharsets.UTF_8;

/// What a process has put out, and how it ended.
public final class ProcessOutput {
  private final byte[] stdout;
  private final byte[] stderr;
  private final int exitCode;

  ProcessOutput(byte[] stdout, byte[] stderr, int exitCode) {
    this.stdout = stdout;
    this.stderr = stderr;
    this.exitCode = exitCode;
  }

  /// Its output; empty if that was not connected to a pipe.
  public byte[] stdout() {
    return stdout.clone();
  }

  /// Its errors; empty if they were not connected to a pipe.
  public byte[] stderr() {
    return stderr.clone();
  }

  /// Its output as UTF-8; malformed bytes become U+FFFD.
  public String stdoutText() {
    return new String(stdout, UTF_8);
  }

  /// Its errors as UTF-8; malformed bytes become U+FFFD.
  public String stderrText() {
    return new String(stderr, UTF_8);
  }

  /// Its exit code, as [Subprocess#waitFor] gives it.
  public int exitCode() {
    return exitCode;
  }

  @Override
  public String toString() {
    return "ProcessOutput[exit code " + exitCode + ", " + stdout.length + " bytes of output, "
        + stderr.length + " of errors]";
  }
}
