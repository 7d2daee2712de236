package dev.meanwhile.http;

import dev.meanwhile.http.HttpException.Stage;
import java.util.Objects;
import java.util.function.Supplier;

/// What a request carries.
sealed interface RequestBody {
  /// The body from its beginning.
  ///
  /// @throws HttpException if it was read already and cannot be read again
  BodySource open();

  /// Whether it can be opened more than once.
  default boolean isRepeatable() {
    return true;
  }

  /// The request has ended. Does not wait.
  default void end() {}

  /// A body that is there.
  final class Whole implements RequestBody {
    private final byte[] content;

    Whole(byte[] content) {
      this.content = content;
    }

    /// Not to be changed.
    byte[] content() {
      return content;
    }

    @Override
    public BodySource open() {
      return BodySource.of(content);
    }
  }

  /// A body that is opened anew each time.
  record Opened(Supplier<? extends BodySource> content) implements RequestBody {
    public Opened {
      Objects.requireNonNull(content, "content");
    }

    @Override
    public BodySource open() {
      return Objects.requireNonNull(content.get(), "the supplier of a body gave none");
    }
  }

  /// A body that can be read once. For the tasks of one loop.
  final class Once implements RequestBody {
    private final BodySource content;
    private boolean isOpened;

    Once(BodySource content) {
      this.content = Objects.requireNonNull(content, "content");
    }

    @Override
    public BodySource open() {
      if (isOpened) {
        throw HttpException.of(
            Stage.POLICY,
            "the request would have to be sent again, and its body can be read only once");
      }
      isOpened = true;
      return content;
    }

    @Override
    public boolean isRepeatable() {
      return false;
    }

    @Override
    public void end() {
      BodySources.close(content);
    }
  }
}
