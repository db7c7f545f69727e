package io.sluice.mailets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sluice.reply.DeferralClass;
import io.sluice.reply.LaneCondition;
import io.sluice.route.RoutePolicy;
import io.sluice.testkit.docs.MarkdownPage;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.junit.jupiter.api.Test;

class RouteParametersTest {
    @Test
    void everyParameterIsInTheReferenceAndNoOther() {
        assertThat(MarkdownPage.reference().names("Parameters of Route")).isEqualTo(RouteParameters.NAMES);
    }

    @Test
    void readsPathsInTheirOrderAndAProcessorAtTheirEnd() {
        RouteParameters.Read read = read(Map.of("paths", "main, second,processor:keep", "name", "consumer"));

        assertThat(read.settings().paths()).containsExactly("main", "second");
        assertThat(read.settings().processor()).contains("keep");
        assertThat(read.settings().name()).isEqualTo("consumer");
    }

    @Test
    void sayingTheDefaultsChangesNothing() {
        RouteParameters.Read defaults = read(Map.of("paths", "main"));

        assertThat(read(Map.of(
                        "paths", "main",
                        "name", "route",
                        "on", "blocked, suspended",
                        "patience", "5 minutes",
                        "returnAfter", "15 minutes",
                        "storePatience", "30 seconds")))
                .isEqualTo(defaults);
        assertThat(defaults.settings().policy()).isEqualTo(RoutePolicy.DEFAULT);
    }

    @Test
    void readsStatesAndClassesThatAPathIsLeftOn() {
        RoutePolicy policy = read(Map.of("paths", "main", "on", "outage, ip-blocked", "patience", "1 minute"))
                .settings()
                .policy();

        assertThat(policy.leaveOn()).isEqualTo(Set.of(LaneCondition.OUTAGE));
        assertThat(policy.leaveOnClasses()).isEqualTo(Set.of(DeferralClass.IP_BLOCKED));
        assertThat(policy.patience()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        assertFault(Map.of(), "<paths> is \"\"");
        assertFault(Map.of("paths", "main,,second"), "<paths>", "without empty places");
        assertFault(Map.of("paths", "main,main"), "<paths>", "each once");
        assertFault(Map.of("paths", "main, thrid"), "<paths>", "thrid", "main, second");
        assertFault(Map.of("paths", "main, telling, second"), "<paths>", "<delayProcessor>", "main, second");
        assertFault(Map.of("paths", "processor:keep"), "<paths>", "at least one path");
        assertFault(Map.of("paths", "processor:keep, main"), "<paths>");
        assertFault(Map.of("paths", "main", "on", "open"), "<on> is \"open\"", "suspended, blocked, outage");
        assertFault(Map.of("paths", "main", "patience", "long"), "<patience>");
        assertFault(Map.of("paths", "main", "path", "x"), "unknown parameter <path>");
    }

    private static void assertFault(Map<String, String> parameters, String... words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(parameters))
                .withMessageContaining("mailetcontainer.xml, Route")
                .withMessageContainingAll(words);
    }

    private static RouteParameters.Read read(Map<String, String> parameters) {
        FakeMailetConfig.Builder config = FakeMailetConfig.builder().mailetName("Route");
        parameters.forEach(config::setProperty);
        return new RouteParameters(config.build()).read(Map.of("main", false, "second", false, "telling", true));
    }
}
