package io.sluice.cli.input;

import io.sluice.reply.NoReply;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the words of an operating system or a mail server say about a reply that stayed away. */
final class NetworkWords {
    /** The first words that occur decide. */
    private static final List<Map.Entry<String, NoReply.Kind>> WORDS = List.of(
            Map.entry("nullmx", NoReply.Kind.NULL_MX),
            Map.entry("null mx", NoReply.Kind.NULL_MX),
            Map.entry("try again", NoReply.Kind.DNS_FAILURE),
            Map.entry("no dns entries", NoReply.Kind.NO_SUCH_DOMAIN),
            Map.entry("temporary problem looking up", NoReply.Kind.DNS_FAILURE),
            Map.entry("host not found", NoReply.Kind.NO_SUCH_DOMAIN),
            Map.entry("type=", NoReply.Kind.NO_SUCH_DOMAIN),
            Map.entry("tls", NoReply.Kind.TLS_FAILURE),
            Map.entry("certificate", NoReply.Kind.TLS_FAILURE),
            Map.entry("handshake", NoReply.Kind.TLS_FAILURE),
            Map.entry("ssl", NoReply.Kind.TLS_FAILURE),
            Map.entry("refused", NoReply.Kind.CONNECTION_REFUSED),
            Map.entry("unreachable", NoReply.Kind.UNREACHABLE),
            Map.entry("no route", NoReply.Kind.UNREACHABLE),
            Map.entry("couldn't connect", NoReply.Kind.UNREACHABLE),
            Map.entry("connect timed out", NoReply.Kind.CONNECT_TIMED_OUT),
            Map.entry("timed out", NoReply.Kind.READ_TIMED_OUT),
            Map.entry("lost connection", NoReply.Kind.CONNECTION_RESET),
            Map.entry("reset", NoReply.Kind.CONNECTION_RESET),
            Map.entry("broken pipe", NoReply.Kind.CONNECTION_RESET));

    private NetworkWords() {}

    /** What happened; empty when the words do not tell. */
    static Optional<NoReply.Kind> kind(String words) {
        String lower = words.toLowerCase(Locale.ROOT);
        return WORDS.stream()
                .filter(entry -> lower.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** As {@link #kind}, before there was a connection. */
    static Optional<NoReply.Kind> whileConnecting(String words) {
        return kind(words).map(kind -> kind == NoReply.Kind.READ_TIMED_OUT ? NoReply.Kind.CONNECT_TIMED_OUT : kind);
    }
}
