package io.sluice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Matchers recognise, mailets act; what is pure stays pure. */
@AnalyzeClasses(packages = "io.sluice", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule repliesKnowNeitherJamesNorTheNetwork = noClasses()
            .that()
            .resideInAPackage("io.sluice.reply..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.james..",
                    "org.apache.mailet..",
                    "javax.mail..",
                    "com.sun.mail..",
                    "java.net..",
                    "java.nio.channels..",
                    "org.xbill.DNS..",
                    "io.sluice.matchers..",
                    "io.sluice.microsoft..");

    @ArchTest
    static final ArchRule matchersKnowNoMailets = noClasses()
            .that()
            .resideInAnyPackage("io.sluice.matchers..", "io.sluice.microsoft..", "io.sluice.reply..", "io.sluice.dsn..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.sluice.mailets..", "io.sluice.lane..", "io.sluice.outbox..", "io.sluice.delivery..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.sluice.(*)..").should().beFreeOfCycles();
}
