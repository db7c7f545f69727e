package io.sluice.reply;

import java.util.Optional;

/**
 * What a receiver answered. That it did not answer is a reply of its own kind.
 */
public sealed interface Reply permits SmtpReply, NoReply {
    /** The stage of the session. */
    SmtpStage stage();

    /** The host that replied, or should have. */
    RemoteHost remote();

    /** The one recipient that the reply is about; empty when it is about all of them. */
    Optional<String> recipient();

    /** One printable line, as the operator and the sender shall read it: no control characters, bounded. */
    String text();
}
