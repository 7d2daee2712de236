package dev.meanwhile.async;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// SEMANTICS 14.
final class FirstFailureTest {
  @Test
  void add_another_isSuppressed() {
    Exception first = new Exception("first");
    Exception later = new Exception("later");

    boolean isShown = new FirstFailure(first).add(later);

    assertThat(isShown).isTrue();
    assertThat(first.getSuppressed()).containsExactly(later);
  }

  @Test
  void add_itself_orOneTwice_isShownOnce() {
    Exception first = new Exception("first");
    Exception later = new Exception("later");
    FirstFailure failure = new FirstFailure(first);

    assertThat(failure.add(first)).isTrue();
    assertThat(failure.add(later)).isTrue();
    assertThat(failure.add(later)).isTrue();

    assertThat(first.getSuppressed()).containsExactly(later);
  }

  @Test
  void add_itsOwnCause_isShownAlready() {
    Exception cause = new Exception("cause");
    Exception first = new Exception("first", cause);

    assertThat(new FirstFailure(first).add(cause)).isTrue();
    assertThat(first.getSuppressed()).isEmpty();
  }

  @Test
  void add_oneThatHasTheFirstBelowIt_isNotShownUnderItself() {
    Exception first = new Exception("first");
    Exception later = new Exception("later", first);

    assertThat(new FirstFailure(first).add(later)).isFalse();
    assertThat(first.getSuppressed()).isEmpty();
  }

  @Test
  void add_aFailureToACancellation_takesItsPlace() {
    CancelledError cancelled =
        TestLoop.onVirtualTime(() -> new CancelledError(CancelScope.current()));
    Exception later = new Exception("later");
    FirstFailure failure = new FirstFailure(cancelled);

    boolean isShown = failure.add(later);

    assertThat(isShown).isTrue();
    assertThat(failure.error()).isSameAs(later);
    assertThat(later.getSuppressed()).containsExactly(cancelled);
  }

  @Test
  void add_aCancellationToAFailure_isSuppressed() {
    CancelledError cancelled =
        TestLoop.onVirtualTime(() -> new CancelledError(CancelScope.current()));
    Exception first = new Exception("first");
    FirstFailure failure = new FirstFailure(first);

    assertThat(failure.add(cancelled)).isTrue();
    assertThat(failure.error()).isSameAs(first);
    assertThat(first.getSuppressed()).containsExactly(cancelled);
  }

  @Test
  void add_whereSuppressionIsOff_isNotShown() {
    Exception first = new Exception("first", null, false, false) {
      private static final long serialVersionUID = 1L;
    };

    assertThat(new FirstFailure(first).add(new Exception("later"))).isFalse();
  }
}
