package dev.meanwhile.async.test.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class GalleryDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "gallery.md");

  @Test
  void document_listsTheGallerysBugsAndTheirSources() throws IOException {
    assertThat(Files.readAllLines(DOCUMENT).stream()
            .filter(line -> line.startsWith("| ["))
            .map(line -> line.substring(0, line.indexOf(" | ") + 3)))
        .containsExactlyElementsOf(
            Gallery.BUGS.stream().map(GalleryDocument::begin).toList());
    assertThat(Gallery.BUGS)
        .extracting(
            bug -> Path.of("src/test/java", bug.source().getName().replace('.', '/') + ".java"))
        .allMatch(Files::exists);
  }

  @Tag("slow")
  @Test
  void document_measuredAgain_saysTheSame() throws IOException {
    String measured = GalleryDocument.measure();

    if (Boolean.getBoolean("gallery.write")) {
      Files.writeString(DOCUMENT, measured);
    }
    assertThat(DOCUMENT).hasContent(measured);
  }
}
