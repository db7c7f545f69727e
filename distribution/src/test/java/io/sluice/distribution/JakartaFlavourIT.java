package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;

/** Proves, as far as Maven Central allows, that the jars for James 3.9 fit James 3.9. */
class JakartaFlavourIT {
    private static final Path FLAVOUR = Path.of(System.getProperty("sluice.flavour.jakarta"));
    private static final Path JAMES = Path.of(System.getProperty("sluice.james.jakarta"));

    /**
     * Packages of James 3.9.0 that are in artifacts which Maven Central does not have: a reference there is believed.
     * And GraalVM's, which the database driver offers itself to and which no Java virtual machine has.
     */
    private static final List<String> UNAVAILABLE = List.of(
            "org/apache/james/protocols/",
            "org/apache/james/smtpserver/",
            "org/apache/james/transport/mailets/",
            "org/apache/james/transport/util/",
            "org/apache/james/webadmin/",
            "org/graalvm/nativeimage/");

    @Test
    void linksAgainstJames() {
        LinkReport report = LinkReport.of(FLAVOUR, JAMES, JakartaFlavourIT::isUnavailable);

        System.out.printf(
                "3.9 flavour: %d references checked, %d not verifiable%n",
                report.checked(), report.unverified().size());
        new TreeSet<>(report.unverified()).forEach(fault -> System.out.println("  not verified: " + fault));
        assertThat(report.broken()).isEmpty();
        assertThat(report.checked()).isPositive();
    }

    @Test
    void namesNoClassOfTheOldPackages() {
        ClassPath flavour = ClassPath.ofFolders(FLAVOUR);

        assertThat(flavour.names())
                .filteredOn(name -> name.startsWith("io/sluice/"))
                .isNotEmpty()
                .flatMap(name -> References.of(flavour.find(name).orElseThrow()))
                .extracting(Reference::owner)
                .noneMatch(owner -> owner.startsWith("javax/mail/")
                        || owner.startsWith("javax/inject/")
                        || owner.startsWith("com/sun/mail/"));
    }

    @Test
    void bringsNoClassThatJamesHas() {
        assertThat(Clashes.between(FLAVOUR, JAMES)).isEmpty();
    }

    @Test
    void hasTheSameClassesAsTheOtherFlavour() {
        Path javax = Path.of(System.getProperty("sluice.flavour.javax"));

        assertThat(ClassPath.ofFolders(FLAVOUR).names())
                .isEqualTo(ClassPath.ofFolders(javax).names());
    }

    @Test
    void loadsOnTheJavaThatJamesNeeds() throws Exception {
        Optional<Path> java = JavaFinder.find(21);
        System.out.println(java.map(found -> "3.9 flavour: loading its classes with " + found)
                .orElse("3.9 flavour: loading its classes is SKIPPED, no JDK 21 or newer is installed here"));
        assumeTrue(java.isPresent(), "no JDK 21 or newer is installed");

        Process process = new ProcessBuilder(
                        java.get().toString(),
                        "-cp",
                        String.join(
                                File.pathSeparator,
                                codeOf(LoadClasses.class),
                                codeOf(ClassPath.class),
                                codeOf(ClassNode.class),
                                codeOf(ClassReader.class),
                                FLAVOUR + "/*",
                                JAMES + "/*"),
                        LoadClasses.class.getName(),
                        FLAVOUR.toString(),
                        String.join(",", UNAVAILABLE))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        System.out.print(output);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static String codeOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }

    private static boolean isUnavailable(String className) {
        return UNAVAILABLE.stream().anyMatch(className::startsWith);
    }
}
