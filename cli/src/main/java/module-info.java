import org.jspecify.annotations.NullMarked;

/// The `meanwhile` command.
@NullMarked
module dev.meanwhile.cli {
  requires dev.meanwhile.async;
  requires dev.meanwhile.examples;
  requires dev.meanwhile.feed;
  requires dev.meanwhile.http;
  requires dev.meanwhile.news;
  requires dev.meanwhile.scrape;
  requires info.picocli;
  requires java.logging;
  requires tools.jackson.databind;
  requires static org.jspecify;

  opens dev.meanwhile.cli to
      info.picocli;
}
