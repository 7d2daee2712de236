package dev.meanwhile.cli;

import dev.meanwhile.news.Source;
import dev.meanwhile.news.SourceList;
import dev.meanwhile.news.store.NewsStore;
import dev.meanwhile.news.store.SourceSettings;
import dev.meanwhile.news.store.StoredSource;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `meanwhile sources move` and `move-back`: where a source is read, by hand.
final class SourceMoves {
  private SourceMoves() {}

  /// `meanwhile sources move`.
  @Command(
      name = "move",
      mixinStandardHelpOptions = true,
      description = "Reads a source at another address from now on. Its articles stay.")
  static final class Move implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private StoreOption store;

    @Parameters(
        paramLabel = "SOURCE",
        index = "0",
        description = "Number, address, or part of the name.")
    private String called;

    @Parameters(paramLabel = "ADDRESS", index = "1", description = "Where it is read.")
    private String address;

    @Override
    public Integer call() {
      Source target = target();
      try (NewsStore open = store.open()) {
        StoredSource source = SourceNames.find(open, called);
        if (!open.sources().relocate(source.id(), target.uri())) {
          throw new CommandFailure(
              source.address().equals(target.uri())
                  ? Terminal.clean(source.name()) + " is read at " + target.address() + " already"
                  : "another source is kept at " + target.address());
        }
        tell(spec, source, target.uri());
        if (isForAnotherSite(source, target.uri())) {
          PrintWriter err = spec.commandLine().getErr();
          err.println("meanwhile: " + Terminal.clean(source.name())
              + ": what is set for it holds there, too (sources show): its user, cookie, headers"
              + " or --insecure");
          err.flush();
        }
      }
      return 0;
    }

    private static boolean isForAnotherSite(StoredSource source, URI target) {
      SourceSettings set = source.settings();
      boolean isSet =
          set.user() != null || set.cookie() != null || !set.headers().isEmpty() || set.insecure();
      return isSet && !Objects.equals(source.address().getRawAuthority(), target.getRawAuthority());
    }

    private Source target() {
      try {
        return SourceList.parseAddress(address);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(
            spec.commandLine(), Terminal.clean(String.valueOf(e.getMessage())));
      }
    }
  }

  /// `meanwhile sources move-back`.
  @Command(
      name = "move-back",
      mixinStandardHelpOptions = true,
      description =
          "Reads a source where it was before it moved. Its site cannot send it away to the same place again.")
  static final class Back implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private StoreOption store;

    @Parameters(paramLabel = "SOURCE", description = "Number, address, or part of the name.")
    private String called;

    @Override
    public Integer call() {
      try (NewsStore open = store.open()) {
        StoredSource source = SourceNames.find(open, called);
        URI before = source.movedFrom();
        if (before == null) {
          throw new CommandFailure(Terminal.clean(source.name()) + " has not moved");
        }
        if (!open.sources().moveBack(source.id())) {
          throw new CommandFailure(
              "another source is kept at " + new Source(source.name(), before).address());
        }
        tell(spec, source, before);
      }
      return 0;
    }
  }

  private static void tell(CommandSpec spec, StoredSource source, URI now) {
    spec.commandLine()
        .getOut()
        .println(Terminal.clean(source.name()) + ": is read at "
            + Terminal.clean(new Source(source.name(), now).address()) + ", before at "
            + Terminal.clean(SourceText.address(source)));
  }
}
