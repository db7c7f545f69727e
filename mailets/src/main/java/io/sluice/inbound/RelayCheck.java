package io.sluice.inbound;

import com.google.common.base.Splitter;
import io.sluice.exchange.Cidr;
import io.sluice.exchange.ExchangeOnlineRanges;
import io.sluice.exchange.PublishedRanges;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns when {@code smtpserver.xml} lets Exchange Online's addresses relay: each customer of Microsoft could send anything to
 * anybody through this server then. That happened to others.
 */
public final class RelayCheck {
    private static final Logger LOGGER = LoggerFactory.getLogger(RelayCheck.class);
    private static final String AUTHORIZED = "smtpserver.authorizedAddresses";

    private RelayCheck() {}

    /** Looks at the configuration, and logs a warning if there is reason to. Never throws because of what is in it. */
    public static void warn(ConfigurationProvider configurations, ExchangeOnlineRanges ranges) {
        try {
            relaying(configurations.getConfiguration("smtpserver"), ranges).forEach(RelayCheck::warn);
        } catch (ConfigurationException e) {
            LOGGER.debug("There is no smtpserver.xml whose relaying could be looked at", e);
        }
    }

    private static void warn(String network) {
        LOGGER.warn(
                "smtpserver.xml: <authorizedAddresses> has {}, where Exchange Online sends from: every customer of"
                        + " Microsoft may relay through this server. Take it out; accept mail for your own domains, and"
                        + " look at FromExchangeOnlineTenant for what else you forward",
                network);
    }

    /** The networks that may relay and have an address of Exchange Online's. */
    static List<String> relaying(Configuration smtpserver, ExchangeOnlineRanges ranges) {
        List<Cidr> published = ranges.published().stream()
                .map(PublishedRanges::ranges)
                .flatMap(List::stream)
                .toList();
        return relaying(String.join(",", smtpserver.getStringArray(AUTHORIZED)), published);
    }

    /** Of networks with commas between them, those that have one of the published addresses. */
    static List<String> relaying(String authorized, Collection<Cidr> published) {
        return Splitter.on(',')
                .trimResults()
                .omitEmptyStrings()
                .splitToStream(authorized)
                .filter(word -> network(word)
                        .filter(network -> published.stream().anyMatch(network::overlaps))
                        .isPresent())
                .toList();
    }

    /** James takes more than we do, such as names; those are left alone. */
    private static Optional<Cidr> network(String word) {
        try {
            return Optional.of(Cidr.around(word));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
