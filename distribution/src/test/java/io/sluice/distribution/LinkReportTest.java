package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles a plug-in against one release of an API and links it against another. */
class LinkReportTest {
    private static final String API =
            """
            package api;
            public class Api {
                public static final Object FIELD = new Object();
                public interface Plugin { void run(Api api); }
                public String method(int count) { return ""; }
            }
            """;
    private static final String PLUGIN =
            """
            package plugin;
            public class Use implements api.Api.Plugin {
                public void run(api.Api given) {
                    given.method(1);
                    Object field = api.Api.FIELD;
                    Runnable later = () -> given.hashCode();
                }
            }
            """;

    @TempDir
    Path directory;

    @Test
    void findsNothingWrongWithTheSameRelease() {
        assertThat(linkedAgainst(API).broken()).isEmpty();
    }

    @Test
    void findsAMethodWithOtherParameters() {
        assertThat(linkedAgainst(API.replace("int count", "long count")).broken())
                .containsExactly("plugin/Use uses api/Api.method(I)Ljava/lang/String;: there is no such member");
    }

    @Test
    void findsAMethodThatIsNotPublicAnyMore() {
        assertThat(linkedAgainst(API.replace("public String", "String")).broken())
                .containsExactly("plugin/Use uses api/Api.method(I)Ljava/lang/String;: it is not visible");
    }

    @Test
    void findsAMethodThatBecameStatic() {
        assertThat(linkedAgainst(API.replace("public String", "public static String"))
                        .broken())
                .containsExactly("plugin/Use uses api/Api.method(I)Ljava/lang/String;: static or not has changed");
    }

    @Test
    void findsAFieldOfAnotherType() {
        assertThat(linkedAgainst(API.replace("final Object FIELD = new Object()", "final String FIELD = \"\""))
                        .broken())
                .containsExactly("plugin/Use uses api/Api.FIELD Ljava/lang/Object;: there is no such member");
    }

    @Test
    void findsAMethodThatTheInterfaceAskedForLater() {
        assertThat(linkedAgainst(API.replace("Plugin { ", "Plugin { void stop(); "))
                        .broken())
                .containsExactly("plugin/Use uses api/Api$Plugin.stop()V: it is not implemented");
    }

    @Test
    void acceptsAMethodThatMovedToASuperclass() {
        String moved = "package api; class Base { public String method(int count) { return \"\"; } }";
        String api = API.replace("class Api", "class Api extends Base").replaceAll("public String method.*\n", "");

        assertThat(linkedAgainst(api, moved).broken()).isEmpty();
    }

    @Test
    void findsAClassThatIsGone() {
        assertThat(linkedAgainst("package api; public class Other {}").broken())
                .contains("plugin/Use uses api/Api: there is no such class");
    }

    @Test
    void doesNotJudgeAClassThatCannotBeHadHere() {
        bundle();
        jar("platform", List.of("package other; public class Other {}"), List.of());

        LinkReport report = LinkReport.of(
                directory.resolve("bundle"), directory.resolve("platform"), name -> name.startsWith("api/"));

        assertThat(report.broken()).isEmpty();
        assertThat(report.unverified()).contains("plugin/Use uses api/Api: there is no such class");
    }

    @Test
    void aClassInBundleAndPlatformIsAClash() {
        bundle();
        jar("platform", List.of(PLUGIN), List.of(directory.resolve("api/api.jar")));

        assertThat(Clashes.between(directory.resolve("bundle"), directory.resolve("platform")))
                .containsExactly("plugin/Use is in bundle.jar and in platform.jar");
    }

    private LinkReport linkedAgainst(String... platform) {
        bundle();
        jar("platform", List.of(platform), List.of());
        return LinkReport.of(directory.resolve("bundle"), directory.resolve("platform"), name -> false);
    }

    private void bundle() {
        jar("api", List.of(API), List.of());
        jar("bundle", List.of(PLUGIN), List.of(directory.resolve("api/api.jar")));
    }

    private void jar(String name, List<String> sources, List<Path> classPath) {
        Path classes = directory.resolve(name + "-classes");
        Path folder = directory.resolve(name);
        try {
            Files.createDirectories(classes);
            Files.createDirectories(folder);
            compile(sources, classPath, classes);
            pack(classes, folder.resolve(name + ".jar"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void compile(List<String> sources, List<Path> classPath, Path target) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<String> options = List.of(
                "-d",
                target.toString(),
                "-cp",
                String.join(":", classPath.stream().map(Path::toString).toList()));
        List<JavaFileObject> files =
                sources.stream().map(LinkReportTest::source).toList();
        boolean compiled =
                compiler.getTask(messages, null, null, options, null, files).call();
        assertThat(compiled).as(messages.toString()).isTrue();
    }

    private static JavaFileObject source(String text) {
        String name = text.replaceAll("(?s).*?(class|interface) (\\w+).*", "$2");
        return new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> files = Files.walk(classes)) {
            for (Path path : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(path).toString()));
                Files.copy(path, out);
            }
        }
    }
}
