package io.sluice.reach;

import io.sluice.posture.Finding;
import io.sluice.posture.FindingId;
import io.sluice.posture.FindingStatus;
import io.sluice.reach.Conversation.Stage;
import io.sluice.reach.Conversation.Tls;
import java.util.Optional;

/** Whether a mail exchanger speaks TLS. */
final class TlsFindings {
    private TlsFindings() {}

    /**
     * Judges; empty when the conversation did not come that far.
     *
     * @param demanded what demands TLS of senders, as "MTA-STS"; empty when nothing does
     */
    static Optional<Finding> of(Conversation conversation, Optional<String> demanded) {
        String subject = conversation.subject();
        if (conversation.tls().isPresent()) {
            Tls tls = conversation.tls().get();
            return Optional.of(Finding.pass(
                    FindingId.INBOUND_TLS, subject, "STARTTLS is offered, and gives " + tls.protocol() + "."));
        }
        Optional<Conversation.Trouble> failed =
                conversation.troubleAt(Stage.HANDSHAKE).or(() -> conversation.troubleAt(Stage.STARTTLS));
        if (failed.isPresent()) {
            return Optional.of(Finding.fail(
                            FindingId.INBOUND_TLS,
                            subject,
                            "STARTTLS is offered, and fails: " + GreetingFindings.words(failed.get())
                                    + ". Exchange Online reports 450 4.4.317 then.")
                    .change("Look at <tls> in smtpserver.xml: keystore, secret, and TLSv1.2 or TLSv1.3, which alone are"
                            + " tried."));
        }
        if (conversation.trouble().isPresent()) {
            return Optional.empty();
        }
        return Optional.of(Finding.of(
                        FindingId.INBOUND_TLS,
                        demanded.isPresent() ? FindingStatus.FAIL : FindingStatus.WARN,
                        subject,
                        "STARTTLS is not offered: mail comes in the clear"
                                + demanded.map(by -> ", and " + by + " tells senders to keep it back")
                                        .orElse("; a connector that requires TLS does not bring it at all")
                                + ".")
                .change("Set <tls socketTLS=\"false\" startTLS=\"true\"> with a certificate in smtpserver.xml."));
    }
}
