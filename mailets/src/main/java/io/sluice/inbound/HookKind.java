package io.sluice.inbound;

import java.util.List;
import java.util.Map;

/** What a handler of {@code smtpserver.xml} can do to Exchange Online, by its class alone. */
public enum HookKind {
    /** It does not look at who connects, or treats everybody alike. */
    HARMLESS(""),
    /** It asks the DNS about the client, keeps nothing of it, and turns away whom it does not like. */
    ASKS("looks at who connects, and turns away whom it does not like"),
    /** The same, about the client's name, too. */
    ASKS_FOR_NAME("looks at the client's name, and turns away whom it does not like"),
    /** It defers each client that it has not seen before. */
    DEFERS("defers mail of whoever it has not seen before, and Exchange Online comes from ever other addresses"),
    /** It remembers what clients did, and turns them away for it later. */
    REMEMBERS("turns an address away for what somebody did from there, and Exchange Online's addresses are those of all"
            + " customers of Microsoft"),
    /** It is none of James's, and none of ours. */
    UNKNOWN("is a class that is not known here");

    private static final String FAST_FAIL = "org.apache.james.smtpserver.fastfail.";
    private static final Map<String, HookKind> BY_CLASS = Map.ofEntries(
            Map.entry(FAST_FAIL + "DNSRBLHandler", ASKS),
            Map.entry(FAST_FAIL + "ValidSenderDomainHandler", ASKS),
            Map.entry(FAST_FAIL + "SPFHandler", ASKS),
            Map.entry(FAST_FAIL + "ReverseEqualsEhloHeloHandler", ASKS_FOR_NAME),
            Map.entry(FAST_FAIL + "ResolvableEhloHeloHandler", ASKS_FOR_NAME),
            Map.entry(FAST_FAIL + "JDBCGreylistHandler", DEFERS),
            Map.entry(FAST_FAIL + "SpamTrapHandler", REMEMBERS),
            Map.entry(FAST_FAIL + "ValidRcptHandler", HARMLESS),
            Map.entry(FAST_FAIL + "ValidRcptMX", HARMLESS),
            Map.entry(FAST_FAIL + "MaxRcptHandler", HARMLESS),
            Map.entry(FAST_FAIL + "MaxUnknownCmdHandler", HARMLESS),
            Map.entry(FAST_FAIL + "URIRBLHandler", HARMLESS),
            Map.entry("io.sluice.smtp.BackPressure", HARMLESS),
            Map.entry("io.sluice.smtp.DeliverBy", HARMLESS),
            Map.entry("io.sluice.smtp.ExchangeOnlineDeferralMonitor", HARMLESS));
    /** Commands, relaying and logging in: the same for every client. */
    private static final List<String> JAMES_CORE = List.of(
            "org.apache.james.smtpserver",
            "org.apache.james.smtpserver.dsn",
            "org.apache.james.smtpserver.futurerelease",
            "org.apache.james.smtpserver.jmx",
            "org.apache.james.protocols.api.handler",
            "org.apache.james.protocols.smtp.core",
            "org.apache.james.protocols.smtp.core.esmtp",
            "org.apache.james.protocols.smtp.core.log");

    private final String words;

    HookKind(String words) {
        this.words = words;
    }

    /** What is known of the class with that name. */
    public static HookKind of(String className) {
        int dot = className.lastIndexOf('.');
        if (dot > 0 && JAMES_CORE.contains(className.substring(0, dot))) {
            return HARMLESS;
        }
        return BY_CLASS.getOrDefault(className, className.endsWith("GreylistHandler") ? DEFERS : UNKNOWN);
    }

    /** What it does, behind "it". */
    public String words() {
        return words;
    }
}
