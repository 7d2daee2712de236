import org.jspecify.annotations.NullMarked;

/// Feeds: from bytes to one model for RSS, Atom and JSON Feed.
@NullMarked
module dev.meanwhile.feed {
  requires static org.jspecify;
  requires com.fasterxml.aalto;
  requires java.xml;
  requires org.codehaus.stax2;
  requires org.jsoup;
  requires tools.jackson.core;

  exports dev.meanwhile.feed;
}
