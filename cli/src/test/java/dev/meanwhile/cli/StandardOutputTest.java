package dev.meanwhile.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class StandardOutputTest {
  @Test
  void writer_streamThatCannotBeWritten_says() {
    OutputStream full = new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException("no space left");
      }
    };
    PrintWriter writer = StandardOutput.writer(new PrintStream(full, true));

    writer.println("a line");

    assertThat(writer.checkError()).isTrue();
  }

  @Test
  void writer_line_isWrittenAtOnceInTheStreamsCharset() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(bytes, false, StandardCharsets.UTF_16BE);

    StandardOutput.writer(stream).println("ä");

    assertThat(bytes.toString(StandardCharsets.UTF_16BE).strip()).isEqualTo("ä");
  }
}
