package io.sluice.inbound;

import io.sluice.exchange.Cidr;
import io.sluice.posture.Finding;
import io.sluice.posture.FindingId;
import io.sluice.posture.FindingStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code smtpserver.xml} means to Exchange Online. How many connections it opens is not published; what is, is what an
 * Exchange server opens to one domain by default (https://learn.microsoft.com/powershell/module/exchange/set-transportservice,
 * MaxPerDomainOutboundConnections: 20).
 */
public final class ListenerCheck {
    /** By default an Exchange server opens so many connections to one domain. */
    static final int CONNECTIONS_OF_A_SERVER = 20;

    /** Room for some servers of Exchange Online, and for everybody else. */
    static final int ENOUGH = 5 * CONNECTIONS_OF_A_SERVER;

    /** RFC 5321 section 4.5.3.2.7: a server waits 5 minutes for a command. */
    private static final int WAITS = 300;

    private static final String WRAP =
            "Put BypassForExchangeOnline around it, so that it leaves Exchange Online alone and works on for others.";

    private ListenerCheck() {}

    /** About limits and relaying. */
    public static List<Finding> limits(SmtpListener listener, Collection<Cidr> published) {
        return List.of(connections(listener), relaying(listener, published));
    }

    private static Finding connections(SmtpListener listener) {
        List<String> tight = new ArrayList<>();
        if (isTight(listener.connectionLimitPerIp(), CONNECTIONS_OF_A_SERVER)) {
            tight.add("connectionLimitPerIP is " + listener.connectionLimitPerIp()
                    + ", and an Exchange server opens up to " + CONNECTIONS_OF_A_SERVER
                    + " connections to one domain unless told otherwise");
        }
        if (isTight(listener.connectionLimit(), ENOUGH)) {
            tight.add("connectionLimit is " + listener.connectionLimit()
                    + ", of which some servers of Exchange Online may want " + CONNECTIONS_OF_A_SERVER + " each");
        }
        if (listener.timeout() < WAITS) {
            tight.add("connectiontimeout is " + listener.timeout() + " s, and clients may take " + WAITS
                    + " s between commands (RFC 5321 section 4.5.3.2)");
        }
        String limits = "connectionLimit " + words(listener.connectionLimit()) + ", connectionLimitPerIP "
                + words(listener.connectionLimitPerIp()) + ", connectiontimeout " + listener.timeout() + " s";
        String unpublished = " How many connections Exchange Online opens is not published.";
        return tight.isEmpty()
                ? Finding.pass(FindingId.INBOUND_CONNECTIONS, listener.bind(), limits + "." + unpublished)
                : Finding.warn(
                                FindingId.INBOUND_CONNECTIONS,
                                listener.bind(),
                                String.join("; ", tight)
                                        + ". James closes what is too much without a word: 450 4.4.318 over there."
                                        + unpublished)
                        .change("In smtpserver.xml, set connectionLimitPerIP to 0, connectionLimit to 1000, and"
                                + " connectiontimeout to 360.");
    }

    private static boolean isTight(int limit, int enough) {
        return limit > 0 && limit < enough;
    }

    private static String words(int limit) {
        return limit == 0 ? "0 (none)" : Integer.toString(limit);
    }

    private static Finding relaying(SmtpListener listener, Collection<Cidr> published) {
        List<String> open = RelayCheck.relaying(listener.authorized(), published);
        return open.isEmpty()
                ? Finding.pass(FindingId.INBOUND_RELAY, listener.bind(), "No address of Exchange Online's may relay.")
                : Finding.fail(
                                FindingId.INBOUND_RELAY,
                                listener.bind(),
                                "authorizedAddresses has " + String.join(", ", open)
                                        + ", where Exchange Online sends from: every customer of Microsoft may relay"
                                        + " through this server.")
                        .change("Take it out; accept mail for your own domains.");
    }

    /**
     * About handlers that are not run.
     *
     * @param why they are not
     */
    public static List<Finding> handlers(SmtpListener listener, String why) {
        List<Finding> found = listener.handlers().stream()
                .flatMap(handler -> unrun(
                        subject(handler.name(), listener.bind()), HookKind.of(handler.name()), handler.bypassed(), why)
                        .stream())
                .toList();
        return found.isEmpty() ? List.of(none(listener.bind())) : found;
    }

    /** No handler looks at who connects. */
    public static Finding none(String bind) {
        return Finding.pass(
                FindingId.INBOUND_HOOK,
                bind,
                "No handler is known to look at who connects; nothing defers Exchange Online.");
    }

    /** How a handler is named in findings. */
    public static String subject(String className, String bind) {
        return className.substring(className.lastIndexOf('.') + 1) + " at " + bind;
    }

    /** About a handler that is not run; empty when there is nothing to say. */
    public static Optional<Finding> unrun(String subject, HookKind kind, boolean bypassed, String why) {
        if (bypassed) {
            return Optional.of(Finding.pass(
                    FindingId.INBOUND_HOOK, subject, "Left alone by BypassForExchangeOnline; not run (" + why + ")."));
        }
        return switch (kind) {
            case HARMLESS -> Optional.empty();
            case DEFERS -> Optional.of(of(FindingStatus.FAIL, subject, kind, why));
            case REMEMBERS, ASKS, ASKS_FOR_NAME -> Optional.of(of(FindingStatus.WARN, subject, kind, why));
            case UNKNOWN -> Optional.of(of(FindingStatus.UNKNOWN, subject, kind, why));
        };
    }

    private static Finding of(FindingStatus status, String subject, HookKind kind, String why) {
        return Finding.of(FindingId.INBOUND_HOOK, status, subject, "It " + kind.words() + ". Not run: " + why + ".")
                .change(WRAP);
    }

    /** What to do about a handler that turns Exchange Online away. */
    public static String wrap() {
        return WRAP;
    }

    /** The listeners that a mail exchanger may be: those without TLS from the first byte. */
    public static Stream<SmtpListener> exchangers(List<SmtpListener> listeners) {
        return listeners.stream().filter(listener -> !listener.implicitTls());
    }
}
