package dev.meanwhile.async.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A JUnit test that is run over many schedules, each time as the main task of a new loop on
/// virtual time: [Simulation#explore] as an annotation.
///
/// ```java
/// final class AccountTest {
///   private final Account account = new Account(100);
///
///   @SimulatedTest(runs = 1_000)
///   void withdraw_twiceAtOnce_paysOnce() {
///     var first = createTask(() -> account.withdraw(100));
///     var second = createTask(() -> account.withdraw(100));
///     await(gatherSettled(first, second));
///     assertEquals(0, account.balance());
///   }
/// }
/// ```
///
/// Each run has a test instance of its own, with its `@BeforeEach` and `@AfterEach` methods
/// called in the simulation, so that fields start anew. Other extensions see the one instance
/// that JUnit has made, which is not used. The class needs a constructor without parameters. The
/// method may have parameters of the types `EventLoop` and `RandomGenerator`, which are the
/// run's own, and others that JUnit resolves, which all runs share; so may the methods around
/// it have the first two.
///
/// A failure is a [SimulationFailure], whose message ends with the annotation that repeats it.
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Test
@ExtendWith(SimulatedTestExtension.class)
public @interface SimulatedTest {
  /// How many runs there are at most, fewer if [#within] is over first. By default 100, and all
  /// of [Policy#EXHAUSTIVE] and [Policy#CANCEL_EVERYWHERE], which have an end.
  int runs() default 0;

  /// How schedules are chosen.
  Policy policy() default Policy.RANDOM;

  /// What the schedules are made from: the same ones in each build.
  long seed() default 1;

  /// The depth of [Policy#PCT], and the number of deviations of [Policy#EXHAUSTIVE].
  int depth() default 3;

  /// The real time after which no new run begins, such as `PT10S`; no limit by default.
  String within() default "";

  /// The schedule or the seed that a [SimulationFailure] told: then that is run, and nothing
  /// else.
  String replay() default "";

  /// The ways to choose schedules.
  enum Policy {
    /// First in, first out: one run, as in a program.
    FIFO,
    /// See [Exploration#random].
    RANDOM,
    /// See [Exploration#pct].
    PCT,
    /// See [Exploration#pos].
    POS,
    /// See [Exploration#exhaustive].
    EXHAUSTIVE,
    /// See [Exploration#cancelEverywhere].
    CANCEL_EVERYWHERE
  }
}
