package io.sluice.watch;

import com.google.inject.ProvidedBy;
import io.sluice.posture.Finding;
import io.sluice.posture.FindingStatus;
import io.sluice.posture.Posture;
import io.sluice.posture.PostureCheck;
import io.sluice.posture.Sender;
import io.sluice.posture.SenderSightings;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at the senders that really sent lately, and the addresses that they sent from, as Microsoft does. Bound by {@code
 * io.sluice.SluiceModule}. {@link #latest} and {@link #trouble} are safe for several threads, and wait for nothing.
 */
@ProvidedBy(ModuleMissing.class)
public final class PostureWatch {
    static final int MOST_SENDERS = 20;
    static final int MOST_ADDRESSES = 5;
    private static final int MOST_NAMED = 5;

    private final SenderSightings sightings;
    private final PostureCheck check;
    private final List<InetAddress> addresses;
    private volatile List<Posture> latest = List.of();

    /** @param addresses that mail leaves from; empty: those of the sightings */
    public PostureWatch(SenderSightings sightings, PostureCheck check, List<InetAddress> addresses) {
        this.sightings = sightings;
        this.check = check;
        this.addresses = List.copyOf(addresses);
    }

    /** Looks at one after the other. For one thread at a time. */
    public void look() {
        List<Posture> seen = new ArrayList<>();
        for (Sender sender : sightings.most(MOST_SENDERS)) {
            for (Optional<InetAddress> address : addresses(sender)) {
                seen.add(check.check(sender.question(address)).with(sender.signing()));
            }
        }
        latest = List.copyOf(seen);
    }

    private List<Optional<InetAddress>> addresses(Sender sender) {
        Set<InetAddress> known = addresses.isEmpty() ? sender.sources() : Set.copyOf(addresses);
        return known.isEmpty()
                ? List.of(Optional.empty())
                : known.stream()
                        .sorted(Comparator.comparing(InetAddress::getHostAddress))
                        .limit(MOST_ADDRESSES)
                        .map(Optional::of)
                        .toList();
    }

    /** What was seen last, those first that sent most. */
    public List<Posture> latest() {
        return latest;
    }

    /** What Microsoft refuses or distrusts, and what to change; empty when there is nothing, or nothing was seen yet. */
    public Optional<String> trouble() {
        List<String> sentences = new ArrayList<>();
        for (Posture posture : latest) {
            posture.findings().stream()
                    .filter(finding -> finding.status() == FindingStatus.FAIL)
                    .map(finding -> sentence(posture, finding))
                    .forEach(sentences::add);
        }
        List<String> different = sentences.stream().distinct().toList();
        if (different.isEmpty()) {
            return Optional.empty();
        }
        String named = String.join(" ", different.subList(0, Math.min(MOST_NAMED, different.size())));
        int more = different.size() - MOST_NAMED;
        return Optional.of(more > 0 ? named + " And " + more + " more; GET /microsoft/diagnosis shows all." : named);
    }

    private static String sentence(Posture posture, Finding finding) {
        return posture.question().domain() + ", " + finding.id().code() + ": " + finding.what()
                + finding.change().map(change -> " " + change).orElse("");
    }
}
