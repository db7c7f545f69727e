package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.limits.LaneSettings;
import io.sluice.testkit.docs.MarkdownPage;
import io.sluice.testkit.docs.MarkdownPage.Row;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.commons.configuration2.BaseConfiguration;
import org.apache.commons.configuration2.Configuration;
import org.junit.jupiter.api.Test;

/** What {@code docs/reference.md} and the sample file say about {@code sluice.properties}. */
class SluiceSettingsReferenceTest {
    private static final Path SAMPLE = Path.of("..", "james-conf", "sluice.properties");
    private static final List<Row> KEYS = MarkdownPage.reference().table("sluice.properties");

    @Test
    void everyKeyOutsideOfTheSectionsIsInTheReferenceAndNoOther() {
        assertThat(KEYS)
                .extracting(Row::name)
                .filteredOn(name -> !name.startsWith("microsoft.") && !name.startsWith("mx."))
                .containsExactlyInAnyOrderElementsOf(SluiceSettings.KEYS);
    }

    @Test
    void sayingTheDefaultsChangesNothing() {
        Configuration written = new BaseConfiguration();
        KEYS.forEach(row -> row.code("Default").ifPresent(value -> written.addProperty(row.name(), value)));

        SluiceSettings settings = SluiceSettings.from(written);

        SluiceSettings byDefault = SluiceSettings.from(new BaseConfiguration());
        assertThat(settings.outboxDirectory()).isEqualTo(byDefault.outboxDirectory());
        assertThat(settings.microsoft().cache()).isEqualTo(byDefault.microsoft().cache());
    }

    @Test
    void theSampleShowsEveryKeyWithItsDefault() throws IOException {
        Properties sample = new Properties();
        String uncommented = Files.readAllLines(SAMPLE).stream()
                .map(line -> line.replaceFirst("^#(?=[a-z.-]+=)", ""))
                .collect(Collectors.joining("\n"));
        try (Reader reader = new StringReader(uncommented)) {
            sample.load(reader);
        }

        assertThat(sample.stringPropertyNames())
                .filteredOn(key -> LaneSettings.PREFIXES.stream().noneMatch(key::startsWith))
                .containsExactlyInAnyOrderElementsOf(
                        KEYS.stream().map(Row::name).toList());
        KEYS.forEach(
                row -> row.code("Default").ifPresent(value -> assertThat(sample).containsEntry(row.name(), value)));
    }
}
