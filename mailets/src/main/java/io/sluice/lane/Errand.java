package io.sluice.lane;

import java.util.List;

/**
 * Whom a mail is from and for, as far as a lane's narrower gates care. All in lower case.
 *
 * @param tenant the MX host of a business customer, or the recipients' domain
 * @param senderDomain the domain of the reverse path; empty for the null sender
 * @param recipients the forward paths
 */
public record Errand(String tenant, String senderDomain, List<String> recipients) {
    public Errand {
        recipients = List.copyOf(recipients);
    }
}
