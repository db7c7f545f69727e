package io.sluice.testkit.microsoft;

import io.sluice.testkit.smtp.Rule;
import io.sluice.testkit.smtp.Stage;

/** One recipient domain at a Microsoft receiver; what is said of it leaves the others alone. */
public final class Tenant {

    private final MicrosoftReceiver receiver;
    private final String domain;

    Tenant(MicrosoftReceiver receiver, String domain) {
        this.receiver = receiver;
        this.domain = domain;
    }

    /** Refuses each recipient because the service is busy for the client's address. */
    public Rule isBusy() {
        return atRcpt().answers(c -> receiver.replies().serverBusy(c.peer()));
    }

    /** Has no mailboxes yet: a deferral that does not pass. */
    public Rule cannotReceive() {
        return atRcpt().answers(c -> receiver.replies().attr5());
    }

    /** Knows no recipient at all. */
    public Rule knowsNobody() {
        return atRcpt().answers(c -> receiver.replies().recipientNotFound());
    }

    /** Takes no mail over IPv6. */
    public Rule takesNoIpv6() {
        return atRcpt().where(c -> c.peer().indexOf(':') >= 0)
                .answers(c -> receiver.replies().ipv6NotAccepted(domain));
    }

    /** Begins a rule for the recipients of this tenant. */
    public Rule atRcpt() {
        return receiver.smtp().when(Stage.RCPT).domain(domain);
    }
}
