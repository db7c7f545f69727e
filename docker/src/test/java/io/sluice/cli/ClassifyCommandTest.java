package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassifyCommandTest {
    private static final String THROTTLED =
            "451 4.7.650 The mail server [198.51.100.9] has been temporarily rate limited due to IP reputation. (S775)"
                    + " [CO1PEPF000075F3.namprd03.prod.outlook.com 2026-01-02T03:04:05.678Z 08DE4A1B2C3D4E5F]";
    private static final String BLOCKED =
            "550 5.7.1 Unfortunately, messages from [198.51.100.9] weren't sent. part of their"
                    + " network is on our block list (S3150). [AM6EUR05FT040.eop-eur05.prod.protection.outlook.com]";
    private static final String CANDIDATE =
            """
            <replies>
              <rule id="not-our-fault">
                <match code="451" enhanced="4.7.650"/>
                <verdict class="outage" scope="service" remedy="wait" earliest="20 minutes"/>
                <advice>Wait.</advice>
                <source verified="seen">A log</source>
                <example service="consumer">451 4.7.650 The mail server has been rate limited</example>
              </rule>
            </replies>
            """;

    @TempDir
    Path directory;

    @Test
    void printsSixColumnsForEachReply() {
        Run run = Run.with(THROTTLED + "\n" + BLOCKED + "\n", "classify");

        assertThat(run.lines())
                .containsExactly(
                        "ip-reputation-throttle\ttemporary\tsource\tip-reputation-rate-limit\t15m\t" + THROTTLED,
                        "ip-blocked\ttemporary\tsource\tconsumer-ip-block-list\t4h\t" + BLOCKED);
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
    }

    @Test
    void countsSkippedLinesOnStandardError() {
        Run run = Run.with("hello\n" + THROTTLED + "\nworld\n", "classify");

        assertThat(run.lines()).hasSize(1);
        assertThat(run.err()).isEqualTo("classify: 2 lines carried no reply and were skipped\n");
    }

    @Test
    void tellsByItsExitCodeThatThereWasNoReply() {
        assertThat(Run.with("hello\n", "classify").code()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auto | service-throttle | 451 4.7.500 Server busy. Please try again later from [198.51.100.9]. (AS843)",
                "none | not-microsoft | 451 4.7.500 Server busy. Please try again later from [198.51.100.9]. (AS843)",
                "auto | not-microsoft | 550 5.7.26 Unauthenticated email is not accepted. Gmail requires SPF or DKIM - gsmtp",
                "auto | not-microsoft | 450 4.2.0 <b@c.d>: Recipient address rejected: Greylisted",
                "auto | not-microsoft | 421 4.7.0 [TSS04] Messages from 198.51.100.9 temporarily deferred",
                "auto | not-microsoft | 450 Come back later",
                "business | other | 450 Come back later",
                "none | ip-blocked | 550 5.7.1 on our block list (S3150) [A.eop-eur05.prod.protection.outlook.com]"
            })
    void readsRepliesThatNameNoHostByTheirWordsUnlessTold(String service, String type, String reply) {
        Run run = Run.with(reply + "\n", "classify", "--service", service);

        assertThat(run.out()).startsWith(type + "\t");
    }

    @Test
    void explainsWhyAndWhatToDo() {
        Run run = Run.with(THROTTLED + "\n", "classify", "--explain");

        assertThat(run.out())
                .contains("\tbecause  Microsoft's; code 451 in 4xx; enhanced code 4.7.650")
                .contains("region nam")
                .contains("address 198.51.100.9")
                .contains("\tadvice   ");
    }

    @Test
    void writesOneJsonObjectOnEachLine() throws IOException {
        Run run = Run.with(THROTTLED + "\n" + BLOCKED + "\n", "classify", "--json", "--explain");

        assertThat(run.lines()).hasSize(2);
        JsonNode first = new ObjectMapper().readTree(run.lines().get(0));
        assertThat(first.get("class").asText()).isEqualTo("ip-reputation-throttle");
        assertThat(first.get("temporary").asBoolean()).isTrue();
        assertThat(first.get("earliestRetrySeconds").asLong()).isEqualTo(900);
        assertThat(first.get("parts").get("frontEnd").asText()).isEqualTo("CO1PEPF000075F3.namprd03.prod.outlook.com");
        assertThat(first.get("because")).isNotEmpty();
        assertThat(first.get("line").asLong()).isEqualTo(1);
    }

    @Test
    void sumsUpAndSaysWhatToDoFirst() {
        Run run = Run.with(
                (THROTTLED + "\n").repeat(3) + BLOCKED + "\n450 4.2.1 Odd thing for <bob@contoso.com>"
                        + " [B.eop-eur05.prod.protection.outlook.com]\n",
                "classify",
                "--summary");

        assertThat(run.lines().get(0))
                .isEqualTo("5 replies: 5 temporary, 0 permanent in practice, at 2026-01-02 03:04 UTC");
        assertThat(run.lines().get(3))
                .isEqualTo(" 1. Act now: 1 x ip-blocked, about the source [consumer-ip-block-list]");
        assertThat(run.out())
                .contains(" 2. Send slower: 3 x ip-reputation-throttle, about the source [ip-reputation-rate-limit]")
                .contains("         3  60.0 %  nam")
                .contains("         3  2026-01-02 03h");
    }

    @Test
    void showsUnknownRepliesWithoutWhatTellsOnesMail() {
        Run run = Run.with(
                "455 4.9.9 Quux for <bob@contoso.com> from 198.51.100.9 [B.eop-eur05.prod.protection.outlook.com"
                        + " 2026-01-02T03:04:05.678Z 08DE4A1B2C3D4E5F]\n",
                "classify",
                "--summary");

        assertThat(run.out()).contains("455 4.9.9 Quux for {address} from {ip} [{host} {time} {id}]");
    }

    @Test
    void sumsUpAsJson() throws IOException {
        JsonNode sum = new ObjectMapper()
                .readTree(Run.with(THROTTLED + "\n" + BLOCKED + "\n", "classify", "--summary", "--json")
                        .out());

        assertThat(sum.get("replies").asLong()).isEqualTo(2);
        assertThat(sum.get("classes").get("ip-blocked").asLong()).isEqualTo(1);
        assertThat(sum.get("tasks").get(0).get("urgency").asText()).isEqualTo("act-now");
    }

    @Test
    void usesTheRulesOfTheUser() throws IOException {
        Run run = Run.with(THROTTLED + "\n", "classify", "--rules", candidate(CANDIDATE));

        assertThat(run.out()).startsWith("outage\ttemporary\tservice\tnot-our-fault\t20m\t");
    }

    @Test
    void showsWhatCandidateRulesWouldChange() throws IOException {
        Run run = Run.with(THROTTLED + "\n" + BLOCKED + "\n", "classify", "--replay", candidate(CANDIDATE));

        assertThat(run.lines())
                .first()
                .asString()
                .contains(
                        "ip-reputation-throttle temporary source ip-reputation-rate-limit 15m wait\toutage temporary service"
                                + " not-our-fault 20m wait\t" + THROTTLED);
        assertThat(run.out()).contains("1 of 2 replies would be read differently");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void tellsThatCandidateRulesChangeNothing() throws IOException {
        Run run = Run.with(BLOCKED + "\n", "classify", "--replay", candidate(CANDIDATE), "--summary");

        assertThat(run.out()).startsWith("0 of 1 replies would be read differently\n");
        assertThat(run.code()).isZero();
    }

    @Test
    void namesFileLineAndRuleOfAFault() throws IOException {
        Run run = Run.with("", "classify", "--rules", candidate(CANDIDATE.replace("\"outage\"", "\"outrage\"")));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("candidate.xml, line 4, rule not-our-fault")
                .contains("outrage");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "there is no such file | missing.log",
                "--format | --format=csv",
                "--service | --service=gmail",
                "--wrong | --wrong",
                "--explain | --explain --summary"
            })
    void saysWhatIsWrongAndEndsWithCodeTwo(String said, String options) {
        Run run = Run.with("", ("classify " + options).split(" ", -1));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(said).doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void readsSeveralFiles() throws IOException {
        Path one = Files.writeString(directory.resolve("one.log"), THROTTLED + "\n");
        Path other = Files.writeString(directory.resolve("other.log"), BLOCKED + "\n");

        assertThat(Run.with("", "classify", one.toString(), other.toString()).lines())
                .hasSize(2);
    }

    @Test
    void endsQuietlyWhenNobodyReadsTheOutput() {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };

        Run run = Run.into(closed, (THROTTLED + "\n").repeat(10_000), Environment.Terminal.NONE, "classify");

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
    }

    @Test
    void doesNotTakeAFullDiskForAReaderThatWentAway() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        Run run = Run.into(full, THROTTLED + "\n", Environment.Terminal.NONE, "classify");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("No space left on device");
    }

    private String candidate(String text) throws IOException {
        return Files.writeString(directory.resolve("candidate.xml"), text).toString();
    }
}
