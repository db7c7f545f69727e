package io.sluice.posture;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.docs.MarkdownPage;
import io.sluice.testkit.docs.MarkdownPage.Row;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/diagnose.md} explains every finding, in the order of reports, and no other. */
class DiagnosePageTest {
    private static final List<Row> FINDINGS =
            MarkdownPage.read(Path.of("..", "docs", "diagnose.md")).table("Findings");

    @Test
    void everyFindingIsExplained() {
        assertThat(FINDINGS)
                .extracting(Row::name)
                .containsExactlyElementsOf(
                        Arrays.stream(FindingId.values()).map(FindingId::code).toList());
    }

    @Test
    void everyFindingHasARemedy() {
        assertThat(FINDINGS)
                .allSatisfy(row -> assertThat(row.cell("When it does not pass")).isNotBlank());
    }
}
