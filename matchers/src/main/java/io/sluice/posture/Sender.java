package io.sluice.posture;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A domain that sent lately.
 *
 * @param domain of the From header
 * @param mails that it sent
 * @param signed of them with DKIM, by whomever
 * @param aligned of them signed by a domain of the same organisation
 * @param envelopes domains of MAIL FROM
 * @param selectors keys that signatures named
 * @param sources addresses that its mail was to leave from, where they are configured
 * @param greetings names in EHLO
 * @param last when it sent last
 */
public record Sender(
        String domain,
        long mails,
        long signed,
        long aligned,
        Set<String> envelopes,
        Set<Selector> selectors,
        Set<InetAddress> sources,
        Set<String> greetings,
        Instant last) {
    /** Of the mails that have to be signed, so that it is no accident. */
    private static final double NEARLY_ALL = 0.99;

    /** What to look at for this sender and that address. */
    public PostureQuestion question(Optional<InetAddress> ip) {
        PostureQuestion question = PostureQuestion.about(domain).signedBy(selectors);
        if (!envelopes.isEmpty() && !envelopes.contains(domain)) {
            question = question.envelope(new TreeSet<>(envelopes).first());
        }
        if (greetings.size() == 1) {
            question = question.greeting(greetings.iterator().next());
        }
        return ip.isPresent() ? question.from(ip.get()) : question;
    }

    /** Whether its mail was signed so that DMARC passes. */
    public Finding signing() {
        String text = "Of the last " + mails + " mails from " + domain + ", " + signed + " were signed with DKIM, "
                + aligned + " of them by " + domain + " or its organisation.";
        if (aligned >= mails * NEARLY_ALL) {
            return Finding.pass(FindingId.DKIM_SIGNING, domain, text);
        }
        Finding finding = aligned == 0
                ? Finding.fail(FindingId.DKIM_SIGNING, domain, text)
                : Finding.warn(FindingId.DKIM_SIGNING, domain, text);
        return finding.change("Let James sign all of it as d=" + domain
                + ", before MicrosoftRemoteDelivery (mailet DKIMSign), or let the system that writes it sign it.");
    }
}
