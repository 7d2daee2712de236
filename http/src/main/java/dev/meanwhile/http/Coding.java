package dev.meanwhile.http;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.meanwhile.http.HttpException.Stage;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.lang.ref.Cleaner;
import java.util.Locale;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.brotli.dec.BrotliInputStream;

/// A content coding that can be undone.
enum Coding {
  GZIP {
    @Override
    InputStream decoder(PushbackInputStream coded) {
      return new GunzipStream(coded);
    }
  },
  DEFLATE {
    @Override
    InputStream decoder(PushbackInputStream coded) throws IOException {
      // The standard says zlib; a good part of the servers send bare deflate.
      int first = coded.read();
      int second = coded.read();
      if (second >= 0) {
        coded.unread(second);
      }
      coded.unread(first);
      boolean isZlib = (first & 0x0f) == 8 && second >= 0 && (first * 256 + second) % 31 == 0;
      return new Inflating(coded, new Inflater(!isZlib));
    }
  },
  BROTLI {
    @Override
    InputStream decoder(PushbackInputStream coded) throws IOException {
      return new Unbrotli(coded);
    }
  },
  ZSTD {
    @Override
    InputStream decoder(PushbackInputStream coded) throws IOException {
      return new Unzstd(coded);
    }
  };

  /// The codings that are asked for.
  static final String ACCEPTED = "gzip, deflate, br, zstd";

  private static final int BUFFER = 8 * 1024;

  /// The most memory that a body in zstd may have its decoder use, as a power of two: 8 MiB, what
  /// every decoder of HTTP has to offer and none has to exceed. (RFC 9659)
  private static final int ZSTD_WINDOW = 23;

  /// The coding of that name.
  ///
  /// @throws HttpException of stage BODY if it is not known
  static Coding of(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "gzip", "x-gzip" -> GZIP;
      case "deflate" -> DEFLATE;
      case "br" -> BROTLI;
      case "zstd" -> ZSTD;
      default ->
        throw HttpException.of(Stage.BODY, "the body's encoding is not known: " + shortened(name));
    };
  }

  /// What undoes it, made at the first read: `coded` has at least one byte and takes two back.
  abstract InputStream decoder(PushbackInputStream coded) throws IOException;

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }

  /// Frees its inflater at the end of the data; that of an abandoned one goes with the
  /// collector.
  private static final class Inflating extends InflaterInputStream {
    Inflating(InputStream coded, Inflater inflater) {
      super(coded, inflater, BUFFER);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int got = super.read(buffer, offset, length);
      if (got < 0) {
        boolean isCut = inf.needsDictionary();
        inf.end();
        if (isCut) {
          throw new ZipException("there is no dictionary for the compressed data");
        }
      }
      return got;
    }
  }

  /// A decoder whose failures are told as those of the JDK's are.
  private abstract static class Foreign extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public abstract int read(byte[] buffer, int offset, int length) throws IOException;
  }

  private static final class Unbrotli extends Foreign {
    private final Source source;
    private final BrotliInputStream decoder;

    Unbrotli(InputStream coded) throws IOException {
      this.source = new Source(coded);
      try {
        this.decoder = new BrotliInputStream(source, BUFFER);
      } catch (IOException failure) {
        throw source.told(failure);
      }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        return decoder.read(buffer, offset, length);
      } catch (IOException failure) {
        throw source.told(failure);
      }
    }
  }

  /// Frees what is not on the heap at the end of the data; that of an abandoned one goes with the
  /// collector.
  private static final class Unzstd extends Foreign {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Source source;
    private final ZstdInputStreamNoFinalizer decoder;
    private final Cleaner.Cleanable memory;

    Unzstd(InputStream coded) throws IOException {
      this.source = new Source(coded);
      try {
        ZstdInputStreamNoFinalizer opened = new ZstdInputStreamNoFinalizer(source);
        this.decoder = opened;
        this.memory = CLEANER.register(this, () -> free(opened));
        opened.setLongMax(ZSTD_WINDOW);
      } catch (LinkageError missing) {
        throw HttpException.of(
            Stage.BODY, "the body's encoding cannot be undone on this machine: zstd", missing);
      }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = -1;
      try {
        count = decoder.read(buffer, offset, length);
        return count;
      } catch (IOException failure) {
        throw source.told(failure);
      } finally {
        if (count < 0) {
          memory.clean();
        }
      }
    }

    private static void free(InputStream decoder) {
      try {
        decoder.close();
      } catch (IOException _) {
        // The body below is closed by who opened it.
      }
    }
  }

  /// Tells failures of what is below from those of a decoder.
  private static final class Source extends InputStream {
    private final InputStream coded;
    private IOException failure = new IOException();
    private boolean isAtEnd;

    Source(InputStream coded) {
      this.coded = coded;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        int count = coded.read(buffer, offset, length);
        isAtEnd |= count < 0;
        return count;
      } catch (IOException broken) {
        failure = broken;
        throw broken;
      }
    }

    IOException told(IOException thrown) {
      for (Throwable at = thrown; at != null; at = at.getCause()) {
        if (at == failure) {
          return failure;
        }
      }
      if (isAtEnd && !(thrown instanceof ZstdIOException)) {
        return new EOFException("cut off within the compressed data");
      }
      ZipException broken = new ZipException(thrown.getMessage());
      broken.initCause(thrown);
      return broken;
    }
  }
}
