package io.sluice.simulation.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.simulation.Scenario;
import io.sluice.simulation.Scenarios;
import io.sluice.simulation.Senders;
import io.sluice.testkit.docs.MarkdownPage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published numbers are those of the code; {@code tests/benchmarks/run.sh lanes} makes them anew. */
class PublishedTablesTest {
    private static final MarkdownPage PAGE = MarkdownPage.read(Path.of("..", "..", "docs", "lanes-simulation.md"));
    private static final List<String> TABLES = List.of(
            "Goodput: accepted mails against the ideal",
            "Refused attempts for each accepted mail",
            "Time to nine tenths of the ideal rate",
            "Delay of mail, median and 99th percentile",
            "Swing of the rate when steady (coefficient of variation), penalties provoked");

    static List<Scenario> scenarios() {
        return SluiceRuns.scenarios();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void publishesWhatTheLaneDoes(Scenario scenario) {
        List<String> published = new ArrayList<>();
        for (String table : TABLES) {
            published.add(row(table, scenario).cell(Senders.SLUICE));
        }

        assertThat(published).isEqualTo(Tables.cells(SluiceRuns.of(scenario)));
    }

    private static MarkdownPage.Row row(String table, Scenario scenario) {
        return PAGE.table(table).stream()
                .filter(row -> row.name().equals(scenario.name()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No row for " + scenario.name() + " in: " + table));
    }

    @Test
    void publishesAllScenariosAndSenders() {
        List<String> names = Scenarios.all().stream().map(Scenario::name).toList();

        for (String table : TABLES) {
            assertThat(PAGE.names(table)).as(table).isEqualTo(names);
            assertThat(PAGE.table(table).get(0).cells().keySet())
                    .containsAll(Senders.all().keySet());
        }
    }
}
