package io.sluice.microsoft;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.docs.MarkdownPage;
import io.sluice.testkit.docs.MarkdownPage.Row;
import java.util.List;
import org.apache.commons.configuration2.BaseConfiguration;
import org.apache.commons.configuration2.Configuration;
import org.junit.jupiter.api.Test;

/** What {@code docs/reference.md} says about our keys of {@code sluice.properties} and our metrics. */
class SettingsReferenceTest {
    private static final List<Row> OURS = MarkdownPage.reference().table("sluice.properties").stream()
            .filter(row -> row.name().startsWith("microsoft.") || row.name().startsWith("mx."))
            .toList();

    @Test
    void everyKeyIsInTheReferenceAndNoOther() {
        assertThat(OURS).extracting(Row::name).containsExactlyInAnyOrderElementsOf(MicrosoftSettings.KEYS);
    }

    @Test
    void theDefaultsAreThoseOfTheReference() {
        Configuration written = new BaseConfiguration();
        OURS.forEach(row -> row.code("Default").ifPresent(value -> written.addProperty(row.name(), value)));

        assertThat(MicrosoftSettings.from(written).cache()).isEqualTo(MxCacheSettings.DEFAULT);
        assertThat(written.size()).isEqualTo(6);
    }

    @Test
    void everyMetricIsInTheReferenceAndNoOther() {
        assertThat(MarkdownPage.reference().names("Metrics of look-ups"))
                .containsExactlyInAnyOrder(MxDirectory.LOOKUPS, MxDirectory.STALE, MxDirectory.UNDECIDED);
    }
}
