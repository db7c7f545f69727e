package io.sluice.delivery.transport;

import java.util.List;
import java.util.Optional;

/**
 * The envelope of one transaction (RFC 5321), with the parameters of RFC 3461 where the client gave them.
 *
 * @param sender the reverse path; empty for the null sender
 * @param recipients the forward paths, at least one
 * @param ret {@code FULL} or {@code HDRS}
 * @param envId the envelope id, as xtext
 */
public record Envelope(
        Optional<String> sender, List<EnvelopeRecipient> recipients, Optional<String> ret, Optional<String> envId) {
    /**
     * One forward path.
     *
     * @param dsnNotify the value of NOTIFY, for example {@code FAILURE,DELAY}
     * @param orcpt the value of ORCPT, for example {@code rfc822;bob@example.org}
     */
    public record EnvelopeRecipient(String address, Optional<String> dsnNotify, Optional<String> orcpt) {}

    public Envelope {
        recipients = List.copyOf(recipients);
    }
}
