package io.sluice.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.history.Pressure;
import io.sluice.reply.DeferralClass;
import io.sluice.testkit.docs.MarkdownPage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages say about watching. */
class MonitoringPagesTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern CODE = Pattern.compile("`([a-z-]+)`");

    @Test
    void theWeightsOfTheClassesAreThoseOfThePage() throws IOException {
        Map<DeferralClass, Double> written = new HashMap<>();
        for (String line : Files.readAllLines(DOCS.resolve("pressure.md"))) {
            Matcher row =
                    Pattern.compile("\\| (?<weight>[0-9.]+) \\|(?<classes>.*)").matcher(line);
            if (row.matches()) {
                Matcher type = CODE.matcher(row.group("classes"));
                while (type.find()) {
                    written.put(
                            DeferralClass.ofToken(type.group(1)).orElseThrow(), Double.valueOf(row.group("weight")));
                }
            }
        }

        assertThat(written).hasSize(DeferralClass.values().length);
        assertThat(written)
                .allSatisfy((type, weight) -> assertThat(Pressure.weight(type)).isEqualTo(weight));
    }

    @Test
    void everyEventIsOnThePage() throws IOException {
        String page = Files.readString(DOCS.resolve("monitoring.md"));

        assertThat(Arrays.stream(Event.Kind.values()).map(kind -> "| `" + kind.token() + "` |"))
                .allSatisfy(row -> assertThat(page).contains(row));
    }

    @Test
    void theMetricsOfJournalAndEventsAreInTheReferenceAndNoOther(@TempDir Path directory) {
        RecordingMetricFactory ofJournal = new RecordingMetricFactory();
        RecordingMetricFactory ofEvents = new RecordingMetricFactory();
        JournalSettings settings = new JournalSettings(true, "", JournalSettings.Addresses.PLAIN, 1 << 20, 2);
        Journal journal = Journal.open(settings, directory.resolve("journal"), ofJournal);
        for (int i = 0; i <= Journal.MOST_WAITING; i++) {
            journal.concluded(Outcomes.accepted("a@contoso.com"));
        }
        journal.write();
        Webhook webhook = new Webhook(
                URI.create("http://127.0.0.1/"), "secret", Duration.ofSeconds(1), ofEvents, InstantSource.system());
        for (int i = 0; i <= Webhook.MOST_WAITING; i++) {
            webhook.accept(new Event(Outcomes.NOW, Event.Kind.LANE_RESUMED, "", ""));
        }

        assertThat(MarkdownPage.reference().names("Metrics of the journal"))
                .containsExactlyInAnyOrderElementsOf(
                        ofJournal.countForPrefixName("sluice.").keySet());
        assertThat(MarkdownPage.reference().names("Metrics of events"))
                .contains("sluice.webhook.sent")
                .containsAll(ofEvents.countForPrefixName("sluice.").keySet());
    }
}
