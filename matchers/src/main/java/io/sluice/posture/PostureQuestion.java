package io.sluice.posture;

import com.google.common.net.InetAddresses;
import io.sluice.microsoft.DomainNames;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is to be looked at. Equal questions have the same answer for a while, so this is also what a cache goes by.
 *
 * <pre>{@code
 * PostureQuestion.about("example.org").from("192.0.2.7").greeting("mail.example.org").signedBy(selectors)
 * }</pre>
 *
 * @param domain of the From header, in lower case
 * @param mailFrom the domain of MAIL FROM, which SPF is about; mostly the same
 * @param ip the address that mail leaves from
 * @param helo the name that it greets with
 * @param selectors the DKIM keys in use; at most {@value #MOST_SELECTORS}
 * @param recipient a domain that mail goes to
 */
public record PostureQuestion(
        String domain,
        String mailFrom,
        Optional<InetAddress> ip,
        Optional<String> helo,
        SortedSet<Selector> selectors,
        Optional<String> recipient) {
    /** More are not looked at. */
    public static final int MOST_SELECTORS = 20;

    private static final int LONGEST_HELO = 255;

    /** @throws IllegalArgumentException when a name is none, or there are too many selectors; the message says which */
    public PostureQuestion {
        domain = name("domain", domain);
        mailFrom = name("domain of MAIL FROM", mailFrom);
        recipient = recipient.map(name -> name("recipient domain", name));
        if (helo.isPresent() && (helo.get().isBlank() || helo.get().length() > LONGEST_HELO)) {
            throw new IllegalArgumentException("The EHLO name has 1 to " + LONGEST_HELO + " characters");
        }
        if (selectors.size() > MOST_SELECTORS) {
            throw new IllegalArgumentException("At most " + MOST_SELECTORS + " selectors are looked at");
        }
        selectors = Collections.unmodifiableSortedSet(new TreeSet<>(selectors));
    }

    private static String name(String what, String text) {
        return DomainNames.normalise(text)
                .filter(name -> name.indexOf('.') > 0)
                .filter(name -> !InetAddresses.isInetAddress(name))
                .orElseThrow(() -> new IllegalArgumentException("No possible " + what));
    }

    /**
     * A question about a domain, and nothing beyond.
     *
     * @throws IllegalArgumentException when that is no domain
     */
    public static PostureQuestion about(String domain) {
        return new PostureQuestion(
                domain, domain, Optional.empty(), Optional.empty(), Collections.emptySortedSet(), Optional.empty());
    }

    public PostureQuestion envelope(String senderDomain) {
        return new PostureQuestion(domain, senderDomain, ip, helo, selectors, recipient);
    }

    public PostureQuestion from(InetAddress address) {
        return new PostureQuestion(domain, mailFrom, Optional.of(address), helo, selectors, recipient);
    }

    /**
     * The same for mail from that address.
     *
     * @throws IllegalArgumentException when that is no IP address
     */
    public PostureQuestion from(String address) {
        return from(InetAddresses.forString(address));
    }

    public PostureQuestion greeting(String name) {
        return new PostureQuestion(domain, mailFrom, ip, Optional.of(name), selectors, recipient);
    }

    public PostureQuestion signedBy(Collection<Selector> keys) {
        return new PostureQuestion(domain, mailFrom, ip, helo, new TreeSet<>(keys), recipient);
    }

    public PostureQuestion to(String recipientDomain) {
        return new PostureQuestion(domain, mailFrom, ip, helo, selectors, Optional.of(recipientDomain));
    }
}
