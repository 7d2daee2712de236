package dev.meanwhile.cli;

import dev.meanwhile.news.Source;
import dev.meanwhile.news.SourceList;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// Sources on the command line and in files that it names.
final class GivenSources {
  private static final int MAX_LIST_BYTES = 50 * 1024 * 1024;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Parameters(
      paramLabel = "SOURCE",
      description = "Address of a feed (https:// may be left out), or a feed in a file.")
  private List<String> arguments = List.of();

  @Option(
      names = "--list",
      paramLabel = "FILE",
      description = "Sources, one address a line; # starts a comment.")
  private List<String> lists = List.of();

  @Option(
      names = "--opml",
      paramLabel = "FILE",
      description = "Sources as another reader exported them.")
  private List<String> opmls = List.of();

  boolean isEmpty() {
    return arguments.isEmpty() && lists.isEmpty() && opmls.isEmpty();
  }

  SourceList collect() {
    List<SourceList> all = new ArrayList<>();
    arguments.forEach(argument -> all.add(argument(spec, argument)));
    lists.forEach(file -> all.add(SourceList.parseLines(read(file), file)));
    opmls.forEach(file -> all.add(SourceList.parseOpml(read(file), file)));
    return SourceList.concat(all);
  }

  /// The sources in a file of either kind.
  static SourceList file(String file) {
    byte[] content = read(file);
    String text = new String(content, StandardCharsets.ISO_8859_1);
    return text.toLowerCase(Locale.ROOT).contains("<opml")
        ? SourceList.parseOpml(content, file)
        : SourceList.parseLines(content, file);
  }

  private static byte[] read(String file) {
    return BoundedFiles.read(file, MAX_LIST_BYTES);
  }

  /// An existing file is a file; everything else is an address.
  static SourceList argument(CommandSpec spec, String argument) {
    if (BoundedFiles.isFile(argument)) {
      Source file = new Source(argument, Path.of(argument).toUri());
      return new SourceList(List.of(file), List.of());
    }
    try {
      return new SourceList(List.of(SourceList.parseAddress(argument)), List.of());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }
}
