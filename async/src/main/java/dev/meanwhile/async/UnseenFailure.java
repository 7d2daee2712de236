package dev.meanwhile.async;

import java.lang.ref.Cleaner;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A failure that nobody has looked at yet. It is reported once: when its task is collected, or
/// when the loop closes, whichever is first.
final class UnseenFailure implements Runnable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Registry registry;
  private final String label;
  private final Throwable error;
  private Cleaner.@Nullable Cleanable cleanable;

  private UnseenFailure(Registry registry, String label, Throwable error) {
    this.registry = registry;
    this.label = label;
    this.error = error;
  }

  /// Called when somebody looked: nothing will be reported.
  void seen() {
    registry.remove(this);
    if (cleanable != null) {
      cleanable.clean();
    }
  }

  /// Reports the failure, unless it was seen or reported before. The cleaner calls it.
  @Override
  public void run() {
    if (registry.remove(this)) {
      registry.loop.reportUnseen(label, error);
    }
  }

  /// The unseen failures of one loop. Used by the loop and by the cleaner's thread.
  static final class Registry {
    private final Loop loop;
    // Guarded by this object's monitor.
    private final Set<UnseenFailure> open = new LinkedHashSet<>();

    Registry(Loop loop) {
      this.loop = loop;
    }

    UnseenFailure add(Completion<?> failed, Throwable error) {
      UnseenFailure failure = new UnseenFailure(this, failed.label(), error);
      synchronized (this) {
        open.add(failure);
      }
      failure.cleanable = CLEANER.register(failed, failure);
      return failure;
    }

    synchronized boolean remove(UnseenFailure failure) {
      return open.remove(failure);
    }

    void reportAll() {
      List<UnseenFailure> left;
      synchronized (this) {
        left = List.copyOf(open);
      }
      left.forEach(UnseenFailure::run);
    }
  }
}
