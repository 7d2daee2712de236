import org.jspecify.annotations.NullMarked;

/// HTTP for asynchronous code: fetching that is fast, polite and safe.
///
/// Start at [dev.meanwhile.http.ClientSession].
@NullMarked
module dev.meanwhile.http {
  requires transitive dev.meanwhile.async;
  requires static org.jspecify;
  requires transitive tools.jackson.databind;
  requires org.apache.httpcomponents.client5.httpclient5;
  requires org.apache.httpcomponents.core5.httpcore5;
  requires com.github.luben.zstd_jni;
  requires dec; // org.brotli:dec
  requires jdk.httpserver;
  requires jdk.net; // HttpClient 5 uses it and does not say so
  requires org.slf4j;

  exports dev.meanwhile.http;
}
