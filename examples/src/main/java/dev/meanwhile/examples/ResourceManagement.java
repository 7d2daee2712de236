package dev.meanwhile.examples;

import static dev.meanwhile.async.Async.run;
import static dev.meanwhile.examples.Screen.println;

import dev.meanwhile.http.ClientSession;
import dev.meanwhile.http.Response;

/// What is opened in `try (...)` is closed again, however the block ends: cancelled, too.
public final class ResourceManagement {
  private final Site site;

  ResourceManagement(Site site) {
    this.site = site;
  }

  /// Runs the program.
  public static void main(String[] args) {
    run(() -> {
      try (Site site = Site.onThisMachine()) {
        new ResourceManagement(site).show();
      }
    });
  }

  // ✅ Good: everything is closed properly
  String goodResourceHandling() {
    try (ClientSession session = site.openSession()) {
      try (Response response = session.get(site.url("/"))) {
        return response.text();
      }
    }
    // The session is closed here.
  }

  void show() {
    String page = goodResourceHandling();
    println("✅ Got " + page.length() + " characters; response and session are closed");
  }
}
