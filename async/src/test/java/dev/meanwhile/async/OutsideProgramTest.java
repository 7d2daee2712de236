package dev.meanwhile.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A program that is no part of the project and has nothing but the module on its path: it
/// compiles without a warning, and everything in it is as promised.
final class OutsideProgramTest {
  private static final Path MODULE = Path.of("target/classes");
  private static final Path SOURCES = Path.of("src/test/consumer");

  @Test
  void program_withOnlyTheModule_compilesAndFindsEveryPromiseKept(@TempDir Path classes)
      throws Exception {
    assertThat(compile(classes)).isEmpty();

    Process program = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-opens=java.base/java.lang=dev.meanwhile.async",
            "-Dmeanwhile.carrier=" + System.getProperty("meanwhile.carrier", "auto"),
            "--module-path",
            MODULE + File.pathSeparator + classes,
            "--module",
            "consumer/consumer.Main")
        .redirectErrorStream(true)
        .start();
    String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(said).isEmpty();
    assertThat(program.waitFor()).isZero();
  }

  /// What the compiler says, all its warnings on.
  private static String compile(Path classes) throws IOException {
    List<String> arguments = new ArrayList<>(
        List.of("-Xlint:all", "--module-path", MODULE.toString(), "-d", classes.toString()));
    try (Stream<Path> sources = Files.walk(SOURCES)) {
      sources.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
    }
    StringWriter said = new StringWriter();
    PrintWriter printer = new PrintWriter(said);
    ToolProvider.findFirst("javac")
        .orElseThrow()
        .run(printer, printer, arguments.toArray(String[]::new));
    return said.toString();
  }
}
