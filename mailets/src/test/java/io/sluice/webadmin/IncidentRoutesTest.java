package io.sluice.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.incident.Conclusion;
import io.sluice.incident.Confidence;
import io.sluice.incident.Control;
import io.sluice.incident.Evidence;
import io.sluice.incident.Kind;
import io.sluice.incident.Place;
import io.sluice.incident.Sign;
import io.sluice.reply.Service;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every answer here is held against the OpenAPI document, see {@link WebAdminRig#ask}. */
class IncidentRoutesTest {
    @TempDir
    Path directory;

    private WebAdminRig rig;

    @BeforeEach
    void start() {
        rig = new WebAdminRig(directory);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private static Conclusion reputation() {
        return new Conclusion(
                Kind.REPUTATION,
                new Place(
                        Set.of(Service.CONSUMER),
                        Optional.of("192.0.2.7"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                WebAdminRig.NOW.minusSeconds(600),
                Set.of(Sign.SOURCE, Sign.BLOCKED),
                new Evidence(12, 11, 0.02, 8.5, 40, 0, new Control(Control.State.NONE, 0, 0)),
                Confidence.HIGH);
    }

    @Test
    void saysHowMuchThereIsToJudgeByWhenNothingIsConcluded() {
        JsonNode answer = rig.get("/microsoft/incidents").body();

        assertThat(answer.path("now")).isEmpty();
        assertThat(answer.path("mails").asInt()).isEqualTo(7);
        assertThat(answer.path("summary").asText()).contains("2 of 7 mails").contains("not enough evidence");
    }

    @Test
    void saysWhoseFaultItIsAndWhatToDo() {
        rig.chronicle.update(List.of(reputation()), WebAdminRig.NOW);

        JsonNode now = rig.get("/microsoft/incidents").body().path("now").path(0);

        assertThat(now.path("kind").asText()).isEqualTo("reputation");
        assertThat(now.path("where").path("source").asText()).isEqualTo("192.0.2.7");
        assertThat(now.path("evidence").path("refused").asInt()).isEqualTo(11);
        assertThat(now.path("what").asText()).contains("11 of 12 mails").contains("No control");
        assertThat(now.path("advice").asText()).contains("docker/run.sh diagnose");
    }

    @Test
    void remembersWhatIsOver() {
        rig.chronicle.update(List.of(reputation()), WebAdminRig.NOW);
        rig.chronicle.update(List.of(), WebAdminRig.NOW.plusSeconds(60));

        JsonNode answer = rig.get("/microsoft/incidents").body();

        assertThat(answer.path("now")).isEmpty();
        assertThat(answer.path("past").path(0).path("over").asText())
                .isEqualTo(WebAdminRig.NOW.plusSeconds(60).toString());
    }
}
