package dev.meanwhile.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;

final class BodyDecoderTest {
  private static final byte[] TEXT = "hello, hello, hello".getBytes(UTF_8);
  private static final String BROTLI = "1b1200f88d946ede44095286966c2c6f114f24d07100";
  private static final long MAX = 10 * 1024 * 1024;

  @Test
  void open_noCoding_givesTheBytes() throws IOException {
    assertThat(decode(TEXT, MAX)).isEqualTo(TEXT);
  }

  @Test
  void open_gzip_isUndone() throws IOException {
    assertThat(decode(gzip(TEXT), MAX, "gzip")).isEqualTo(TEXT);
    assertThat(decode(gzip(TEXT), MAX, "X-GZIP")).isEqualTo(TEXT);
  }

  @Test
  void open_deflateWithAndWithoutZlib_isUndone() throws IOException {
    assertThat(decode(deflate(TEXT, false), MAX, "deflate")).isEqualTo(TEXT);
    assertThat(decode(deflate(TEXT, true), MAX, "deflate")).isEqualTo(TEXT);
  }

  @Test
  void open_codingsInOneOrSeveralFields_areUndoneLastFirst() throws IOException {
    byte[] twice = gzip(deflate(TEXT, false));

    assertThat(decode(twice, MAX, "deflate, gzip")).isEqualTo(TEXT);
    assertThat(decode(twice, MAX, "deflate", "gzip")).isEqualTo(TEXT);
  }

  @Test
  void open_emptyBodyWithCoding_staysEmpty() throws IOException {
    assertThat(decode(new byte[0], MAX, "gzip")).isEmpty();
  }

  @Test
  void open_gzipFollowedByMore_isReadToTheEnd() throws IOException {
    ByteArrayInputStream raw = new ByteArrayInputStream(join(gzip(TEXT), new byte[5]));

    byte[] content = BodyDecoder.open(raw, coded("gzip"), MAX).readAllBytes();

    assertThat(content).isEqualTo(TEXT);
    assertThat(raw.available()).isZero();
  }

  @Test
  void open_deflateWithADictionary_failsInWords() {
    byte[] coded = {0x78, (byte) 0xbb, 1, 2, 3, 4, 5, 6, 7, 8};

    assertThatThrownBy(() -> decode(coded, MAX, "deflate")).isInstanceOf(IOException.class);
  }

  @Test
  void open_truncatedGzip_failsAtItsEnd() throws IOException {
    byte[] whole = gzip(TEXT);

    assertThatThrownBy(() -> decode(Arrays.copyOf(whole, whole.length - 12), MAX, "gzip"))
        .isInstanceOf(EOFException.class);
  }

  @Test
  void open_noGzip_fails() {
    assertThatThrownBy(() -> decode(TEXT, MAX, "gzip")).isInstanceOf(ZipException.class);
  }

  @Test
  void open_unknownCoding_isRefusedByName() {
    assertThatThrownBy(() -> decode(TEXT, MAX, "compress"))
        .isInstanceOf(HttpException.class)
        .hasMessage("the body's encoding is not known: compress");
  }

  @Test
  void open_tooManyCodings_isRefused() {
    assertThatThrownBy(() -> decode(TEXT, MAX, "gzip, gzip, gzip, gzip"))
        .isInstanceOf(HttpException.class)
        .hasMessage("the body is encoded 4 times over");
  }

  @Test
  void open_announcedTooLarge_isRefusedBeforeReading() {
    Headers headers = Headers.empty().with("Content-Length", "2000");

    assertThatThrownBy(() -> BodyDecoder.open(new ByteArrayInputStream(TEXT), headers, 1024))
        .isInstanceOf(HttpException.class)
        .hasMessage("the body is larger than 1 KiB");
  }

  @Test
  void read_moreThanTheLimit_fails() {
    assertThatThrownBy(() -> decode(new byte[1025], 1024))
        .isInstanceOf(HttpException.class)
        .hasMessage("the body is larger than 1 KiB");
  }

