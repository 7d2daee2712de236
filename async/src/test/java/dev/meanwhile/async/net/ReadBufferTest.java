package dev.meanwhile.async.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ReadBufferTest {
  private final ReadBuffer buffer = new ReadBuffer();

  private void append(String text) {
    buffer.append(text.getBytes(UTF_8));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void take_givesTheBytesInTheirOrder() {
    append("abc");
    append("def");

    assertThat(buffer.take(4)).isEqualTo(bytes("abcd"));
    append("gh");
    assertThat(buffer.takeAll()).isEqualTo(bytes("efgh"));
    assertThat(buffer.isEmpty()).isTrue();
  }

  @Test
  void indexOf_countsFromTheFirstByteThatIsHere() {
    append("xxabcabd");
    buffer.drop(2);

    assertThat(buffer.indexOf(bytes("abd"), 0)).isEqualTo(3);
    assertThat(buffer.indexOf(bytes("abc"), 1)).isEqualTo(-1);
    assertThat(buffer.indexOf(bytes("abdx"), 0)).isEqualTo(-1);
  }

  @Test
  void anyOrderOfCalls_givesBackWhatWasPutIn() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    ByteArrayOutputStream in = new ByteArrayOutputStream();
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    for (int i = 0; i < 2_000; i++) {
      byte[] more = new byte[1 + random.nextInt(50)];
      random.nextBytes(more);
      in.writeBytes(more);
      buffer.append(more);
      out.writeBytes(buffer.take(random.nextInt(buffer.size() + 1)));
    }
    out.writeBytes(buffer.takeAll());

    assertThat(out.toByteArray()).as("seed " + seed).isEqualTo(in.toByteArray());
  }
}
