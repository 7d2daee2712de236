package dev.meanwhile.async.test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// What became of the tests of a class that is there to be run by a test.
public final class Launched implements TestExecutionListener {
  private final Map<String, TestExecutionResult> results = new LinkedHashMap<>();

  public static Launched of(Class<?> type) {
    Launched launched = new Launched();
    LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
        .selectors(DiscoverySelectors.selectClass(type))
        .build();
    LauncherFactory.create().execute(request, launched);
    return launched;
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (test.isTest() || result.getThrowable().isPresent()) {
      results.put(test.getDisplayName().replaceFirst("\\(.*", ""), result);
    }
  }

  public int count() {
    return results.size();
  }

  TestExecutionResult.@Nullable Status status(String method) {
    TestExecutionResult result = results.get(method);
    return result == null ? null : result.getStatus();
  }

  /// What a test, or a class outside of its tests, failed with; null if it did not.
  public @Nullable Throwable failure(String method) {
    TestExecutionResult result = results.get(method);
    return result == null ? null : result.getThrowable().orElse(null);
  }

  public List<Throwable> failures() {
    return results.values().stream()
        .flatMap(result -> result.getThrowable().stream())
        .toList();
  }
}
