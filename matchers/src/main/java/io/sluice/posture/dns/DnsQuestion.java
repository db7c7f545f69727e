package io.sluice.posture.dns;

import java.util.Locale;

/**
 * One question.
 *
 * @param name in lower case, without the trailing dot
 */
public record DnsQuestion(String name, Kind kind) {
    /** Which records are wanted. The names are those of the DNS. */
    public enum Kind {
        A,
        AAAA,
        MX,
        PTR,
        TLSA,
        TXT
    }

    public DnsQuestion {
        name = (name.endsWith(".") ? name.substring(0, name.length() - 1) : name).toLowerCase(Locale.ROOT);
    }

    public static DnsQuestion of(Kind kind, String name) {
        return new DnsQuestion(name, kind);
    }

    /** As {@code TXT example.org}. */
    @Override
    public String toString() {
        return kind + " " + name;
    }
}
