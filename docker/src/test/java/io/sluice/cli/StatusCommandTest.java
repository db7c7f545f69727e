package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusCommandTest {
    private static final String OPEN =
            """
            {"lane":"default/business","state":"open","condition":"open","until":null,"cause":null,"accepted":120,
             "deferred":{"connection-limit":3},"failed":{"recipient-invalid":1},"expired":1,"ratePerSecond":1.5,"ready":4,
             "waiting":2,"held":0,"inFlight":1,"learned":{"ratePerSecond":20.0,"connections":5}}""";
    private static final String SUSPENDED =
            """
            {"lane":"default/consumer","state":"closed","condition":"suspended","until":"2026-11-22T04:12:30Z",
             "cause":"ip-reputation-rate-limit: 451 4.7.650 (S775)\\u001b[31m","accepted":7,"deferred":{"ip-reputation-throttle":9},
             "failed":{},"expired":0,"ratePerSecond":0.0,"ready":0,"waiting":893,"held":2,"inFlight":0,
             "learned":{"ratePerSecond":0.0083,"connections":1}}""";

    @TempDir
    Path directory;

    private StubServer server;

    @BeforeEach
    void start() throws IOException {
        server = new StubServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Run status(String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "status";
        arguments[1] = "--webadmin";
        arguments[2] = server.url();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return Run.with("", arguments);
    }

    @Test
    void showsLanesInTroubleFirstWithTheCauseAndEndsWithOne() {
        server.answer("/microsoft/lanes", 200, "[" + OPEN + "," + SUSPENDED + "]");

        Run run = status();

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lines().get(0)).endsWith("1 of 2 lanes closed, 902 mails are waiting or on their way");
        assertThat(run.lines().get(3)).matches("default/consumer +suspended +29.9/h +0.0/s +1 +0 +893 +2 +0 +7 +9 +0");
        assertThat(run.lines().get(4)).startsWith("    opens in 12m: ip-reputation-rate-limit: 451 4.7.650 (S775)");
        assertThat(run.lines().get(5)).matches("default/business +open +20.0/s +1.5/s +5 +4 +2 +0 +1 +120 +3 +2");
    }

    @Test
    void printsNothingThatATerminalObeys() {
        server.answer("/microsoft/lanes", 200, "[" + SUSPENDED + "]");

        assertThat(status().out()).doesNotContain("\u001b");
    }

    @Test
    void endsWithZeroWhenAllIsWell() {
        server.answer("/microsoft/lanes", 200, "[" + OPEN + "]");

        Run run = status();

        assertThat(run.code()).isZero();
        assertThat(run.lines().get(0)).endsWith("all lanes are open, 7 mails are waiting or on their way");
    }

    @Test
    void tellsWhatAHealthCheckComplainsAbout() {
        server.answer(
                "/healthcheck",
                503,
                "{\"status\":\"unhealthy\",\"checks\":[{\"componentName\":\"Sluice outbox\",\"status\":\"unhealthy\","
                        + "\"cause\":\"The disk is full\"},{\"componentName\":\"Guice\",\"status\":\"healthy\"}]}");

        Run run = status();

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lines()).contains("! Sluice outbox is unhealthy: The disk is full");
        assertThat(run.out()).doesNotContain("Guice");
    }

    @Test
    void writesJsonForScripts() {
        server.answer("/microsoft/lanes", 200, "[" + OPEN + "]");

        assertThat(status("--json").out())
                .startsWith("{\"health\":{\"status\":\"healthy\"")
                .contains("\"lane\":\"default/business\"");
    }

    @Test
    void sendsTheTokenOfAFile() throws IOException {
        Path token = Files.writeString(directory.resolve("token"), "abc.def\n");

        status("--token-file", token.toString());

        assertThat(server.asked()).isNotEmpty().allMatch(request -> request.endsWith("Bearer abc.def"));
    }

    @Test
    void refusesATokenThatWouldAddAHeader() throws IOException {
        Path token = Files.writeString(directory.resolve("token"), "abc\r\nX-Other: 1");

        Run run = status("--token-file", token.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("does not hold a token");
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void asksForATokenWhereTheServerWantsOne() {
        server.answer("/microsoft/lanes", 401, "");

        Run run = status();

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--token-file");
    }

    @Test
    void namesTheLineThatAServerWithoutTheRoutesLacks() {
        server.answer("/microsoft/lanes", 404, "{}");

        assertThat(status().err()).contains("extensions.routes=");
    }

    @Test
    void saysThatNobodyAnswers() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        Run run = Run.with("", "status", "--webadmin", "http://127.0.0.1:" + port);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("is the server running");
    }

    @Test
    void saysThatSomethingElseAnswers() {
        server.answer("/microsoft/lanes", 200, "<html>");

        assertThat(status().err()).contains("is this James's WebAdmin?");
    }

    @Test
    void refusesAnAddressThatIsNoUrl() {
        assertThat(Run.with("", "status", "--webadmin", "localhost:8000").err()).contains("http://127.0.0.1:8000");
    }

    @Test
    void topShowsTheLanesAsOftenAsAskedFor() {
        server.answer("/microsoft/lanes", 200, "[" + OPEN + "]");

        Run run = Run.with("", "top", "--webadmin", server.url(), "--count", "1");

        assertThat(run.code()).isZero();
        assertThat(run.lines().get(0)).startsWith("2026-11-22T04:00:00Z  ");
        assertThat(run.out()).contains("default/business").doesNotContain("\u001b");
    }

    @Test
    void topClearsATerminal() {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();

        Run run = Run.into(
                out,
                "",
                new Environment.Terminal(false, true, false),
                "top",
                "--webadmin",
                server.url(),
                "--count",
                "1");

        assertThat(run.out()).startsWith("\u001b[H\u001b[2J2026-11-22");
    }

    @Test
    void topGoesOnWhenTheServerIsAwayForAWhile() throws Exception {
        server.answer("/microsoft/lanes", 200, "[" + OPEN + "]");
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        Environment environment = new Environment(
                java.io.InputStream.nullInputStream(),
                out,
                System.err,
                java.time.InstantSource.fixed(java.time.Instant.parse("2026-11-22T04:00:00Z")),
                java.time.ZoneOffset.UTC,
                Environment.Terminal.NONE);
        TopCommand top =
                new TopCommand(environment, time -> server.answer("/microsoft/lanes", 503, "{\"message\":\"full\"}"));
        picocli.CommandLine line = new picocli.CommandLine(top);

        int code = line.execute("--webadmin", server.url(), "--count", "2");

        assertThat(code).isZero();
        assertThat(out.toString(java.nio.charset.StandardCharsets.UTF_8))
                .contains("default/business")
                .contains("503: full");
    }

    @Test
    void topRefusesAnIntervalOfNothing() {
        assertThat(Run.with("", "top", "--webadmin", server.url(), "--interval", "0")
                        .err())
                .contains("--interval is a number of seconds from 1 to 3600, not 0");
    }
}
