package io.sluice.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.lane.LanePolicy;
import io.sluice.testkit.docs.MarkdownPage;
import io.sluice.testkit.docs.MarkdownPage.Row;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.configuration2.BaseConfiguration;
import org.apache.commons.configuration2.Configuration;
import org.junit.jupiter.api.Test;

/** What {@code docs/reference.md} and the sample file say about limits of lanes and the constants of their control. */
class LimitsReferenceTest {
    private static final Path SAMPLE = Path.of("..", "james-conf", "sluice.properties");
    private static final List<Row> LIMITS = MarkdownPage.reference().table("Limits of lanes");
    private static final List<Row> CONSTANTS = MarkdownPage.reference().table("Constants of the control");

    @Test
    void everyLimitIsInTheReferenceAndNoOther() {
        assertThat(LIMITS).extracting(Row::name).containsExactlyInAnyOrderElementsOf(LimitSettings.LIMITS);
    }

    @Test
    void everyConstantIsInTheReferenceAndNoOther() {
        Values values = new Values(new BaseConfiguration());
        ControlSettings.read(values);

        assertThat(CONSTANTS).extracting(Row::name).containsExactlyInAnyOrderElementsOf(values.asked());
    }

    @Test
    void sayingTheDefaultsChangesNothing() {
        Configuration written = new BaseConfiguration();
        defaults().forEach(written::addProperty);

        assertThat(LaneSettings.from(written).policy()).isEqualTo(LanePolicy.DEFAULT);
    }

    @Test
    void everyConstantCounts() {
        for (Row row : CONSTANTS) {
            Configuration written = new BaseConfiguration();
            written.addProperty(row.name(), another(row.code("Default").orElseThrow()));

            assertThat(LaneSettings.from(written).policy().law()).as(row.name()).isNotEqualTo(LanePolicy.DEFAULT.law());
        }
    }

    private static String another(String value) {
        char first = value.charAt(0);
        return (first == '9' ? '8' : (char) (first + 1)) + value.substring(1);
    }

    @Test
    void theSampleShowsLimitsAndConstantsWithTheirDefaults() throws IOException {
        Properties sample = new Properties();
        sample.load(new StringReader(Files.readAllLines(SAMPLE).stream()
                .map(line -> line.replaceFirst("^#(?=[a-z.-]+=)", ""))
                .collect(Collectors.joining("\n"))));
        Map<String, String> shown = new TreeMap<>();
        sample.stringPropertyNames().stream()
                .filter(key -> LaneSettings.PREFIXES.stream().anyMatch(key::startsWith))
                .forEach(key -> shown.put(key, sample.getProperty(key)));

        Map<String, String> expected = defaults();
        expected.keySet().removeIf(key -> key.contains(".warm-up"));
        assertThat(shown).isEqualTo(expected);
    }

    private static Map<String, String> defaults() {
        Map<String, String> defaults = new TreeMap<>();
        for (String kind : LanePolicy.kinds()) {
            LIMITS.forEach(row -> defaults.put(
                    LimitSettings.PREFIX + kind + "." + row.name(),
                    row.code(kind).orElseThrow()));
        }
        CONSTANTS.forEach(row -> defaults.put(row.name(), row.code("Default").orElseThrow()));
        return defaults;
    }
}
