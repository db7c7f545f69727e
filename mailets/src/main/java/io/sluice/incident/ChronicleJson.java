package io.sluice.incident;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.reply.Service;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A chronicle as text that outlives the server; of what is over, the newest {@value #MOST_PAST}. */
public final class ChronicleJson {
    static final int MOST_PAST = 50;

    private static final int LONGEST_NAME = 255;
    private static final ObjectMapper JSON = new ObjectMapper();

    private ChronicleJson() {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Saved(
            Kind kind,
            Set<Service> services,
            String source,
            String region,
            String tenant,
            String senderDomain,
            long since,
            Set<Sign> signs,
            Confidence confidence,
            int trials,
            int refused,
            double usualRate,
            double weight,
            int otherTrials,
            int otherRefused,
            Control.State control,
            int controlPassed,
            int controlFailed,
            long told,
            long over) {
        static Saved of(Chronicle.Episode episode) {
            Conclusion conclusion = episode.conclusion();
            Place place = conclusion.place();
            Evidence evidence = conclusion.evidence();
            return new Saved(
                    conclusion.kind(),
                    place.services(),
                    text(place.source()),
                    text(place.region()),
                    text(place.tenant()),
                    text(place.senderDomain()),
                    conclusion.since().toEpochMilli(),
                    conclusion.signs(),
                    conclusion.confidence(),
                    evidence.trials(),
                    evidence.refused(),
                    evidence.usualRate(),
                    evidence.weight(),
                    evidence.otherTrials(),
                    evidence.otherRefused(),
                    evidence.control().state(),
                    evidence.control().passed(),
                    evidence.control().failed(),
                    episode.told().toEpochMilli(),
                    episode.over().map(Instant::toEpochMilli).orElse(0L));
        }

        Chronicle.Episode episode() {
            Place place = new Place(services, name(source), name(region), name(tenant), name(senderDomain));
            Evidence evidence = new Evidence(
                    trials,
                    refused,
                    usualRate,
                    weight,
                    otherTrials,
                    otherRefused,
                    new Control(control, controlPassed, controlFailed));
            return new Chronicle.Episode(
                    new Conclusion(kind, place, Instant.ofEpochMilli(since), signs, evidence, confidence),
                    Instant.ofEpochMilli(told),
                    over == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(over)));
        }

        private static String text(Optional<String> name) {
            return name.map(text -> text.substring(0, Math.min(LONGEST_NAME, text.length())))
                    .orElse("");
        }

        private static Optional<String> name(String text) {
            return Optional.ofNullable(text).filter(name -> !name.isEmpty());
        }
    }

    /** What is now and what was, as a JSON object. */
    public static String write(Chronicle chronicle) {
        List<Saved> all = Stream.concat(
                        chronicle.current().stream(), chronicle.past().stream().limit(MOST_PAST))
                .map(Saved::of)
                .toList();
        try {
            return JSON.writeValueAsString(new File(all));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Conclusions have no JSON form", e);
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record File(List<Saved> episodes) {}

    /** Reads it back; empty when it is damaged. */
    public static List<Chronicle.Episode> read(String text) {
        try {
            List<Chronicle.Episode> episodes = new ArrayList<>();
            for (Saved saved : JSON.readValue(text, File.class).episodes()) {
                episodes.add(saved.episode());
            }
            return List.copyOf(episodes);
        } catch (JsonProcessingException | RuntimeException e) {
            return List.of();
        }
    }
}