  @Test
  void read_exactlyTheLimit_isFine() throws IOException {
    assertThat(decode(new byte[1024], 1024)).hasSize(1024);
  }

  @Test
  void read_gzipBomb_failsAtTheExpansionLimit() throws IOException {
    byte[] bomb = gzip(new byte[5 * 1024 * 1024]);

    assertThatThrownBy(() -> decode(bomb, MAX, "gzip"))
        .isInstanceOf(HttpException.class)
        .hasMessage("the body expands to more than 200 times what was transferred");
  }

  @Test
  void read_bombThatIsSmallInTheEnd_failsInBetween() throws IOException {
    byte[] bomb = gzip(gzip(new byte[3 * 1024 * 1024]));

    assertThatThrownBy(() -> decode(bomb, 1024 * 1024, "gzip, gzip"))
        .isInstanceOf(HttpException.class)
        .hasMessageContaining("larger than 1 MiB");
  }

  @Test
  void open_brotli_isUndone() throws IOException {
    assertThat(decode(HexFormat.of().parseHex(BROTLI), MAX, "br")).isEqualTo(TEXT);
  }

  @Test
  void open_zstd_isUndone() throws IOException {
    assertThat(decode(zstd(TEXT), MAX, "zstd")).isEqualTo(TEXT);
    assertThat(decode(join(zstd(TEXT), zstd(TEXT)), MAX, "zstd")).isEqualTo(join(TEXT, TEXT));
  }

  @Test
  void open_truncatedBrotliOrZstd_fails() {
    byte[] brotli = HexFormat.of().parseHex(BROTLI);
    byte[] zstd = zstd(new byte[100_000]);

    assertThatThrownBy(() -> decode(Arrays.copyOf(brotli, 15), MAX, "br"))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> decode(Arrays.copyOf(zstd, zstd.length - 5), MAX, "zstd"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void open_noBrotliOrZstd_fails() {
    assertThatThrownBy(() -> decode(TEXT, MAX, "br")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> decode(TEXT, MAX, "zstd")).isInstanceOf(ZipException.class);
  }

  // What is to be undone is asked for 128 MiB of memory before the first byte comes out.
  @Test
  void open_zstdWithLargeWindow_isRefused() throws IOException {
    ByteArrayOutputStream coded = new ByteArrayOutputStream();
    try (ZstdOutputStream out = new ZstdOutputStream(coded).setLong(27)) {
      out.write(TEXT);
      out.flush();
      out.write(TEXT);
    }

    assertThatThrownBy(() -> decode(coded.toByteArray(), MAX, "zstd"))
        .isInstanceOf(ZipException.class);
  }

  @Test
  void read_decodedMoreThanTheLimit_fails() throws IOException {
    byte[] body = gzip(new byte[100_000]);

    assertThatThrownBy(() -> decode(body, 64 * 1024, "gzip"))
        .isInstanceOf(HttpException.class)
        .hasMessage("the body is larger than 64 KiB");
  }

  private static byte[] decode(byte[] body, long maxBody, String... codings) throws IOException {
    return BodyDecoder.open(new ByteArrayInputStream(body), coded(codings), maxBody)
        .readAllBytes();
  }

  private static Headers coded(String... codings) {
    Headers headers = Headers.empty();
    for (String coding : codings) {
      headers = headers.and("Content-Encoding", coding);
    }
    return headers;
  }

  static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream coded = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(coded)) {
      out.write(content);
    }
    return coded.toByteArray();
  }

  static byte[] zstd(byte[] content) {
    return Zstd.compress(content);
  }

  private static byte[] deflate(byte[] content, boolean bare) throws IOException {
    ByteArrayOutputStream coded = new ByteArrayOutputStream();
    try (Deflater deflater = new Deflater(9, bare);
        OutputStream out = new DeflaterOutputStream(coded, deflater)) {
      out.write(content);
    }
    return coded.toByteArray();
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
