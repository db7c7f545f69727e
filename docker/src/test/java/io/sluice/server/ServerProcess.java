package io.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The assembled server, started from its folder as run.sh does, on free ports and with a configuration of the test. */
final class ServerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Path SERVER = Path.of(System.getProperty("sluice.server.directory"));

    private final Path home;
    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();

    private ServerProcess(Path home, Process process) {
        this.home = home;
        this.process = process;
    }

    private static void without(String key, Path properties) throws IOException {
        List<String> own = Files.readAllLines(properties).stream()
                .filter(line -> !line.startsWith(key + "="))
                .toList();
        Files.write(properties, own);
    }

    /** Copies the shipped configuration, without the extensions, and puts a mail pipeline of the test in. */
    static void prepare(Path home, String transport) throws IOException {
        Path conf = Files.createDirectories(home.resolve("conf"));
        try (Stream<Path> files = Files.list(SERVER.resolve("conf"))) {
            for (Path file : files.toList()) {
                Files.copy(file, conf.resolve(file.getFileName()));
            }
        }
        Files.delete(conf.resolve("extensions.properties"));
        without("extensions.routes", conf.resolve("webadmin.properties"));
        without("additional.healthchecks", conf.resolve("healthcheck.properties"));
        Path smtp = conf.resolve("smtpserver.xml");
        Files.writeString(
                smtp, Files.readString(smtp).replaceAll("(?s)<handler class=\"io\\.sluice\\.[^>]*>.*?</handler>", ""));
        Files.writeString(
                conf.resolve("mailetcontainer.xml"),
                """
                <mailetcontainer enableJmx="false">
                  <context><postmaster>postmaster</postmaster></context>
                  <spooler><threads>4</threads><errorRepository>file://var/mail/error/</errorRepository></spooler>
                  <processors>
                    <processor state="root">
                      <mailet match="All" class="ToProcessor"><processor>transport</processor></mailet>
                    </processor>
                    <processor state="error"><mailet match="All" class="Null"/></processor>
                    <processor state="transport">
                      <mailet match="All" class="RemoveMimeHeader"><name>bcc</name></mailet>
                      %s
                    </processor>
                  </processors>
                </mailetcontainer>
                """
                        .formatted(transport));
    }

    static ServerProcess start(Path home) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-Dworking.directory=" + home,
                "-Dlogback.configurationFile=" + home.resolve("conf/logback.xml"),
                "-Dsluice.smtp.port=0",
                "-Dsluice.webadmin.port=0",
                "-cp",
                SERVER.resolve("lib") + "/*",
                SluiceServerMain.class.getName());
        Process process = new ProcessBuilder(command)
                .redirectOutput(home.resolve("out.txt").toFile())
                .redirectError(home.resolve("err.txt").toFile())
                .start();
        return new ServerProcess(home, process);
    }

    ServerProcess awaitUp() {
        await().atMost(PATIENCE).until(() -> !process.isAlive() || isUp());
        assertThat(process.isAlive()).as(errors()).isTrue();
        return this;
    }

    /** A killed server leaves its file behind; the process id tells whose it is. */
    private boolean isUp() throws IOException {
        return Files.exists(portsFile()) && ports().getProperty("pid").equals(Long.toString(process.pid()));
    }

    int awaitExit() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    void kill() {
        close();
    }

    void terminate() {
        process.destroy();
    }

    Path portsFile() {
        return home.resolve("run/ports.properties");
    }

    String errors() {
        return read("err.txt");
    }

    /** Submits a number of mails in one SMTP session. */
    void submit(int mails, String recipient) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port("smtp"));
                BufferedReader replies =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            expect(replies, "220");
            say(socket, replies, "HELO test", "250");
            for (int i = 0; i < mails; i++) {
                say(socket, replies, "MAIL FROM:<sender@localhost>", "250");
                say(socket, replies, "RCPT TO:<" + recipient + ">", "250");
                say(socket, replies, "DATA", "354");
                say(socket, replies, "Subject: test\r\n\r\nBody\r\n.", "250");
            }
            say(socket, replies, "QUIT", "221");
        }
    }

    String get(String path) {
        try {
            URI uri = URI.create("http://127.0.0.1:" + port("webadmin") + path);
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void say(Socket socket, BufferedReader replies, String command, String reply) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
        expect(replies, reply);
    }

    private static void expect(BufferedReader replies, String code) throws IOException {
        assertThat(replies.readLine()).startsWith(code);
    }

    private int port(String name) throws IOException {
        return Integer.parseInt(ports().getProperty(name));
    }

    private Properties ports() throws IOException {
        Properties ports = new Properties();
        try (Reader reader = Files.newBufferedReader(portsFile())) {
            ports.load(reader);
        }
        return ports;
    }

    private String read(String file) {
        try {
            return Files.readString(home.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly()
                .onExit()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
