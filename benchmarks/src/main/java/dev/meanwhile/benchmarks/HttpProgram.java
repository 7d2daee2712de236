package dev.meanwhile.benchmarks;

import static dev.meanwhile.async.Async.gather;

import dev.meanwhile.async.Async;
import dev.meanwhile.async.Coroutine;
import dev.meanwhile.http.ClientSession;
import dev.meanwhile.http.Response;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/// Fetches the same page over and over, through a session or through bare HttpClient 5 on virtual
/// threads: `HttpProgram session|bare URL CONNECTIONS REQUESTS`. The CPU time is the process's
/// own; one untimed round warms up.
public final class HttpProgram {
  private static final int ROUNDS = 3;

  private HttpProgram() {}

  /// Runs the work.
  public static void main(String[] arguments) throws Exception {
    URI uri = URI.create(arguments[1]);
    int connections = Integer.parseInt(arguments[2]);
    int each = Integer.parseInt(arguments[3]) / connections;
    Work work = arguments[0].equals("bare") ? bare(uri, connections) : session(uri, connections);
    work.run(each);
    for (int i = 0; i < ROUNDS; i++) {
      long start = cpuNanos();
      long wall = System.nanoTime();
      work.run(each);
      int requests = each * connections;
      Output.print("http_cpu_us", (cpuNanos() - start) / 1e3 / requests);
      Output.print("http_wall_us", Output.perOperation(wall, requests) / 1e3);
    }
    Output.printPeak();
    System.exit(0);
  }

  private interface Work {
    void run(int each) throws InterruptedException;
  }

  private static Work session(URI uri, int connections) {
    return each -> RuntimeProgram.onLoop(() -> {
      try (ClientSession session =
          ClientSession.builder().maxConnectionsPerHost(connections).open()) {
        List<Coroutine<Void>> workers = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
          workers.add(Async.async(() -> {
            for (int j = 0; j < each; j++) {
              try (Response response = session.get(uri)) {
                require(response.bytes().length);
              }
            }
          }));
        }
        gather(workers).await();
      }
    });
  }

  private static Work bare(URI uri, int connections) {
    return each -> {
      try (CloseableHttpClient client = HttpClients.custom()
          .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
              .setMaxConnPerRoute(connections)
              .setMaxConnTotal(connections)
              .build())
          .build()) {
        CountDownLatch done = new CountDownLatch(connections);
        for (int i = 0; i < connections; i++) {
          Thread.ofVirtual().start(() -> {
            for (int j = 0; j < each; j++) {
              fetch(client, uri);
            }
            done.countDown();
          });
        }
        done.await();
      } catch (IOException failure) {
        throw new IllegalStateException(failure);
      }
    };
  }

  private static void fetch(CloseableHttpClient client, URI uri) {
    try {
      require(client.execute(
          new HttpGet(uri), response -> EntityUtils.toByteArray(response.getEntity()).length));
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static void require(int length) {
    if (length < 1_000) {
      throw new IllegalStateException("a body of " + length + " bytes");
    }
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
