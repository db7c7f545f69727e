package io.sluice.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.reply.RuleCatalogue;
import io.sluice.testkit.docs.MarkdownPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesMetricsReferenceTest {
    @Test
    void everyMetricIsInTheReferenceAndNoOther(@TempDir Path directory) throws IOException {
        RecordingMetricFactory metrics = new RecordingMetricFactory();
        Path file = directory.resolve("rules.xml");
        LiveRules rules = LiveRules.load(RuleCatalogue.builtIn(), file, InstantSource.system(), metrics);
        rules.reload();
        Files.writeString(file, "no rules");
        rules.reload();

        assertThat(MarkdownPage.reference().names("Metrics of rules"))
                .containsExactlyInAnyOrderElementsOf(
                        metrics.countForPrefixName("sluice.").keySet());
    }
}
