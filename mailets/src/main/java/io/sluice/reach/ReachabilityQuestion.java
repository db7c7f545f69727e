package io.sluice.reach;

import com.google.common.net.InetAddresses;
import io.sluice.microsoft.DomainNames;
import java.time.Duration;

/**
 * What is to be looked at.
 *
 * @param domain that mail goes to, in lower case
 * @param port of its mail exchangers; Exchange Online knows 25 only
 * @param patience for one conversation with a mail exchanger, from connecting to TLS; 1 s to 5 min
 */
public record ReachabilityQuestion(String domain, int port, Duration patience) {
    /** Where mail exchangers listen. */
    public static final int SMTP = 25;

    /** How long is waited without being told otherwise. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int HIGHEST_PORT = 65_535;

    /** @throws IllegalArgumentException when one of them is none; the message says which */
    public ReachabilityQuestion {
        domain = DomainNames.normalise(domain)
                .filter(name -> name.indexOf('.') > 0)
                .filter(name -> !InetAddresses.isInetAddress(name))
                .orElseThrow(() -> new IllegalArgumentException("No possible domain"));
        if (port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("A port is from 1 to " + HIGHEST_PORT);
        }
        if (patience.compareTo(Duration.ofSeconds(1)) < 0 || patience.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("The time for a conversation is from 1 s to 5 min");
        }
    }

    /** About a domain, as Exchange Online comes to it. */
    public static ReachabilityQuestion about(String domain) {
        return new ReachabilityQuestion(domain, SMTP, PATIENCE);
    }
}
