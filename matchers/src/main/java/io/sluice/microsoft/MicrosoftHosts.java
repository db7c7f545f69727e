package io.sluice.microsoft;

import io.sluice.reply.Service;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The names by which Microsoft's receivers are recognised. Immutable; safe for use by several threads.
 *
 * <p>A host belongs to a service when its name is a known suffix or ends with a dot and a known suffix, whatever the
 * case, a trailing dot left out of account. {@code evil-mail.protection.outlook.com.example} and
 * {@code xmail.protection.outlook.com} do not. If several suffixes fit, the longest decides, so a configured one can be
 * narrower than a built-in one. {@code *.inbound.protection.outlook.com} are names of front ends, never in an MX record,
 * and not known here.
 */
public final class MicrosoftHosts {
    private static final Map<Service, List<String>> BUILT_IN = Map.of(
            Service.CONSUMER,
            List.of(
                    "olc.protection.outlook.com",
                    // Custom domains on consumer Outlook.
                    "pamx1.hotmail.com",
                    // Before 2018; still found in static configuration.
                    "mx1.hotmail.com",
                    "mx2.hotmail.com",
                    "mx3.hotmail.com",
                    "mx4.hotmail.com"),
            Service.BUSINESS,
            List.of(
                    "mail.protection.outlook.com",
                    // Tenants with DNSSEC: contoso-com.a-v1.mx.microsoft.
                    "mx.microsoft",
                    "eo.outlook.com",
                    // GCC High and DoD; 21Vianet.
                    "mail.protection.office365.us",
                    "mail.protection.partner.outlook.cn"),
            Service.SUBMISSION,
            List.of(
                    "smtp.office365.com",
                    "smtp-hve.office365.com",
                    "smtp.office365.us",
                    "smtp.partner.outlook.cn",
                    "smtp-mail.outlook.com",
                    "smtp.live.com",
                    "outlook.office365.com"));

    private static final String CONSUMER_DOMAINS = "consumer-domains.txt";

    private final Map<String, Service> services;
    private final Set<String> consumerDomains;

    private MicrosoftHosts(Map<String, Service> services, Set<String> consumerDomains) {
        this.services = Map.copyOf(services);
        this.consumerDomains = Set.copyOf(consumerDomains);
    }

    /** What is known without configuration. */
    public static MicrosoftHosts standard() {
        Map<String, Service> services = new HashMap<>();
        BUILT_IN.forEach((service, suffixes) -> suffixes.forEach(suffix -> services.put(suffix, service)));
        return new MicrosoftHosts(services, readConsumerDomains());
    }

    /**
     * These names and more.
     *
     * @param service whose hosts they are
     * @param suffixes host names that stand for themselves and all below; a leading {@code .} or {@code *.} is allowed;
     *     at least two labels
     * @throws IllegalArgumentException naming the suffix that is no host name, or that is another service's already
     */
    public MicrosoftHosts withSuffixes(Service service, Collection<String> suffixes) {
        Map<String, Service> extended = new HashMap<>(services);
        for (String suffix : suffixes) {
            Service previous = extended.put(suffixOf(suffix), service);
            if (previous != null && previous != service) {
                throw new IllegalArgumentException(DomainNames.quoted(suffix) + " stands for " + previous.token());
            }
        }
        return new MicrosoftHosts(extended, consumerDomains);
    }

    /**
     * These names and more.
     *
     * @param domains mail domains of the consumer service, for example a new national {@code outlook.*}
     * @throws IllegalArgumentException naming the domain that is no domain name of at least two labels
     */
    public MicrosoftHosts withConsumerDomains(Collection<String> domains) {
        Set<String> extended = new HashSet<>(consumerDomains);
        domains.forEach(domain -> extended.add(atLeastTwoLabels(domain, domain)));
        return new MicrosoftHosts(services, extended);
    }

    /** The service that a host belongs to; empty if it is not Microsoft's or no host name at all. */
    public Optional<Service> serviceOf(String host) {
        return DomainNames.normalise(host).flatMap(this::longestMatch);
    }

    /**
     * The service that takes a domain's mail: that of the most preferred host, whatever the others are.
     *
     * <p>The first host gets the mail unless it is down, and so it decides whose limits and replies matter. A Microsoft
     * host further down is a backup, and a domain whose first host is a filtering gateway (Proofpoint, Mimecast, ...) is
     * not Microsoft's towards us although the mailbox is. James hands out hosts without their preference and shuffles
     * those of the same, so in the rare case that a domain mixes Microsoft and others at equal preference either may
     * decide, for as long as the answer is remembered; for that time mail does go to that host first.
     *
     * @param hosts host names, most preferred first
     * @return {@link Service#CONSUMER}, {@link Service#BUSINESS} or empty; a submission host takes no domain's mail
     */
    public Optional<Service> serviceOfMx(List<String> hosts) {
        return hosts.stream()
                .limit(1)
                .findFirst()
                .flatMap(this::serviceOf)
                .filter(service -> service != Service.SUBMISSION);
    }

    /**
     * Whether this is one of Microsoft's own consumer mail domains, like {@code hotmail.com}. A list of names ages, so
     * it counts only where the DNS cannot be asked.
     */
    public boolean isConsumerDomain(String domain) {
        return DomainNames.normalise(domain).filter(consumerDomains::contains).isPresent();
    }

    private Optional<Service> longestMatch(String host) {
        for (int start = 0; start >= 0; start = nextLabel(host, start)) {
            Service service = services.get(host.substring(start));
            if (service != null) {
                return Optional.of(service);
            }
        }
        return Optional.empty();
    }

    private static int nextLabel(String host, int start) {
        int dot = host.indexOf('.', start);
        return dot < 0 ? -1 : dot + 1;
    }

    private static String suffixOf(String configured) {
        String bare = configured.startsWith("*.")
                ? configured.substring(2)
                : configured.startsWith(".") ? configured.substring(1) : configured;
        return atLeastTwoLabels(bare, configured);
    }

    private static String atLeastTwoLabels(String name, String configured) {
        return DomainNames.normalise(name)
                .filter(normal -> normal.indexOf('.') > 0)
                .orElseThrow(() -> new IllegalArgumentException(
                        DomainNames.quoted(configured) + " is no domain name of at least two labels"));
    }

    private static Set<String> readConsumerDomains() {
        try (InputStream in = MicrosoftHosts.class.getResourceAsStream(CONSUMER_DOMAINS)) {
            if (in == null) {
                throw new IllegalStateException(CONSUMER_DOMAINS + " is missing in the jar");
            }
            Set<String> domains = new HashSet<>();
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .forEach(line -> domains.add(atLeastTwoLabels(line, line)));
            return domains;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
