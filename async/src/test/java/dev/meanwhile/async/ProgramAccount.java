package dev.meanwhile.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// The account of a [RandomProgram]: what was begun, thrown, opened and handed out, and what
/// became of it.
final class ProgramAccount {
  private static final VarHandle IS_SEEN = isSeen();

  private final List<Task<?>> tasks = new ArrayList<>();
  private final Set<Task<?>> looked = identitySet();
  private final List<Task<List<Outcome<Integer>>>> settled = new ArrayList<>();
  private final List<Resource> resources = new ArrayList<>();
  private final Set<Throwable> thrown = identitySet();
  private final Set<Throwable> shown = identitySet();
  private final List<Throwable> surprises = new ArrayList<>();
  private int begun;
  private int ended;

  void begin() {
    begun++;
  }

  void end() {
    ended++;
  }

  /// Whether no body runs or waits.
  boolean isQuiet() {
    return begun == ended;
  }

  int begun() {
    return begun;
  }

  /// A failure that was planned: somebody must be shown it.
  Planned newFailure() {
    Planned failure = new Planned(thrown.size() + 1);
    thrown.add(failure);
    return failure;
  }

  /// Something to be closed, once, whoever gets it or does not.
  Resource open() {
    Resource resource = new Resource();
    resources.add(resource);
    return resource;
  }

  <T extends @Nullable Object> Task<T> note(Task<T> task) {
    tasks.add(task);
    return task;
  }

  List<Task<?>> tasks() {
    return tasks;
  }

  void noteSettled(Task<List<Outcome<Integer>>> all) {
    note(all);
    settled.add(all);
  }

  /// Notes all that can be seen through `error`: by now, since an error that several tasks share
  /// may have got more under it since it was shown first.
  void show(Throwable error) {
    Set<Throwable> seen = identitySet();
    collect(error, seen);
    shown.addAll(seen);
  }

  /// Somebody was shown how `task` ended: it must not be reported too.
  void lookedAt(Task<?> task) {
    looked.add(task);
  }

  /// What must not happen. It is noted rather than thrown: a task's failure may go unnoticed.
  void surprise(Throwable failure) {
    surprises.add(failure);
  }

  void expect(boolean holds, String what) {
    if (!holds) {
      surprise(new AssertionError(what));
    }
  }

  static boolean isExpected(Throwable failure) {
    return failure instanceof Planned
        || failure instanceof TimedOutException
        || failure instanceof CancelledError;
  }

  /// Checks the account of a program whose loop is closed, with the reports that there were.
  void checkBalance(List<LoopReport> reports) {
    assertThat(surprises).as("what must not happen").isEmpty();
    assertThat(reports).as("reports").allMatch(ProgramAccount::isExpected);
    assertThat(ended).as("bodies that ended").isEqualTo(begun);
    assertThat(resources).as("each is closed once").allMatch(resource -> resource.closed == 1);
    tasks.forEach(ProgramAccount::checkEnding);
    tasks.forEach(task -> checkSeenOnce(task, reports));
    checkNothingDisappeared(reports);
  }

  private static boolean isExpected(LoopReport report) {
    Throwable error = report.error();
    return report.kind() == LoopReport.Kind.UNSEEN_FAILURE && error != null && isExpected(error);
  }

  /// A task that ended by a cancellation which did not reach it has failed.
  private static void checkEnding(Task<?> task) {
    assertThat(task.isDone()).as("%s is done", task).isTrue();
    assertThat(!task.isCancelled() || task.ownScope().isCancelled())
        .as("%s was cancelled itself", task)
        .isTrue();
  }

  private void checkSeenOnce(Task<?> task, List<LoopReport> reports) {
    if (task.givenName() != null) {
      return; // several may have that name, and reports tell them only by it
    }
    long times = reports.stream()
        .filter(report -> report.message().startsWith(task.label() + " failed"))
        .count();
    boolean isForReport = task.state() == Future.State.FAILED && !(boolean) IS_SEEN.get(task);
    assertThat(times).as("reports of " + task).isEqualTo(isForReport ? 1 : 0);
    assertThat(times > 0 && looked.contains(task)).as("both seen and reported").isFalse();
  }

  private void checkNothingDisappeared(List<LoopReport> reports) {
    for (LoopReport report : reports) {
      Throwable error = report.error();
      if (error != null) {
        show(error);
      }
    }
    showSettled();
    Set<Throwable> lost = identitySet();
    lost.addAll(thrown);
    lost.removeAll(shown);
    assertThat(lost).as("failures that disappeared").isEmpty();
  }

  /// A gather has looked at the failures that it gives, whether or not somebody looks at its
  /// list.
  private void showSettled() {
    for (Task<List<Outcome<Integer>>> all : settled) {
      if (all.state() == Future.State.SUCCESS) {
        for (Outcome<Integer> outcome : all.resultNow()) {
          if (outcome instanceof Outcome.Failure<Integer>(var error)) {
            show(error);
          }
        }
      }
    }
  }

  private static void collect(Throwable error, Set<Throwable> into) {
    for (Throwable at = error; at != null && into.add(at); at = at.getCause()) {
      for (Throwable suppressed : at.getSuppressed()) {
        collect(suppressed, into);
      }
    }
  }

  private static <E> Set<E> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  private static VarHandle isSeen() {
    try {
      return MethodHandles.privateLookupIn(Completion.class, MethodHandles.lookup())
          .findVarHandle(Completion.class, "isSeen", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /// A failure that the program throws on purpose.
  static final class Planned extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Planned(int number) {
      super("planned failure " + number);
    }
  }

  /// Something that must be closed once.
  static final class Resource implements AutoCloseable {
    private int closed;

    @Override
    public void close() {
      closed++;
    }

    @Override
    public String toString() {
      return "Resource[closed " + closed + " times]";
    }
  }
}
