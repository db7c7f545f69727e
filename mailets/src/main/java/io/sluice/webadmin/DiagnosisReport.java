package io.sluice.webadmin;

import com.google.inject.ProvidedBy;
import io.sluice.posture.Posture;
import io.sluice.posture.PostureCheck;
import io.sluice.posture.PostureQuestion;
import io.sluice.posture.Sender;
import io.sluice.posture.SenderSightings;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Diagnoses of sender domains, at most {@value #MOST_AT_ONCE} at once. What the request leaves out is taken from the mail
 * that was sent lately. Bound by {@code io.sluice.SluiceModule}. Safe for several threads.
 */
@ProvidedBy(ModuleMissing.class)
public final class DiagnosisReport {
    static final int MOST_AT_ONCE = 4;

    private final PostureCheck check;
    private final SenderSightings sightings;
    private final Supplier<List<Posture>> latest;
    private final List<InetAddress> addresses;
    private final Semaphore turns = new Semaphore(MOST_AT_ONCE);

    /**
     * @param latest what was looked up without being asked for
     * @param addresses that mail leaves from, where that is configured
     */
    public DiagnosisReport(
            PostureCheck check,
            SenderSightings sightings,
            Supplier<List<Posture>> latest,
            List<InetAddress> addresses) {
        this.check = check;
        this.sightings = sightings;
        this.latest = latest;
        this.addresses = List.copyOf(addresses);
    }

    /** What was seen last of all senders. */
    List<Posture> latest() {
        return latest.get();
    }

    /**
     * Looks at one.
     *
     * @param more what the request says beyond the domain
     * @return empty when too many look already
     * @throws IllegalArgumentException when that can be no question
     */
    Optional<Posture> diagnose(String domain, UnaryOperator<PostureQuestion> more) {
        PostureQuestion about = PostureQuestion.about(domain);
        Optional<Sender> sender = sightings.of(about.domain());
        Optional<InetAddress> address = addresses.stream()
                .findFirst()
                .or(() -> sender.flatMap(each -> each.sources().stream().findFirst()));
        PostureQuestion known = sender.map(each -> each.question(address))
                .orElseGet(() -> address.map(about::from).orElse(about));
        PostureQuestion question = more.apply(known);
        if (!turns.tryAcquire()) {
            return Optional.empty();
        }
        try {
            Posture posture = check.check(question);
            return Optional.of(sender.map(each -> posture.with(each.signing())).orElse(posture));
        } finally {
            turns.release();
        }
    }
}
