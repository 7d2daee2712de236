package consumer;

import static dev.meanwhile.async.Async.*;

import dev.meanwhile.async.WaitKind;
import dev.meanwhile.async.WaitReason;
import dev.meanwhile.async.net.ByteSink;
import dev.meanwhile.async.net.ByteSource;
import dev.meanwhile.async.net.ConnectOptions;
import dev.meanwhile.async.net.Connection;
import dev.meanwhile.async.net.IncompleteReadException;
import dev.meanwhile.async.net.Network;
import dev.meanwhile.async.net.ServeOptions;
import dev.meanwhile.async.net.StreamException;
import dev.meanwhile.async.net.StreamReader;
import dev.meanwhile.async.net.StreamServer;
import dev.meanwhile.async.net.StreamWriter;
import dev.meanwhile.async.net.Streams;
import dev.meanwhile.async.process.ProcessException;
import dev.meanwhile.async.process.ProcessOptions;
import dev.meanwhile.async.process.ProcessOutput;
import dev.meanwhile.async.process.Stdio;
import dev.meanwhile.async.process.Subprocess;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Connections and processes, used as their promises say.
final class Connections {
  private static final String HERE = "127.0.0.1";

  private Connections() {}

  static List<String> check() {
    List<String> broken = new ArrayList<>();
    streams(broken);
    failures(broken);
    networksOfOnesOwn(broken);
    processes(broken);
    return broken;
  }

  private static void expect(boolean holds, String what, List<String> broken) {
    if (!holds) {
      broken.add(what);
    }
  }

  private static void echo(Connection client) {
    for (String line : client.reader().lines()) {
      client.writer().write(line + "!\n");
      client.writer().drain();
    }
    client.writer().writeEnd();
  }

  private static void streams(List<String> broken) {
    ServeOptions serving = ServeOptions.defaults().withLimit(1_000).withMaxConnections(10);
    try (StreamServer server = Streams.serve(HERE, 0, serving, client -> {
      echo(client);
    })) {
      InetSocketAddress address = server.address();
      expect(address.getPort() == server.port(), "a server's address", broken);
      ConnectOptions connecting =
          ConnectOptions.defaults().withTimeout(Duration.ofSeconds(20)).withLimit(1_000);
      try (Connection connection = Streams.connect(HERE, server.port(), connecting)) {
        expect(connection.remoteAddress().equals(address), "a peer's address", broken);
        expect(connection.localAddress().getPort() > 0, "an own address", broken);
        StreamWriter writer = connection.writer();
        StreamReader reader = connection.reader();
        writer.write("one\n".getBytes());
        writer.write("two\nthree\nfour\n");
        writer.drain();
        expect("one!".equals(reader.readLine()), "readLine", broken);
        expect(new String(reader.readExactly(5)).equals("two!\n"), "readExactly", broken);
        expect(new String(reader.readUntil("!".getBytes())).equals("three!"), "readUntil", broken);
        expect(reader.read(1).length == 1, "read(1)", broken);
        writer.writeEnd();
        expect(new String(reader.read()).equals("four!\n"), "read", broken);
        expect(reader.isAtEnd() && !writer.isClosing(), "the end", broken);
        writer.close();
      }
    }
  }

  private static void failures(List<String> broken) {
    int port;
    StreamServer server = Streams.serve(HERE, 0, (reader, writer) -> {
      writer.write("short");
      writer.drain();
    });
    try (server;
        Connection connection = Streams.connect(HERE, server.port())) {
      port = server.port();
      connection.reader().readExactly(10);
      broken.add("readExactly of too few bytes");
    } catch (IncompleteReadException incomplete) {
      port = server.port();
      boolean isShort = new String(incomplete.partial()).equals("short");
      expect(isShort && incomplete.expected().orElse(0) == 10, "what came", broken);
    }
    server.awaitClosed();
    try (Connection connection = Streams.connect(HERE, port)) {
      broken.add("connected to " + connection);
    } catch (StreamException refused) {
      expect(refused.kind() == StreamException.Kind.CONNECT, "the kind of a refusal", broken);
    }
    try {
      StreamReader.requireLimit(0);
      broken.add("a limit of 0");
    } catch (IllegalArgumentException expected) {
      expect(StreamReader.requireLimit(StreamReader.MAX_WHOLE) > 0, "the highest limit", broken);
    }
  }

  /// Where every connection fails, and nobody listens.
  private static final class Nowhere implements Network {
    @Override
    public Link connect(String host, int port, ConnectOptions options) {
      throw StreamException.of(StreamException.Kind.DNS, host + " is nowhere");
    }

    @Override
    public Listener listen(String host, int port, ServeOptions options) {
      throw StreamException.of(StreamException.Kind.LISTEN, "nobody listens", new Exception());
    }
  }

  private static void networksOfOnesOwn(List<String> broken) {
    await(createTask(() -> {
      Network.use(new Nowhere());
      try {
        Streams.connect("somewhere", 7).close();
        broken.add("connected nowhere");
      } catch (StreamException nowhere) {
        expect(nowhere.kind() == StreamException.Kind.DNS, "an own network", broken);
      }
    }));
    expect(Network.current() == Network.sockets(), "the usual network", broken);
    WaitReason reason = new WaitReason(WaitKind.NETWORK, "a pipe of one's own");
    ByteSource source = new ByteSource() {
      @Override
      public void read(int max, Receiver receiver) {
        receiver.ended();
      }
    };
    ByteSink sink = new ByteSink() {
      @Override
      public void write(byte[] bytes, Confirmation confirmation) {
        confirmation.sent();
      }

      @Override
      public void end(Confirmation confirmation) {
        confirmation.sent();
      }

      @Override
      public void close() {}
    };
    expect(
        StreamReader.over(source, reason, StreamReader.DEFAULT_LIMIT).read().length == 0,
        "a source of one's own",
        broken);
    try (StreamWriter writer = StreamWriter.over(sink, reason)) {
      writer.write("into nothing");
      writer.drain();
    }
  }

  private static void processes(List<String> broken) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessOptions options = ProcessOptions.defaults()
        .withFolder(Path.of("."))
        .withEnvironment("CONSUMER", "secret")
        .withInput(Stdio.NOTHING)
        .withOutput(Stdio.PIPE)
        .withErrors(Stdio.PIPE)
        .withGrace(Duration.ofSeconds(20))
        .withLimit(100_000);
    expect(!options.toString().contains("secret"), "options show a secret", broken);
    try (Subprocess process = Subprocess.start(options, java, "--version")) {
      expect(process.pid() > 0, "a process's number", broken);
      ProcessOutput output = process.communicate(new byte[0]);
      expect(output.exitCode() == 0 && process.waitFor() == 0, "an exit code", broken);
      expect(output.stdoutText().contains("25") && output.stdout().length > 0, "output", broken);
      expect(output.stderrText().isEmpty() && output.stderr().length == 0, "errors", broken);
      expect(!process.isAlive(), "a process that has ended", broken);
    }
    try (Subprocess process = Subprocess.start("no-such-program-anywhere")) {
      process.kill();
      broken.add("started a program that is not there");
    } catch (ProcessException expected) {
      expect(!String.valueOf(expected.getMessage()).isEmpty(), "why it did not start", broken);
    }
  }
}
