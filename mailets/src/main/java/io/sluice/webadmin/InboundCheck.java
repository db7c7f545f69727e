package io.sluice.webadmin;

import com.google.inject.ProvidedBy;
import io.sluice.exchange.Cidr;
import io.sluice.exchange.ExchangeOnlineRanges;
import io.sluice.inbound.ListenerCheck;
import io.sluice.inbound.SmtpListener;
import io.sluice.posture.Finding;
import io.sluice.posture.FindingId;
import io.sluice.reach.Reachability;
import io.sluice.reach.ReachabilityQuestion;
import io.sluice.smtp.HookChains;
import io.sluice.smtp.HookDryRun;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import javax.mail.internet.AddressException;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.server.core.configuration.ConfigurationProvider;

/**
 * What this server would do to Exchange Online when it brings mail to a domain: whether the domain is one of ours, the limits
 * of the listeners, and their handlers, in a dry run. One check at once. Bound by {@code io.sluice.SluiceModule}. Safe for
 * several threads.
 */
@ProvidedBy(ModuleMissing.class)
public final class InboundCheck {
    private static final String NO_MONITOR =
            "only ExchangeOnlineDeferralMonitor gets at the handlers of a running server, and it is not among them";

    private final ConfigurationProvider configurations;
    private final DomainList domains;
    private final ExchangeOnlineRanges ranges;
    private final HookChains chains;
    private final HookDryRun dryRun;
    private final InstantSource clock;
    private final Semaphore turn = new Semaphore(1);

    public InboundCheck(
            ConfigurationProvider configurations,
            DomainList domains,
            ExchangeOnlineRanges ranges,
            HookChains chains,
            HookDryRun dryRun,
            InstantSource clock) {
        this.configurations = configurations;
        this.domains = domains;
        this.ranges = ranges;
        this.chains = chains;
        this.dryRun = dryRun;
        this.clock = clock;
    }

    /**
     * Looks.
     *
     * @param unknownHooks whether handlers are run that are not known here
     * @return empty while another looks
     * @throws IllegalArgumentException when that is no domain
     */
    Optional<Reachability> check(String domain, boolean unknownHooks) {
        String name = ReachabilityQuestion.about(domain).domain();
        if (!turn.tryAcquire()) {
            return Optional.empty();
        }
        try {
            List<Finding> findings = new ArrayList<>();
            findings.add(domain(name));
            findings.addAll(listeners(name, unknownHooks));
            return Optional.of(new Reachability(name, clock.instant(), findings));
        } finally {
            turn.release();
        }
    }

    private Finding domain(String name) {
        try {
            return domains.containsDomain(Domain.of(name))
                    ? Finding.pass(FindingId.INBOUND_DOMAIN, name, "This server takes mail for " + name + ".")
                    : Finding.fail(
                                    FindingId.INBOUND_DOMAIN,
                                    name,
                                    "This server does not take mail for " + name + ": it answers 550 or 530 to RCPT.")
                            .change("Add the domain: PUT /domains/" + name
                                    + " in WebAdmin. If mail for it is only passed"
                                    + " on, look at RecipientRewriteTable and your own RCPT handlers.");
        } catch (DomainListException e) {
            return Finding.unknown(
                    FindingId.INBOUND_DOMAIN, name, "The list of domains cannot be read: " + e.getMessage());
        }
    }

    private List<Finding> listeners(String domain, boolean unknownHooks) {
        HierarchicalConfiguration<?> smtpserver;
        try {
            smtpserver = configurations.getConfiguration("smtpserver");
        } catch (ConfigurationException e) {
            return List.of(Finding.unknown(
                    FindingId.INBOUND_CONNECTIONS, "smtpserver.xml", "It cannot be read: " + e.getMessage()));
        }
        List<Cidr> published = Stream.concat(
                        ranges.published().stream().flatMap(list -> list.ranges().stream()),
                        ranges.additional().stream())
                .toList();
        List<SmtpListener> listeners = SmtpListener.of(smtpserver);
        List<SmtpListener> monitored =
                listeners.stream().filter(SmtpListener::isMonitored).toList();
        List<List<ProtocolHandler>> running = chains.all();
        List<Finding> findings = new ArrayList<>();
        ListenerCheck.exchangers(listeners).forEach(listener -> {
            findings.addAll(ListenerCheck.limits(listener, published));
            // James makes the servers in the order of the file, each with a monitor of its own.
            int number = monitored.indexOf(listener);
            findings.addAll(
                    number >= 0 && running.size() == monitored.size()
                            ? dryRun.run(
                                    running.get(number),
                                    new HookDryRun.Order(listener.bind(), postmaster(domain), published, unknownHooks))
                            : ListenerCheck.handlers(listener, NO_MONITOR));
        });
        return findings;
    }

    private static MailAddress postmaster(String domain) {
        try {
            // As one text: James 3.9 keeps the constructor of two parts to itself.
            return new MailAddress("postmaster@" + domain);
        } catch (AddressException e) {
            throw new IllegalArgumentException("No possible domain", e);
        }
    }
}
