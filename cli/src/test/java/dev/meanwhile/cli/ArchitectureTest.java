package dev.meanwhile.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/// What the modules may know of each other, and what only some classes may do.
final class ArchitectureTest {
  private static final JavaClasses MAIN = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackages("dev.meanwhile");
  private static final JavaClasses TESTS = new ClassFileImporter()
      .withImportOption(new ImportOption.OnlyIncludeTests())
      .importPackages("dev.meanwhile");

  @Test
  void layers_dependOnlyDownwards() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("dev.meanwhile..")
        .layer("async")
        .definedBy("dev.meanwhile.async")
        .layer("http")
        .definedBy("dev.meanwhile.http..")
        .layer("feed")
        .definedBy("dev.meanwhile.feed..")
        .layer("scrape")
        .definedBy("dev.meanwhile.scrape..")
        .layer("news")
        .definedBy("dev.meanwhile.news..")
        .layer("examples")
        .definedBy("dev.meanwhile.examples..")
        .layer("cli")
        .definedBy("dev.meanwhile.cli..")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("examples")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("news")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("scrape")
        .mayOnlyBeAccessedByLayers("news", "cli")
        .whereLayer("feed")
        .mayOnlyBeAccessedByLayers("scrape", "news", "cli")
        .whereLayer("http")
        .mayOnlyBeAccessedByLayers("scrape", "news", "examples", "cli")
        .check(MAIN);
  }

  @Test
  void feed_knowsNoLoopAndNoNetwork() {
    noClasses()
        .that()
        .resideInAPackage("dev.meanwhile.feed..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.meanwhile.async..", "dev.meanwhile.http..", "java.net.http..")
        .check(MAIN);
  }

  @Test
  void testKits_areUsedByTestsOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.meanwhile.async.test..", "dev.meanwhile.http.test..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.meanwhile.async.test..", "dev.meanwhile.http.test..")
        .check(MAIN);
    classes()
        .that()
        .resideInAPackage("dev.meanwhile.http.test..")
        .should()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackages(
            "dev.meanwhile.feed..", "dev.meanwhile.scrape..", "dev.meanwhile.news..")
        .check(MAIN);
  }

  @Test
  void packages_haveNoCycles() {
    slices().matching("dev.meanwhile.(**)").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void realTime_isReadByTheClocksOnly() {
    DescribedPredicate<JavaClass> mayKnowTheTime = simpleName("SystemClock")
        .or(simpleName("LoopClock"))
        // Commands that need no loop.
        .or(simpleName("Wallclock"))
        // The listing that blocks, on purpose.
        .or(DescribedPredicate.describe(
            "Pause", type -> type.getName().startsWith("dev.meanwhile.examples.Pause")));
    noClasses()
        .that(DescribedPredicate.not(mayKnowTheTime))
        .should(callMethod(System.class, "nanoTime")
            .or(callMethod(System.class, "currentTimeMillis"))
            .or(callMethod(Instant.class, "now"))
            .or(callMethod(Thread.class, "sleep", long.class))
            .or(callMethod(Thread.class, "sleep", java.time.Duration.class)))
        .check(MAIN);
  }

  @Test
  void standardStreams_areWrittenByProgramsOnly() {
    noClasses()
        .that(DescribedPredicate.not(resideInAPackage("dev.meanwhile.cli..")
            .or(resideInAPackage("dev.meanwhile.examples.."))))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(MAIN);
  }

  @Test
  void threads_areMadeWhereTheyAreMeantToBe() {
    DescribedPredicate<JavaClass> mayMakeThreads = resideInAPackage("dev.meanwhile.async..")
        // The JVM's own hook for Ctrl-C is a thread.
        .or(simpleName("Interrupts"))
        // SQLite works in native code, which would hold the carrier of a virtual one.
        .or(DescribedPredicate.describe(
            "the store's writer",
            type -> type.getName().equals("dev.meanwhile.news.store.Writer")));
    noClasses()
        .that(DescribedPredicate.not(mayMakeThreads))
        .should()
        .callConstructorWhere(DescribedPredicate.describe(
            "the target is a thread or a pool",
            call -> call.getTargetOwner().isAssignableTo(Thread.class)
                || call.getTargetOwner().isAssignableTo(ThreadPoolExecutor.class)))
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Executors.class)
        .check(MAIN);
  }

  /// Forem guarded embedded pages but not feeds; Miniflux' image proxy had a way out of its own
  /// (CVE-2026-21885). Here whatever is fetched goes through a session and its guard.
  @Test
  void foremFeedsAndMinifluxImages_nothingIsFetchedPastTheSession() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.meanwhile.http..", "dev.meanwhile.async..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.net.http..", "org.apache.hc..", "java.nio.channels..", "javax.net..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(
            java.net.URL.class,
            java.net.URLConnection.class,
            java.net.Socket.class,
            java.net.DatagramSocket.class,
            org.jsoup.Connection.class)
        .orShould()
        .callMethod(org.jsoup.Jsoup.class, "connect", String.class)
        .check(MAIN);
  }

  @Test
  void publicClasses_areNotForExtension() {
    classes()
        .that()
        .arePublic()
        .and()
        .areNotInterfaces()
        .should(beFinalOrSealed())
        .check(MAIN);
  }

  @Test
  void tests_areNeverDisabled() {
    noClasses().should().beAnnotatedWith(Disabled.class).check(TESTS);
    com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods()
        .should()
        .beAnnotatedWith(Disabled.class)
        .check(TESTS);
  }

  private static ArchCondition<JavaClass> beFinalOrSealed() {
    return new ArchCondition<>("be final, abstract or sealed") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean isClosed = type.getModifiers().contains(JavaModifier.FINAL)
            || type.getModifiers().contains(JavaModifier.ABSTRACT)
            || type.isEnum()
            || type.reflect().isSealed();
        events.add(
            new SimpleConditionEvent(type, isClosed, type.getName() + " is open for extension"));
      }
    };
  }
}
