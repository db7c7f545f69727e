package io.sluice.testkit;

import io.sluice.testkit.dns.DnsResponder;
import io.sluice.testkit.james.JamesServer;
import io.sluice.testkit.james.JamesSetup;
import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.microsoft.MicrosoftReceiver;
import io.sluice.testkit.microsoft.Service;
import io.sluice.testkit.smtp.Ledger;
import io.sluice.testkit.smtp.Ledger.Delivery;
import io.sluice.testkit.smtp.Recording;
import io.sluice.testkit.smtp.SimulatedReceiver;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The Internet as far as a test needs it: Outlook.com, Exchange Online with two tenants, somebody else, and the DNS that
 * leads to them.
 *
 * <table>
 *   <caption>Who receives for whom</caption>
 *   <tr><th>Domain</th><th>MX</th><th>Receiver</th></tr>
 *   <tr><td>hotmail.com, outlook.com, live.com, msn.com</td><td>hotmail-com.olc.protection.outlook.com ...</td>
 *       <td>{@link #consumer()} on 127.0.0.11</td></tr>
 *   <tr><td>contoso.com, fabrikam.com</td><td>contoso-com.mail.protection.outlook.com ...</td>
 *       <td>{@link #business()} on 127.0.0.12</td></tr>
 *   <tr><td>example.org, example.net</td><td>mx.example.org:port ...</td><td>{@link #other()} on 127.0.0.13</td></tr>
 * </table>
 *
 * <p>All receivers share one ephemeral {@link #port()}, because an MX record has none: a server under test delivers to
 * that port with the mailet parameter {@code mail.smtp.port}, which {@link #james()} sets.
 *
 * <pre>{@code
 * static final MicrosoftWorld world = MicrosoftWorld.start();
 * static final JamesServer james = world.james().start();
 *
 * world.consumer().throttles();
 * james.submit(mail);
 * world.awaitDelivered(List.of(mail), Duration.ofSeconds(30));
 * }</pre>
 */
public final class MicrosoftWorld implements AutoCloseable {

    private static final int PORT_ATTEMPTS = 50;
    private static final List<String> CONSUMER_DOMAINS = List.of("hotmail.com", "outlook.com", "live.com", "msn.com");
    private static final List<String> BUSINESS_DOMAINS = List.of("contoso.com", "fabrikam.com");
    private static final List<String> OTHER_DOMAINS = List.of("example.org", "example.net");

    private final MicrosoftReceiver consumer;
    private final MicrosoftReceiver business;
    private final SimulatedReceiver other;
    private final DnsResponder dns;
    private final Set<String> consumerDomains = ConcurrentHashMap.newKeySet();
    private final Set<String> tenants = ConcurrentHashMap.newKeySet();

    private MicrosoftWorld(MicrosoftReceiver consumer, MicrosoftReceiver business, SimulatedReceiver other) {
        this.consumer = consumer;
        this.business = business;
        this.other = other;
        this.dns = DnsResponder.start();
        CONSUMER_DOMAINS.forEach(this::hostConsumerDomain);
        BUSINESS_DOMAINS.forEach(this::hostTenant);
        OTHER_DOMAINS.forEach(this::hostOtherDomain);
    }

    /** Starts everything, remembering whole messages. */
    public static MicrosoftWorld start() {
        return start(Recording.MESSAGES);
    }

    /** Starts everything with a choice of memory. */
    public static MicrosoftWorld start(Recording recording) {
        InstantSource time = InstantSource.system();
        for (int attempt = 1; ; attempt++) {
            MicrosoftReceiver consumer = MicrosoftReceiver.start(Service.CONSUMER, "127.0.0.11", 0, time, recording);
            MicrosoftReceiver business = null;
            try {
                int port = consumer.smtp().port();
                business = MicrosoftReceiver.start(Service.BUSINESS, "127.0.0.12", port, time, recording);
                SimulatedReceiver other = SimulatedReceiver.named("mx.example.org")
                        .address("127.0.0.13")
                        .port(port)
                        .time(time)
                        .remembering(recording)
                        .start();
                return new MicrosoftWorld(consumer, business, other);
            } catch (UncheckedIOException e) {
                // The port is free on one address, but not on another.
                consumer.close();
                if (business != null) {
                    business.close();
                }
                if (attempt == PORT_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Adds a business tenant. */
    public void hostTenant(String domain) {
        hostTenant(domain, domain.replace('.', '-') + ".mail.protection.outlook.com");
    }

    /** Adds a business tenant whose MX host has this name. */
    public void hostTenant(String domain, String mx) {
        tenants.add(domain);
        host(domain, mx, business.smtp());
    }

    /** Adds a domain of the consumer service. */
    public void hostConsumerDomain(String domain) {
        consumerDomains.add(domain);
        host(domain, domain.replace('.', '-') + ".olc.protection.outlook.com", consumer.smtp());
    }

    /**
     * Adds a domain of somebody else. James's own delivery insists on port 25, unless the name of the MX host carries a
     * port; then it cuts that off the name, fails to read it because of the final dot, and falls back to
     * {@code mail.smtp.port}. So the name carries one. It has an address with and without.
     */
    public void hostOtherDomain(String domain) {
        String mx = "mx." + domain;
        host(domain, mx + ":" + port(), other);
        dns.a(mx, other.address().getHostAddress());
    }

    private void host(String domain, String mx, SimulatedReceiver receiver) {
        dns.mx(domain, 10, mx).a(mx, receiver.address().getHostAddress());
    }

    /** Outlook.com, Hotmail, Live and MSN. */
    public MicrosoftReceiver consumer() {
        return consumer;
    }

    /** Exchange Online. */
    public MicrosoftReceiver business() {
        return business;
    }

    /** Somebody else's mail server. */
    public SimulatedReceiver other() {
        return other;
    }

    /** The name server. */
    public DnsResponder dns() {
        return dns;
    }

    /** The port of all receivers. */
    public int port() {
        return other.port();
    }

    /**
     * Begins the set-up of a real server that lives in this world: it asks this DNS, and its mailets deliver to this
     * port.
     */
    public JamesSetup james() {
        return JamesServer.setup().dns(dns).deliveringTo(port());
    }

    /** How often each mail was accepted for each recipient, wherever; mails are known by {@link ProbeMail#ID_HEADER}. */
    public Map<Delivery, Integer> deliveries() {
        Map<Delivery, Integer> all = new HashMap<>();
        ledgers().forEach(ledger -> ledger.deliveries(ProbeMail.ID_HEADER)
                .forEach((delivery, copies) -> all.merge(delivery, copies, Integer::sum)));
        return all;
    }

    /**
     * Waits until mails have arrived at every one of their recipients, wherever these are.
     *
     * @return how often each of them has arrived: 1, or more for duplicates.
     * @throws AssertionError when the time is over first; it tells what is missing.
     */
    public Map<Delivery, Integer> awaitDelivered(Collection<ProbeMail> mails, Duration atMost) {
        Set<Delivery> missing = mails.stream()
                .flatMap(mail -> mail.recipients().stream().map(recipient -> new Delivery(mail.id(), recipient)))
                .collect(Collectors.toSet());
        Map<Ledger, Set<Delivery>> byReceiver = missing.stream()
                .collect(Collectors.groupingBy(delivery -> ledgerOf(delivery.recipient()), Collectors.toSet()));
        long deadline = System.nanoTime() + atMost.toNanos();
        byReceiver.forEach((ledger, expected) -> ledger.awaitDeliveries(
                ProbeMail.ID_HEADER, expected, Duration.ofNanos(Math.max(1, deadline - System.nanoTime()))));
        Map<Delivery, Integer> all = deliveries();
        all.keySet().retainAll(missing);
        return all;
    }

    private Ledger ledgerOf(String recipient) {
        String domain = recipient.substring(recipient.lastIndexOf('@') + 1);
        if (consumerDomains.contains(domain)) {
            return consumer.ledger();
        }
        return tenants.contains(domain) ? business.ledger() : other.ledger();
    }

    private Stream<Ledger> ledgers() {
        return Stream.of(consumer.ledger(), business.ledger(), other.ledger());
    }

    /** Makes everybody friendly again and forgets what happened, for the next test. DNS stays as it is. */
    public void reset() {
        Stream.of(consumer.smtp(), business.smtp(), other).forEach(receiver -> {
            receiver.acceptEverything();
            receiver.up();
        });
        ledgers().forEach(Ledger::clear);
    }

    @Override
    public void close() {
        dns.close();
        other.close();
        business.close();
        consumer.close();
    }
}
