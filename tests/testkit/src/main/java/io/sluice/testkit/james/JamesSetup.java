package io.sluice.testkit.james;

import io.sluice.testkit.dns.DnsResponder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * How a server is to start: on ephemeral ports of 127.0.0.1, in a directory of its own that vanishes with it, with the
 * configuration of the assembly, changed as told.
 */
public final class JamesSetup {

    private final Path assembly;
    private final List<Consumer<Configuration>> changes = new ArrayList<>();
    private final List<Path> jars = new ArrayList<>();
    private final Map<String, String> systemProperties = new LinkedHashMap<>();
    private final List<String> moreJvmOptions = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private List<String> jvmOptions = List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    private OptionalInt deliveryPort = OptionalInt.empty();
    private boolean extensions = true;
    private boolean archive = true;
    private Path home;

    JamesSetup(Path assembly) {
        this.assembly = assembly;
        system("sluice.bind", "127.0.0.1");
        system("sluice.smtp.port", "0");
        system("sluice.webadmin.port", "0");
    }

    /** Asks this DNS server, and no other. */
    public JamesSetup dns(DnsResponder responder) {
        system("sluice.dns.autodiscover", "false");
        return system("sluice.dns.server", responder.address().getHostAddress() + ":" + responder.port());
    }

    /**
     * Delivers to this port of MX hosts instead of 25. Holds for every mailet whose class ends with
     * {@code RemoteDelivery}, unless the configuration gives it a {@code mail.smtp.port}.
     */
    public JamesSetup deliveringTo(int port) {
        deliveryPort = OptionalInt.of(port);
        return this;
    }

    /** Changes the configuration. Changes are made in the order in which they are told. */
    public JamesSetup configure(Consumer<Configuration> change) {
        changes.add(change);
        return this;
    }

    /** Sets a parameter of a mailet, see {@link Configuration#mailet}. */
    public JamesSetup mailet(String mailet, String parameter, String value) {
        return configure(configuration -> configuration.mailet(mailet, parameter, value));
    }

    /** Sets a key of {@code sluice.properties}. */
    public JamesSetup sluice(String key, String value) {
        return configure(configuration -> configuration.sluice(key, value));
    }

    /**
     * Lanes begin fast and stay fast, whatever the receivers say: for tests that are not about what lanes learn, and that
     * refuse more mail than a lane would bear.
     */
    public JamesSetup withFastLanes() {
        for (String kind : List.of("consumer", "business")) {
            for (String rate : List.of("rate", "connection-rate", "gate-rate")) {
                sluice("lane." + kind + "." + rate + ".ceiling", "1000/s");
                sluice("lane." + kind + "." + rate + ".start", "1000/s");
                sluice("lane." + kind + "." + rate + ".floor", "100/s");
            }
        }
        return sluice("control.budget-reserve", "10000").sluice("control.budget-regain", "1 s");
    }

    /** Sets a system property of the server. */
    public JamesSetup system(String key, String value) {
        systemProperties.put(key, value);
        return this;
    }

    /** Runs the JVM with these options instead of those that make it start fast. */
    public JamesSetup jvm(String... options) {
        jvmOptions = List.of(options);
        return withoutArchive();
    }

    /** Loads classes from the jars of the assembly only. */
    JamesSetup withoutArchive() {
        archive = false;
        return this;
    }

    /** Runs the JVM with one more option. */
    public JamesSetup jvmOption(String option) {
        moreJvmOptions.add(option);
        return this;
    }

    /** Sets a variable of the server's environment. */
    public JamesSetup environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Drops in another jar, such as mailets of a test. */
    public JamesSetup extension(Path jar) {
        jars.add(jar);
        return this;
    }

    /** Drops in nothing of what the assembly brings: a stock James, if the configuration names nothing of it either. */
    public JamesSetup withoutExtensions() {
        extensions = false;
        return configure(configuration -> configuration.without("extensions.properties"));
    }

    /** Uses this directory, which is kept. What is in its {@code conf} is not overwritten, but changed as told. */
    public JamesSetup home(Path directory) {
        home = directory;
        return this;
    }

    /**
     * Starts the server and waits until it takes mail.
     *
     * @throws StartFailed when it does not start.
     */
    public JamesServer start() {
        JamesHome prepared = home == null ? JamesHome.temporary(assembly) : JamesHome.at(home, assembly);
        JamesServer server = new JamesServer(prepared, command(prepared), environment);
        try {
            dropIn(prepared);
            changes.forEach(change -> change.accept(server.configuration()));
            deliveryPort.ifPresent(port -> server.configuration().deliveryPort(port));
            server.start();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private void dropIn(JamesHome prepared) {
        try {
            if (!extensions) {
                prepared.removeExtensions();
            }
            for (Path jar : jars) {
                prepared.addExtension(jar);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> command(JamesHome prepared) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        if (archive) {
            command.addAll(ServerArchive.options(assembly));
        }
        command.addAll(moreJvmOptions);
        command.add("-Dworking.directory=" + prepared.directory());
        command.add("-Dlogback.configurationFile=" + prepared.conf().resolve("logback.xml"));
        command.add("-Djava.io.tmpdir=" + prepared.temporaryFiles());
        systemProperties.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.add("-cp");
        command.add(assembly.resolve("lib") + "/*");
        command.add("io.sluice.server.SluiceServerMain");
        return command;
    }
}
