package io.sluice.webadmin;

import com.google.inject.ProvidedBy;
import io.sluice.incident.Chronicle;
import io.sluice.incident.Conclusion;
import io.sluice.incident.Detector;
import io.sluice.incident.Evidence;
import io.sluice.incident.Place;
import io.sluice.reply.Service;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What is concluded about the cause of refusals. Bound by {@code io.sluice.SluiceModule}. Safe for several threads. */
@ProvidedBy(ModuleMissing.class)
public final class IncidentReport {
    private final Chronicle chronicle;
    private final Supplier<Detector.Sums> sums;

    /** @param sums how much mail there was to judge by */
    public IncidentReport(Chronicle chronicle, Supplier<Detector.Sums> sums) {
        this.chronicle = chronicle;
        this.sums = sums;
    }

    /**
     * Now, before, and how much there is to judge by.
     *
     * @param mails to Microsoft in the last two hours
     * @param refused of them, for another reason than the recipient
     * @param summary in a sentence
     */
    record All(List<Line> now, List<Line> past, int mails, int refused, String summary) {}

    /**
     * A conclusion.
     *
     * @param kind whose fault it is
     * @param since when it began
     * @param told when it was concluded
     * @param over since when it is over
     * @param title what happened, in a few words
     * @param what the same, with the numbers
     * @param lanes what lanes do about it
     * @param advice what a person can do
     */
    record Line(
            String kind,
            Where where,
            Instant since,
            Instant told,
            Optional<Instant> over,
            String confidence,
            Numbers evidence,
            String title,
            String what,
            String lanes,
            String advice) {
        static Line of(Chronicle.Episode episode) {
            Conclusion conclusion = episode.conclusion();
            return new Line(
                    conclusion.kind().token(),
                    Where.of(conclusion.place()),
                    conclusion.since(),
                    episode.told(),
                    episode.over(),
                    conclusion.confidence().token(),
                    Numbers.of(conclusion.evidence()),
                    conclusion.title(),
                    conclusion.what(),
                    conclusion.lanes(),
                    conclusion.advice());
        }
    }

    /** Where it is; what is empty is everywhere. */
    record Where(
            List<String> services,
            Optional<String> source,
            Optional<String> region,
            Optional<String> tenant,
            Optional<String> senderDomain) {
        static Where of(Place place) {
            return new Where(
                    place.services().stream().map(Service::token).toList(),
                    place.source(),
                    place.region(),
                    place.tenant(),
                    place.senderDomain());
        }
    }

    /** What it rests on. */
    record Numbers(
            int mails,
            int refused,
            double usualRate,
            double weight,
            int otherMails,
            int otherRefused,
            String control,
            int controlDelivered,
            int controlFailed) {
        static Numbers of(Evidence evidence) {
            return new Numbers(
                    evidence.trials(),
                    evidence.refused(),
                    evidence.usualRate(),
                    evidence.weight(),
                    evidence.otherTrials(),
                    evidence.otherRefused(),
                    evidence.control().state().token(),
                    evidence.control().passed(),
                    evidence.control().failed());
        }
    }

    All all() {
        List<Line> now = chronicle.current().stream().map(Line::of).toList();
        Detector.Sums seen = sums.get();
        return new All(
                now,
                chronicle.past().stream().map(Line::of).toList(),
                seen.trials(),
                seen.refused(),
                now.isEmpty() ? seen.sentence() : now.get(0).what());
    }
}
