package io.sluice.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.incident.Kind;
import io.sluice.testkit.docs.MarkdownPage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The kinds of conclusions are those that the pages tell of. */
class IncidentPagesTest {
    private static final List<String> KINDS =
            Arrays.stream(Kind.values()).map(Kind::token).toList();

    @Test
    void thePageOfIncidentsHasEachKind() {
        assertThat(MarkdownPage.read(Path.of("..", "docs", "incidents.md")).names("What is concluded"))
                .containsExactlyInAnyOrderElementsOf(KINDS);
    }

    @Test
    void theReferenceHasTheGaugeAndEachKind() {
        List<MarkdownPage.Row> gauges = MarkdownPage.reference().table("Gauges of incidents");

        assertThat(gauges).singleElement().satisfies(row -> {
            assertThat(row.name()).isEqualTo("sluice.incidents.KIND");
            assertThat(row.codes("Shows")).containsExactlyInAnyOrderElementsOf(KINDS);
        });
    }
}
