package io.sluice.posture;

import com.google.inject.ProvidedBy;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Tells before a mail leaves which of its demands Microsoft will find unmet. Never waits: what the DNS says is asked in the
 * background, and until it is known, or where it does not answer, nothing is said against a mail but what the mail shows
 * itself. Safe for use by several threads. Bound by {@code io.sluice.SluiceModule}.
 */
@ProvidedBy(ModuleMissing.class)
public final class PreFlight {
    /** Each is a question to the DNS of its own. */
    static final int MOST_ADDRESSES = 4;

    private final Function<PostureQuestion, Optional<Posture>> known;
    private final SenderSightings sightings;
    private final List<InetAddress> configured;

    /**
     * @param known what is known without waiting, as {@link PostureCache#known}
     * @param sightings tells from which addresses a domain's mail left lately
     * @param configured addresses that mail leaves from; empty: only those that were seen count
     */
    public PreFlight(
            Function<PostureQuestion, Optional<Posture>> known,
            SenderSightings sightings,
            Collection<InetAddress> configured) {
        this.known = known;
        this.sightings = sightings;
        this.configured = List.copyOf(configured);
    }

    /**
     * The demands that the mail does not meet, as far as that is certain. Where it may leave from several addresses, SPF
     * counts as unmet only when it fails for each of them. Mail without a sender in the envelope, as reports are, is not
     * looked at.
     */
    public Set<Requirement> unmet(OutgoingMail mail) {
        if (mail.envelope().isEmpty()) {
            return Set.of();
        }
        Set<Requirement> unmet = EnumSet.allOf(Requirement.class);
        for (PostureQuestion question : questions(mail)) {
            unmet.retainAll(known.apply(question)
                    .map(posture -> unmet(mail, posture))
                    .orElseGet(() -> EnumSet.noneOf(Requirement.class)));
        }
        if (mail.signatures().isEmpty()) {
            unmet.add(Requirement.DKIM);
        }
        return Collections.unmodifiableSet(unmet);
    }

    private List<PostureQuestion> questions(OutgoingMail mail) {
        Set<Selector> keys = new TreeSet<>(mail.signatures());
        PostureQuestion question = PostureQuestion.about(mail.from())
                .envelope(mail.envelope().orElseThrow())
                .signedBy(keys);
        Set<InetAddress> addresses = new LinkedHashSet<>(configured);
        if (addresses.isEmpty()) {
            sightings.of(mail.from()).ifPresent(sender -> addresses.addAll(sender.sources()));
        }
        return addresses.isEmpty()
                ? List.of(question)
                : addresses.stream().limit(MOST_ADDRESSES).map(question::from).toList();
    }

    private static EnumSet<Requirement> unmet(OutgoingMail mail, Posture posture) {
        EnumSet<Requirement> unmet = EnumSet.noneOf(Requirement.class);
        boolean spfFails = fails(posture, FindingId.SPF_RESULT) || fails(posture, FindingId.SPF_RECORD);
        if (spfFails) {
            unmet.add(Requirement.SPF);
        }
        List<Finding> keys = posture.of(FindingId.DKIM_KEY);
        if (!keys.isEmpty() && keys.stream().allMatch(key -> key.status() == FindingStatus.FAIL)) {
            unmet.add(Requirement.DKIM);
        }
        boolean nothingAligned = mail.signatures().isEmpty()
                && (spfFails
                        || !OrganizationalDomain.isAligned(
                                mail.from(), mail.envelope().orElseThrow(), false));
        if (nothingAligned || fails(posture, FindingId.DMARC_RECORD) || fails(posture, FindingId.DMARC_ALIGNMENT)) {
            unmet.add(Requirement.DMARC);
        }
        return unmet;
    }

    private static boolean fails(Posture posture, FindingId id) {
        return posture.status(id).equals(Optional.of(FindingStatus.FAIL));
    }
}
