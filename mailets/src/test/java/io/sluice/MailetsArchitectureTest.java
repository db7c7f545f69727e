package io.sluice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.sluice", importOptions = ImportOption.DoNotIncludeTests.class)
class MailetsArchitectureTest {
    private static final String[] MAIL_AND_NETWORK = {
        "org.apache.james..",
        "org.apache.mailet..",
        "javax.mail..",
        "com.sun.mail..",
        "java.net..",
        "javax.net..",
        "org.xbill.."
    };

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.sluice.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule LANES_AND_INCIDENTS_KNOW_NEITHER_JAMES_NOR_THE_NETWORK = noClasses()
            .that()
            .resideInAnyPackage("io.sluice.lane..", "io.sluice.incident..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(MAIL_AND_NETWORK)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule THE_OUTBOX_KNOWS_NEITHER_JAMES_NOR_THE_NETWORK = noClasses()
            .that()
            .resideInAPackage("io.sluice.outbox..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(MAIL_AND_NETWORK);

    @ArchTest
    static final ArchRule THE_OUTBOX_KNOWS_ONLY_THE_WORDS_OF_THE_REPLIES = noClasses()
            .that()
            .resideInAPackage("io.sluice.outbox..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.sluice.mailets..",
                    "io.sluice.delivery..",
                    "io.sluice.lane..",
                    "io.sluice.matchers..",
                    "io.sluice.microsoft..",
                    "io.sluice.webadmin..");
}
