package io.sluice.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.reply.Service;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChronicleTest {
    private static final Instant NOW = Instant.parse("2026-11-02T08:00:00Z");

    private final Chronicle chronicle = new Chronicle();

    private static Conclusion incident(Set<Service> services, Confidence confidence) {
        Evidence evidence = new Evidence(20, 18, 0.01, 9.5, 0, 0, new Control(Control.State.HEALTHY, 40, 0));
        return new Conclusion(
                Kind.INCIDENT,
                Place.of(services).in("eur"),
                NOW.minusSeconds(240),
                Sign.SERVICE_SIDE,
                evidence,
                confidence);
    }

    @Test
    void tellsWhatBeginsWhatChangesAndWhatEnds() {
        Conclusion first = incident(Set.of(Service.BUSINESS), Confidence.MEDIUM);
        Conclusion wider = incident(Set.of(Service.BUSINESS, Service.CONSUMER), Confidence.MEDIUM);

        assertThat(chronicle.update(List.of(first), NOW))
                .extracting(Chronicle.News::change)
                .containsExactly(Chronicle.Change.BEGAN);
        assertThat(chronicle.update(List.of(first), NOW.plusSeconds(15))).isEmpty();
        assertThat(chronicle.update(List.of(wider), NOW.plusSeconds(30)))
                .extracting(Chronicle.News::change)
                .containsExactly(Chronicle.Change.CHANGED);
        assertThat(chronicle.update(List.of(), NOW.plusSeconds(45)))
                .extracting(Chronicle.News::change)
                .containsExactly(Chronicle.Change.ENDED);
        assertThat(chronicle.current()).isEmpty();
        assertThat(chronicle.past())
                .containsExactly(new Chronicle.Episode(wider, NOW, Optional.of(NOW.plusSeconds(45))));
    }

    @Test
    void remembersABoundedNumber() {
        for (int i = 0; i < 300; i++) {
            chronicle.update(List.of(incident(Set.of(Service.BUSINESS), Confidence.LOW)), NOW);
            chronicle.update(List.of(), NOW);
        }

        assertThat(chronicle.past()).hasSize(Chronicle.MOST_PAST);
    }

    @Test
    void isTheSameAfterItWasWrittenAndRead() {
        chronicle.update(List.of(incident(Set.of(Service.CONSUMER), Confidence.HIGH)), NOW);
        chronicle.update(List.of(incident(Set.of(Service.BUSINESS), Confidence.LOW)), NOW.plusSeconds(15));
        chronicle.update(List.of(), NOW.plusSeconds(60));
        chronicle.update(List.of(incident(Set.of(Service.CONSUMER), Confidence.LOW)), NOW.plusSeconds(90));

        assertThat(ChronicleJson.read(ChronicleJson.write(chronicle)))
                .containsExactly(chronicle.current().get(0), chronicle.past().get(0));
    }

    @Test
    void whatIsDamagedIsForgotten() {
        assertThat(ChronicleJson.read("{\"episodes\":[{\"kind\":\"NOBODY\"}]}")).isEmpty();
        assertThat(ChronicleJson.read("{\"episodes\":[{}]}")).isEmpty();
        assertThat(ChronicleJson.read("nonsense")).isEmpty();
    }
}
