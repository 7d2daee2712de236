package dev.meanwhile.http;

import dev.meanwhile.http.HttpException.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Undoes the content codings of a body and holds it to its limits.
///
/// Every step is bounded, not only the last: a body coded twice can be small in the end and
/// endless in between.
final class BodyDecoder {
  private static final int BUFFER = 8 * 1024;

  private BodyDecoder() {}

  /// The body as it is to be read. Nothing is read before the first read of the result.
  ///
  /// @param maxBody the largest size, for what is transferred and for each step after it
  /// @throws HttpException if its length or its codings rule it out from the start
  static InputStream open(InputStream raw, Headers headers, long maxBody) {
    return open(raw, headers, maxBody, Traffic.NOBODYS);
  }

  /// As [#open(InputStream, Headers, long)], and tells what comes and what it becomes.
  static InputStream open(InputStream raw, Headers headers, long maxBody, Traffic traffic) {
    long announced = announcedLength(headers);
    if (announced > maxBody) {
      throw tooLarge(maxBody);
    }
    List<Coding> codings = codings(headers);
    traffic.beginBody();
    Counted transferred = new Counted(raw, raw, maxBody, null, traffic::receive);
    Counted body = transferred;
    for (Coding coding : codings.reversed()) {
      body = new Counted(new Lazy(body, coding), raw, maxBody, transferred, _ -> {});
    }
    body.told = codings.isEmpty()
        ? count -> {
          traffic.receive(count);
          traffic.decode(count);
        }
        : traffic::decode;
    return body;
  }

  /// The length that the headers tell; -1 when they do not.
  static long announcedLength(Headers headers) {
    String length = headers.first("Content-Length").orElse("").strip();
    try {
      return length.isEmpty() ? -1 : Long.parseLong(length);
    } catch (NumberFormatException _) {
      return -1;
    }
  }

  private static List<Coding> codings(Headers headers) {
    List<String> names = new ArrayList<>();
    for (String value : headers.all("Content-Encoding")) {
      for (String coding : value.split(",", -1)) {
        String name = coding.strip();
        if (!name.isEmpty() && !name.equalsIgnoreCase("identity")) {
          names.add(name);
        }
      }
    }
    if (names.size() > Limits.CODINGS) {
      throw HttpException.of(Stage.BODY, "the body is encoded " + names.size() + " times over");
    }
    return names.stream().map(Coding::of).toList();
  }

  private static HttpException tooLarge(long maxBody) {
    return HttpException.of(Stage.BODY, "the body is larger than " + Limits.bytes(maxBody));
  }

  /// One step: counts what it gives, and at its end reads the raw body to its own end, so that
  /// the connection can be used again.
  private static final class Counted extends InputStream {
    private final InputStream source;
    private final InputStream raw;
    private final long max;
    private final @Nullable Counted transferred;
    private LongConsumer told;
    private long count;
    private boolean isAtEnd;

    Counted(
        InputStream source,
        InputStream raw,
        long max,
        @Nullable Counted transferred,
        LongConsumer told) {
      this.source = source;
      this.raw = raw;
      this.max = max;
      this.transferred = transferred;
      this.told = told;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (isAtEnd || length == 0) {
        return isAtEnd ? -1 : 0;
      }
      int got = source.read(buffer, offset, length);
      if (got < 0) {
        isAtEnd = true;
        drain();
        return -1;
      }
      count += got;
      told.accept(got);
      check();
      return got;
    }

    @Override
    public int available() throws IOException {
      return isAtEnd ? 0 : source.available();
    }

    private void check() {
      if (count > max) {
        throw tooLarge(max);
      }
      if (transferred != null
          && count > Limits.EXPANSION_FREE
          && count / Limits.EXPANSION > transferred.count) {
        throw HttpException.of(
            Stage.BODY,
            "the body expands to more than " + Limits.EXPANSION + " times what was transferred");
      }
    }

    /// Reads what follows the end of the coded data, usually nothing but the end of the last
    /// chunk.
    private void drain() throws IOException {
      if (transferred != null) {
        byte[] rest = new byte[BUFFER];
        for (int i = 0; i < 8 && raw.read(rest) >= 0; i++) {}
      }
    }
  }

  /// A decoder that is made at the first read, since making one reads; an empty body stays
  /// empty.
  private static final class Lazy extends InputStream {
    private final PushbackInputStream coded;
    private final Coding coding;
    private @Nullable InputStream decoder;

    Lazy(InputStream coded, Coding coding) {
      this.coded = new PushbackInputStream(coded, 2);
      this.coding = coding;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (decoder == null) {
        decoder = start();
      }
      return decoder.read(buffer, offset, length);
    }

    private InputStream start() throws IOException {
      int first = coded.read();
      if (first < 0) {
        return InputStream.nullInputStream();
      }
      coded.unread(first);
      return coding.decoder(coded);
    }
  }
}
