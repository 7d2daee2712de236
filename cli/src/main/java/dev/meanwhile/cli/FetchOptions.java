package dev.meanwhile.cli;

import dev.meanwhile.http.AddressGuard;
import dev.meanwhile.http.ClientSession;
import dev.meanwhile.http.HostGovernor;
import dev.meanwhile.http.HostManners;
import dev.meanwhile.news.NewsAggregator;
import dev.meanwhile.news.Route;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// How sources are read.
final class FetchOptions {
  private static final Duration LONGEST_SPACING = Duration.ofDays(1);

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--timeout",
      defaultValue = "5s",
      converter = DurationOption.class,
      paramLabel = "DURATION",
      description =
          "For one source, from its request until it is parsed (default ${DEFAULT-VALUE}).")
  private Duration timeout;

  @Option(
      names = "--deadline",
      defaultValue = "30s",
      converter = DurationOption.class,
      paramLabel = "DURATION",
      description =
          "For the whole run; what is not done by then is reported as cut off (default ${DEFAULT-VALUE}).")
  private Duration deadline;

  @Option(
      names = "--concurrency",
      defaultValue = "64",
      paramLabel = "N",
      description = "How many sources are read at a time (default ${DEFAULT-VALUE}).")
  private int concurrency;

  @Option(
      names = "--per-host",
      defaultValue = "2",
      paramLabel = "N",
      description = "How many requests one host gets at a time (default ${DEFAULT-VALUE}).")
  private int perHost;

  @Option(
      names = "--spacing",
      converter = DurationOption.class,
      paramLabel = "DURATION",
      description =
          "Time between two requests to one host (default 1s, none for this machine and private networks).")
  private @Nullable Duration spacing;

  @Option(
      names = "--allow",
      paramLabel = "HOST|NETWORK",
      description =
          "A host, address or network (10.1.0.0/16) that redirects and OPML files may lead to although it is not public.")
  private List<String> allowed = List.of();

  /// @throws ParameterException if one of them makes no sense
  void check() {
    requirePositive("--timeout", timeout.toNanos());
    requirePositive("--deadline", deadline.toNanos());
    requirePositive("--concurrency", concurrency);
    requirePositive("--per-host", perHost);
    if (spacing != null && spacing.compareTo(LONGEST_SPACING) > 0) {
      throw new ParameterException(spec.commandLine(), "--spacing must not be more than 24h");
    }
  }

  private void requirePositive(String option, long value) {
    if (value <= 0) {
      throw new ParameterException(spec.commandLine(), option + " must be more than zero");
    }
  }

  /// A governor that knows what hosts have taught before.
  HostGovernor governor(List<HostManners> learned) {
    HostGovernor.Builder governor = HostGovernor.builder().perHost(perHost).restore(learned);
    if (spacing != null) {
      governor.spacing(spacing).privateSpacing(spacing);
    }
    return governor.build();
  }

  ClientSession session(HostGovernor governor) {
    return session(governor, Route.USUAL);
  }

  /// A session for sources of that route.
  ///
  /// @throws IllegalArgumentException if its proxy cannot be one
  ClientSession session(HostGovernor governor, Route route) {
    ClientSession.Builder session =
        ClientSession.builder().maxConnectionsPerHost(perHost).governor(governor);
    if (route.proxy() != null) {
      session.proxy(route.proxy());
    }
    if (route.insecureHost() != null) {
      session.insecureTls(route.insecureHost());
    }
    return session.open();
  }

  /// @param governor the one of the session, for sources that are reached in another way
  NewsAggregator aggregator(ClientSession session, HostGovernor governor) {
    return NewsAggregator.builder(session)
        .timeout(timeout)
        .deadline(deadline)
        .concurrency(concurrency)
        .guard(guard(allowed))
        .sessions(route -> session(governor, route))
        .build();
  }

  /// Permits public addresses, and what `--allow` says.
  static AddressGuard guard(List<String> allowed) {
    AddressGuard guard = AddressGuard.publicOnly();
    for (String each : allowed) {
      try {
        guard = guard.allowing(each);
      } catch (IllegalArgumentException _) {
        guard = guard.trusting(each);
      }
    }
    return guard;
  }
}
