package dev.meanwhile.news.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meanwhile.news.store.Sources.Added;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A process that is killed while it writes: what it said it had kept is there, nothing is there
/// in part, and the file opens.
final class KilledWriterTest {
  private static final long SEED = 7;
  private static final int ARTICLES = 5;

  @TempDir
  private Path folder;

  @Test
  void killed_afterSomeWrites_losesNothingItReported() throws Exception {
    killAgainAndAgain(3);
  }

  @Test
  @Tag("slow")
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void killed_aHundredTimes_losesNothingItReported() throws Exception {
    killAgainAndAgain(100);
  }

  private void killAgainAndAgain(int times) throws Exception {
    Path file = folder.resolve("news.db");
    Random random = new Random(SEED);
    Set<String> reported = new HashSet<>();
    for (int round = 0; round < times; round++) {
      Process writer = start(file, round);
      try (BufferedReader lines = writer.inputReader()) {
        int wanted = random.nextInt(60);
        String line = lines.readLine();
        while (line != null && wanted-- > 0) {
          reported.add(line);
          line = lines.readLine();
        }
        writer.toHandle().destroyForcibly(); // not that of Process, which closes the pipe
        // What it said before it died counts as well.
        for (; line != null; line = lines.readLine()) {
          reported.add(line);
        }
      }
      writer.waitFor();
      check(file, reported);
    }
  }

  private static Process start(Path file, int round) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Program.class.getName(),
            file.toString(),
            Integer.toString(round))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void check(Path file, Set<String> reported) {
    try (NewsStore store = NewsStore.open(file)) {
      Database database = Database.of(file.toString());
      try (var handle = database.open()) {
        assertThat(
                handle.createQuery("PRAGMA integrity_check").mapTo(String.class).one())
            .isEqualTo("ok");
        Set<String> kept = new HashSet<>(handle
            .createQuery("SELECT entry_id FROM article GROUP BY entry_id")
            .mapTo(String.class)
            .list());
        Set<String> whole = new HashSet<>();
        for (String entry : kept) {
          whole.add(entry.substring(0, entry.lastIndexOf('.')));
        }
        assertThat(whole).containsAll(reported);
        assertThat(kept).as("a reading is there as a whole").hasSize(whole.size() * ARTICLES);
      }
      assertThat(store.sources().count()).isPositive();
    }
  }

  /// The process: keeps readings, and says so, from two threads.
  static final class Program {
    private Program() {}

    /// @param arguments the file, and what its articles are called by
    public static void main(String[] arguments) throws InterruptedException {
      NewsStore store = NewsStore.open(arguments[0]);
      Instant now = Instant.EPOCH;
      URI address = URI.create("https://a.example/" + arguments[1]);
      store.sources().add(List.of(Added.feed(address, "a", false, Set.of())), now);
      long source = store.sources().byAddress(address).orElseThrow().id();
      Thread[] threads = new Thread[2];
      for (int i = 0; i < threads.length; i++) {
        String name = arguments[1] + "-" + i + "-";
        threads[i] = new Thread(() -> {
          for (int n = 0; n < 100_000; n++) {
            keep(store, source, name + n);
          }
        });
        threads[i].start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }

    private static void keep(NewsStore store, long source, String name) {
      ArticleText[] articles = new ArticleText[ARTICLES];
      for (int i = 0; i < articles.length; i++) {
        articles[i] = new ArticleText(
            name + "." + i,
            name,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            "x".repeat(2_000),
            null);
      }
      store
          .sources()
          .keep(new Reading(
              source,
              Instant.EPOCH,
              "new",
              "unchanged",
              null,
              200,
              1,
              Duration.ZERO,
              null,
              SourceState.NONE,
              List.of(articles)));
      synchronized (Program.class) {
        System.out.println(name);
        System.out.flush();
      }
    }
  }
}
