package dev.meanwhile.http;

import java.io.InputStream;
import java.security.KeyStore;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// TLS for a server with a certificate that nobody has signed, for `localhost`. The key is that
/// of the tests of `async`, which say how it was made.
final class TestCertificate {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private TestCertificate() {}

  static SSLContext context() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream file =
        Objects.requireNonNull(TestCertificate.class.getResourceAsStream("localhost.p12"))) {
      store.load(file, PASSWORD);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
