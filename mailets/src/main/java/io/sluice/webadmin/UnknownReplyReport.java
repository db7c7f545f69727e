package io.sluice.webadmin;

import com.google.inject.ProvidedBy;
import io.sluice.reply.ReplySample;
import io.sluice.reply.Service;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The replies that no rule knew. Bound by {@code io.sluice.SluiceModule}. Safe for several threads. */
@ProvidedBy(ModuleMissing.class)
public final class UnknownReplyReport {
    private final Supplier<List<ReplySample>> samples;
    private final Runnable clear;

    /**
     * @param samples gives the samples, the one that was seen last first
     * @param clear forgets them
     */
    public UnknownReplyReport(Supplier<List<ReplySample>> samples, Runnable clear) {
        this.samples = samples;
        this.clear = clear;
    }

    /**
     * One sample.
     *
     * @param reply the redacted text
     * @param service the token of the service; empty when it is not known
     * @param stage the token of the stage
     * @param firstSeen when it was seen first
     * @param lastSeen when it was seen last
     * @param count recipients that it concerned
     */
    public record Line(
            String reply, Optional<String> service, String stage, Instant firstSeen, Instant lastSeen, long count) {}

    /** All samples, the one that was seen last first. */
    public List<Line> replies() {
        return samples.get().stream()
                .map(sample -> new Line(
                        sample.text(),
                        sample.service().map(Service::token),
                        sample.stage().token(),
                        sample.firstSeen(),
                        sample.lastSeen(),
                        sample.count()))
                .toList();
    }

    /** Forgets all samples. */
    public void clear() {
        clear.run();
    }
}
