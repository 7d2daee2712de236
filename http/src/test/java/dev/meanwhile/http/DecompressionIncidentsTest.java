package dev.meanwhile.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What has brought down other clients by unpacking, each named after the report on it.
final class DecompressionIncidentsTest {
  private static final long MAX = 10 * 1024 * 1024;
  private static final int MEGABYTE = 1024 * 1024;

  /// 20 MiB of zeros in 40 bytes.
  private static final byte[] BROTLI_BOMB = HexFormat.of()
      .parseHex("cbffff3ff82700e2b14020f7fe8fffff7ff04f00c4611180eefd5ffeffffe09f0088c30200ddfb1f");

  // The limit was held against what was transferred, not against what came out.
  @Test
  void scrapyGhsa7j7m_limitHoldsForWhatComesOut() throws IOException {
    assertBounded(BodyDecoderTest.gzip(new byte[20 * MEGABYTE]), "gzip", MAX);
  }

  // One read of the decoder gave everything at once.
  @Test
  void scrapyCve2025_6176_brotliInOneStep_isBounded() throws IOException {
    assertBounded(BROTLI_BOMB, "br", MAX);
  }

  @Test
  void scrapyCve2025_6176_zstdInOneStep_isBounded() throws IOException {
    assertBounded(BodyDecoderTest.zstd(new byte[20 * MEGABYTE]), "zstd", MAX);
  }

  @ParameterizedTest
  @ValueSource(ints = {64 * 1024, 900 * 1024})
  void aiohttpCve2025_69223_bombUnderAnyLimit_isBounded(int max) throws IOException {
    assertBounded(BodyDecoderTest.gzip(new byte[MEGABYTE]), "gzip", max);
  }

  // What was left of a body was unpacked without a limit when the response was given up.
  @Test
  void aiohttpCve2026_54278_cleanUp_readsLittleAndUnpacksNothing() throws IOException {
    byte[] endless = new byte[30 * MEGABYTE];
    byte[] start = BodyDecoderTest.gzip(new byte[10]);
    System.arraycopy(start, 0, endless, 0, start.length);
    ByteArrayInputStream raw = new ByteArrayInputStream(endless);

    byte[] content = BodyDecoder.open(raw, coded("gzip"), 40L * MEGABYTE).readAllBytes();

    assertThat(content).hasSize(10);
    assertThat(endless.length - raw.available()).isLessThan(128 * 1024);
  }

  @Test
  void aiohttpTinyMembers_areCounted() throws IOException {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    for (int i = 0; i < 2_000; i++) {
      new GZIPOutputStream(members).close();
    }

    assertThatThrownBy(() -> decode(members.toByteArray(), "gzip", MAX))
        .isInstanceOf(HttpException.class)
        .hasMessage("the body has more than 1000 members of gzip");
  }

  // Codings upon codings, each a multiple of the next.
  @Test
  void httpx2Cve2026_84382_nestedCodings_areBoundedAtEachStep() throws IOException {
    byte[] twice = BodyDecoderTest.gzip(BodyDecoderTest.gzip(new byte[300 * MEGABYTE]));

    assertBounded(twice, "gzip, gzip", MAX);
    assertThatThrownBy(() -> decode(twice, "gzip, br, zstd, deflate", MAX))
        .hasMessage("the body is encoded 4 times over");
  }

  // --- Scrapy's own files ---

  @ParameterizedTest
  @ValueSource(strings = {"deflate", "zstd"})
  void scrapyBomb_isBounded(String coding) throws IOException {
    assertBounded(file("bomb-" + coding + ".bin"), coding, MAX);
  }

  @Test
  void scrapyPages_areUndone() throws IOException {
    byte[] page = decode(file("html-gzip.bin"), "gzip", MAX);

    assertThat(page).hasSizeGreaterThan(10_000);
    String deflated = new String(page, ISO_8859_1).replace("`gzip'", "`deflate'");
    assertThat(decode(file("html-rawdeflate.bin"), "deflate", MAX))
        .asString(ISO_8859_1)
        .isEqualTo(deflated);
    assertThat(decode(file("html-zlibdeflate.bin"), "deflate", MAX))
        .asString(ISO_8859_1)
        .isEqualTo(deflated);
    for (String kind :
        new String[] {"static-content-size", "static-no-content-size", "streaming-no-content-size"
        }) {
      assertThat(decode(file("html-zstd-" + kind + ".bin"), "zstd", MAX)).isEqualTo(page);
    }
    assertThat(decode(file("html-br.bin"), "br", MAX)).hasSizeGreaterThan(4_000);
  }

  @Test
  void scrapyUnexpectedEof_fails() throws IOException {
    byte[] cut = file("unexpected-eof.gz");

    assertThatThrownBy(() -> decode(cut, "gzip", MAX)).isInstanceOf(IOException.class);
  }

  /// Fails, after not much more than the limit.
  private static void assertBounded(byte[] body, String coding, long max) throws IOException {
    long[] out = new long[1];
    assertThatThrownBy(() -> {
          InputStream in = BodyDecoder.open(new ByteArrayInputStream(body), coded(coding), max);
          byte[] piece = new byte[8 * 1024];
          for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
            out[0] += n;
          }
        })
        .isInstanceOf(HttpException.class)
        .hasMessageMatching("the body (is larger than|expands to more than 200 times) .*");
    assertThat(out[0]).isLessThanOrEqualTo(max);
  }

  private static byte[] decode(byte[] body, String coding, long max) throws IOException {
    return BodyDecoder.open(new ByteArrayInputStream(body), coded(coding), max).readAllBytes();
  }

  private static Headers coded(String coding) {
    return Headers.empty().with("Content-Encoding", coding);
  }

  private static byte[] file(String name) throws IOException {
    @Nullable Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isDirectory(folder.resolve("shared/feeds"))) {
      folder = folder.getParent();
    }
    assumeThat(folder).as("the captured bodies in ../shared").isNotNull();
    return Files.readAllBytes(requireNonNull(folder)
        .resolve("shared/feeds/conformance/scrapy_scrapy/compressed")
        .resolve(name));
  }
}
