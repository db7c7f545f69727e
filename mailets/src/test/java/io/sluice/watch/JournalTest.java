package io.sluice.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.delivery.AttemptOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private final RecordingMetricFactory metrics = new RecordingMetricFactory();

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void inADirectoryThatIsNotThereYet() {
        file = directory.resolve("journal").resolve("attempts.jsonl");
    }

    @Test
    void writesALineForEachAttemptThatTheSchemaAllows() throws IOException {
        Journal journal = journal(JournalSettings.Addresses.MASKED, 1 << 20, 3);

        journal.concluded(Outcomes.accepted("bob@contoso.com"));
        journal.concluded(Outcomes.deferred("bob@contoso.com"));
        journal.concluded(Outcomes.failed("bob@contoso.com"));
        journal.write();

        List<JsonNode> lines = lines();
        assertThat(lines).hasSize(3).allSatisfy(line -> assertThat(JournalSchema.faults(line))
                .isEmpty());
        assertThat(lines.get(0).get("accepted").asInt()).isEqualTo(1);
        assertThat(lines.get(0).get("age-ms").asInt()).isEqualTo(90_000);
        assertThat(lines.get(0).get("took-ms").asInt()).isEqualTo(1250);
        JsonNode refusal = lines.get(1).get("refusals").get(0);
        assertThat(refusal.get("outcome").asText()).isEqualTo("deferred");
        assertThat(refusal.get("class").asText()).isEqualTo("ip-reputation-throttle");
        assertThat(refusal.get("marks").get(0).asText()).isEqualTo("S775");
        assertThat(refusal.get("region").asText()).isEqualTo("nam");
        assertThat(lines.get(2).get("refusals").get(0).get("outcome").asText()).isEqualTo("failed");
        assertThat(metrics.countFor("sluice.journal.written")).isEqualTo(3);
    }

    @Test
    void isForItsOwnerOnly() throws IOException {
        Journal journal = journal(JournalSettings.Addresses.PLAIN, 1 << 20, 3);

        journal.concluded(Outcomes.deferred("bob@contoso.com"));
        journal.write();

        // Linux is what the tests are for.
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void masksAddressesByDefault() throws IOException {
        Journal journal = journal(JournalSettings.Addresses.MASKED, 1 << 20, 3);

        journal.concluded(Outcomes.deferred("bob@contoso.com"));
        journal.write();

        assertThat(Files.readString(file))
                .contains("\"*@contoso.com\"", "\"*@fabrikam.example\"")
                .doesNotContain("bob", "ann");
    }

    @Test
    void hashesOneAddressToTheSameEverywhere() throws IOException {
        Journal journal = journal(JournalSettings.Addresses.HASHED, 1 << 20, 3);

        journal.concluded(Outcomes.deferred("bob@contoso.com"));
        journal.concluded(Outcomes.deferred("Bob@contoso.com"));
        journal.concluded(Outcomes.deferred("eve@contoso.com"));
        journal.write();

        List<String> recipients = lines().stream()
                .map(line -> line.get("refusals").get(0).get("recipient").asText())
                .map(text -> text.substring(0, text.indexOf('@')))
                .toList();
        assertThat(recipients.get(0))
                .matches("[0-9a-f]{20}")
                .isEqualTo(recipients.get(1))
                .isNotEqualTo(recipients.get(2));
        assertThat(Files.readString(file)).doesNotContain("bob");
    }

    @Test
    void writesAddressesPlainWhenAsked() throws IOException {
        Journal journal = journal(JournalSettings.Addresses.PLAIN, 1 << 20, 3);

        journal.concluded(Outcomes.deferred("bob@contoso.com"));
        journal.write();

        assertThat(Files.readString(file)).contains("\"bob@contoso.com\"", "\"ann@fabrikam.example\"");
    }

    @Test
    void keepsABoundedNumberOfBoundedFiles() throws IOException {
        Journal journal = journal(JournalSettings.Addresses.MASKED, 5000, 3);

        for (int batch = 0; batch < 20; batch++) {
            IntStream.range(0, 10).forEach(number -> journal.concluded(Outcomes.deferred("bob@contoso.com")));
            journal.write();
        }

        try (var files = Files.list(file.getParent())) {
            assertThat(files.toList())
                    .extracting(path -> path.getFileName().toString())
                    .containsExactlyInAnyOrder("attempts.jsonl", "attempts.jsonl.1", "attempts.jsonl.2");
        }
        assertThat(Files.size(file.resolveSibling("attempts.jsonl.1"))).isBetween(3000L, 5000L);
    }

    @Test
    void namesABoundedNumberOfRecipients() throws IOException {
        Journal journal = journal(JournalSettings.Addresses.MASKED, 1 << 20, 3);
        Set<String> many = IntStream.range(0, 500)
                .mapToObj(number -> number + "@contoso.com")
                .collect(Collectors.toSet());

        journal.concluded(Outcomes.outcome(Outcomes.NOW, many, List.of()));
        journal.write();

        assertThat(lines().get(0).get("accepted").asInt()).isEqualTo(500);
        assertThat(lines().get(0).get("accepted-recipients")).hasSize(100);
        assertThat(JournalSchema.faults(lines().get(0))).isEmpty();
    }

    @Test
    void keepsWhatComesFromOutsideInOneLine() throws IOException {
        Journal journal = journal(JournalSettings.Addresses.PLAIN, 1 << 20, 3);
        AttemptOutcome hostile = Outcomes.outcome(
                Outcomes.NOW,
                Set.of(),
                List.of(new AttemptOutcome.Refused(
                        Outcomes.refusal(
                                "\"x\n{}\"@contoso.com", "550 5.7.1 \u001b[31m\"}\\ \u2028 \ud800 " + "y".repeat(9000)),
                        true)));

        journal.concluded(hostile);
        journal.write();

        String text = Files.readString(file);
        assertThat(text.indexOf('\n')).isEqualTo(text.length() - 1);
        assertThat(text.strip()).matches("\\p{ASCII}*").doesNotContain("\u001b");
        assertThat(text.length()).isLessThan(4000);
        assertThat(JournalSchema.faults(lines().get(0))).isEmpty();
    }

    @Test
    void dropsAndCountsWhatTheDiskDoesNotTake() throws IOException {
        Files.writeString(directory.resolve("journal"), "in the way");
        Journal journal = journal(JournalSettings.Addresses.MASKED, 1 << 20, 3);
        journal.concluded(Outcomes.accepted("bob@contoso.com"));

        assertThatThrownBy(journal::write).isInstanceOf(UncheckedIOException.class);

        assertThat(metrics.countFor("sluice.journal.dropped")).isEqualTo(1);
        Files.delete(directory.resolve("journal"));
        journal.concluded(Outcomes.accepted("bob@contoso.com"));
        journal.write();
        assertThat(lines()).hasSize(1);
    }

    @Test
    void dropsAndCountsWhatIsTooMuchAtOnce() {
        Journal journal = journal(JournalSettings.Addresses.MASKED, 1 << 20, 3);

        IntStream.range(0, Journal.MOST_WAITING + 7)
                .forEach(number -> journal.concluded(Outcomes.accepted("bob@contoso.com")));

        assertThat(metrics.countFor("sluice.journal.dropped")).isEqualTo(7);
    }

    @Test
    void keepsItsKeyForTheNextStart() throws IOException {
        byte[] key = JournalKey.of(file);

        assertThat(JournalKey.of(file)).isEqualTo(key).hasSize(32);
        Path kept = file.resolveSibling("attempts.jsonl.key");
        assertThat(Files.getPosixFilePermissions(kept)).hasSize(2);
        Files.writeString(kept, "too short");
        assertThatThrownBy(() -> JournalKey.of(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("attempts.jsonl.key");
    }

    private Journal journal(JournalSettings.Addresses addresses, long size, int files) {
        JournalSettings settings = new JournalSettings(true, "unused", addresses, size, files);
        return new Journal(settings, file, new byte[] {1, 2, 3}, metrics);
    }

    private List<JsonNode> lines() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(json.readTree(line));
        }
        return lines;
    }
}
