package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.dns.DnsResponder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReportCommandTest {
    private static final String QUIET =
            """
            {"start":"2026-11-22T02:00:00Z","attempts":100,"accepted":100,"deferred":{},"failed":{},"expired":0,
             "regions":{},"acceptSecondsHalf":0.4,"acceptSecondsMost":1.25,"levels":null}""";
    private static final String TROUBLED =
            """
            {"start":"2026-11-22T03:00:00Z","attempts":30,"accepted":10,"deferred":{"ip-reputation-throttle":20},
             "failed":{},"expired":0,"regions":{"nam":20},"acceptSecondsHalf":65,"acceptSecondsMost":700,
             "levels":{"ratePerSecond":0.5,"ready":3,"waiting":40,"held":1}}""";
    private static final String SERIES =
            """
            {"stepSeconds":3600,"lanes":["default/consumer"],
             "total":{"start":"2026-11-22T02:00:00Z","attempts":130,"accepted":110,"deferred":{"ip-reputation-throttle":20},
              "failed":{},"expired":0,"regions":{"nam":20},"acceptSecondsHalf":0.5,"acceptSecondsMost":600,"levels":null},
             "steps":[%s,%s]}"""
                    .formatted(QUIET, TROUBLED);
    private static final String REPLY =
            "451 4.7.650 The mail server [192.0.2.7] has been temporarily rate limited due to IP reputation. (S775)";

    private StubServer server;

    @BeforeEach
    void start() throws IOException {
        server = new StubServer();
        server.answer("/microsoft/history", 200, SERIES);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Run report(String... more) {
        List<String> arguments = new ArrayList<>(List.of("report", "--webadmin", server.url()));
        arguments.addAll(List.of(more));
        return Run.with("", arguments.toArray(String[]::new));
    }

    private static String refusal(int number, String time, String reply, String mxId) {
        return """
                {"number":%d,"time":"%s","outcome":"deferred","entry":1,"lane":"default/consumer","domain":"hotmail.com",
                 "tenant":"","senderDomain":"example.org","class":"ip-reputation-throttle","rule":"ip-reputation-rate-limit",
                 "reply":"%s","stage":"mail","host":"hotmail-com.olc.protection.outlook.com","ip":"127.0.0.9","region":"nam",
                 "mxId":"%s"}"""
                .formatted(number, time, reply, mxId);
    }

    @Test
    void sumsUpADayForPeople() {
        Run run = report();

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.lines())
                .contains("Mail to Microsoft from 2026-11-22 02:00 to 2026-11-22 04:00 UTC")
                .anyMatch(line -> line.matches("default/consumer +110 +20 +0 +0 +0.5s +10min +0.182"))
                .anyMatch(line -> line.matches(" +ip-reputation-throttle +20"))
                .anyMatch(line -> line.matches(" +nam +20"))
                .anyMatch(line -> line.matches("2026-11-22 03:00 +10 +20 +0 +0 +12min +3 +40 +1"));
        assertThat(server.asked()).anyMatch(request -> request.contains("since=2026-11-21T04:00:00Z"));
    }

    @Test
    void writesALineOfCsvForEachHourAndLane() {
        Run run = report("--csv", "--since", "2h");

        assertThat(run.lines()).hasSize(3);
        assertThat(run.lines().get(0)).startsWith("hour,lane,attempts,accepted,deferred,failed,expired,");
        assertThat(run.lines().get(2))
                .startsWith("2026-11-22T03:00:00Z,\"default/consumer\",30,10,20,0,0,65,700,0.500,3,40,1,20,0,");
        assertThat(run.lines())
                .allMatch(
                        line -> line.split(",", -1).length == run.lines().get(0).split(",").length);
    }

    @Test
    void writesJson() {
        assertThat(report("--json").out()).startsWith("{\"all\":{").contains("\"lanes\":{\"default/consumer\":{");
    }

    @Test
    void refusesATimeThatIsNotKept() {
        Run run = report("--since", "60d");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--since is a duration from 1m to 32d");
    }

    @Test
    void refusesATimeWithoutAUnit() {
        assertThat(report("--since", "24").err()).contains("--since is a whole number and a unit");
    }

    @Test
    void gathersWhatMicrosoftAsksFor() {
        server.answer(
                "/microsoft/deferrals/log",
                200,
                "{\"deferrals\":[" + refusal(3, "2026-11-22T03:50:01.5Z", REPLY, "11BAE3D2")
                        + "," + refusal(2, "2026-11-22T03:40:00Z", REPLY.replace("192.0.2.7", "192.0.2.77"), "")
                        + "],\"next\":2}");
        server.answer(
                "/microsoft/deferrals/log?before=2",
                200,
                "{\"deferrals\":[" + refusal(1, "2026-11-22T03:10:00Z", REPLY, "") + "],\"next\":null}");
        try (DnsResponder dns = DnsResponder.start()) {
            dns.ptr("192.0.2.7", "mail.example.org")
                    .a("mail.example.org", "192.0.2.7")
                    .txt("example.org", "v=spf1 ip4:192.0.2.7 -all")
                    .txt("_dmarc.example.org", "v=DMARC1; p=reject");

            Run run = report(
                    "--for-microsoft", "192.0.2.7", "--dns", dns.address().getHostAddress() + ":" + dns.port());

            assertThat(run.err()).isEmpty();
            assertThat(run.code()).isZero();
            assertThat(run.out())
                    .contains("First refusal:    2026-11-22 03:10:00")
                    .contains("Last refusal:     2026-11-22 03:50:01")
                    .contains("Refused:          2 recipients")
                    .contains("[127.0.0.9], MxId 11BAE3D2")
                    .contains(REPLY)
                    .contains("before the first refusal: 100.0 accepted, 0.0 refused, in 1 hours with mail")
                    .contains("since then:               10.0 accepted, 20.0 refused, in 1 hours with mail")
                    .contains("The address is named mail.example.org.")
                    .contains("mail.example.org leads back to the address.")
                    .contains("SPF of example.org for 192.0.2.7: pass.")
                    .contains("There is one SPF record: v=spf1 ip4:192.0.2.7 -all")
                    .contains("DKIM: which selectors are in use is not known")
                    .contains("There is one DMARC record: v=DMARC1; p=reject")
                    .doesNotContain("192.0.2.77");
        }
    }

    @Test
    void saysThatTheDnsDoesNotAnswer() {
        server.answer(
                "/microsoft/deferrals/log",
                200,
                "{\"deferrals\":[" + refusal(1, "2026-11-22T03:10:00Z", REPLY, "") + "],\"next\":null}");
        try (DnsResponder dns = DnsResponder.start()) {
            dns.servfail("example.org").servfail("_dmarc.example.org");

            Run run = report(
                    "--for-microsoft", "192.0.2.7", "--dns", dns.address().getHostAddress() + ":" + dns.port());

            assertThat(run.out()).contains("temperror: the DNS did not answer for example.org");
        }
    }

    @Test
    void theServerTellsWhichKeysAreInUseAndHowMuchIsSigned() {
        server.answer(
                "/microsoft/deferrals/log",
                200,
                "{\"deferrals\":[" + refusal(1, "2026-11-22T03:10:00Z", REPLY, "") + "],\"next\":null}");
        server.answer(
                "/microsoft/diagnosis/example.org?ip=192.0.2.7",
                200,
                """
                {"domain":"example.org","mailFrom":"example.org","selectors":["s1@example.org"],"findings":[
                 {"id":"spf.result","subject":"192.0.2.7","what":"SPF of example.org for 192.0.2.7: pass."},
                 {"id":"dkim.key","subject":"s1._domainkey.example.org","what":"There is an RSA key of 2048 bits."},
                 {"id":"dkim.signing","subject":"example.org","what":"Of the last 20 mails 19 were signed."},
                 {"id":"dmarc.alignment","subject":"example.org","what":"DMARC passes by DKIM."}]}""");

        Run run = report("--for-microsoft", "192.0.2.7");

        assertThat(run.out())
                .contains("SPF of example.org for 192.0.2.7: pass.")
                .contains("DKIM, s1._domainkey.example.org: There is an RSA key of 2048 bits.")
                .contains("Of the last 20 mails 19 were signed.")
                .contains("DMARC passes by DKIM.")
                .doesNotContain("not known");
    }

    @Test
    void endsWithThreeWhenNoRefusalNamesTheAddress() {
        server.answer("/microsoft/deferrals/log", 200, "{\"deferrals\":[],\"next\":null}");

        Run run = report("--for-microsoft", "192.0.2.7");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void refusesWhatIsNoAddress() {
        assertThat(report("--for-microsoft", "mail.example.org").err()).contains("is an IP address such as 192.0.2.7");
    }
}
