package io.sluice.cli.input;

import io.sluice.reply.NoReply;
import io.sluice.reply.RemoteHost;
import io.sluice.reply.ReportedReply;
import java.util.Optional;

/** What the words of a mail server say about a reply that stayed away. */
final class NetworkWords {
    private NetworkWords() {}

    /** What happened; empty when the words do not tell. */
    static Optional<NoReply.Kind> kind(String words) {
        return ReportedReply.read(words, Optional.empty(), RemoteHost.NONE)
                .filter(NoReply.class::isInstance)
                .map(reply -> ((NoReply) reply).kind());
    }
}
