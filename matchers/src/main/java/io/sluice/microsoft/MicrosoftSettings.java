package io.sluice.microsoft;

import com.google.common.base.Splitter;
import io.sluice.reply.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.commons.configuration2.Configuration;

/**
 * What {@code sluice.properties} says about recognising Microsoft. All keys are optional:
 *
 * <pre><code>
 * microsoft.consumer.suffixes = mx.consumer.example, ...
 * microsoft.business.suffixes = mail.tenants.example, ...
 * microsoft.consumer.domains = outlook.example, ...
 * mx.cache.minimum = 30 s
 * mx.cache.maximum = 1 hour
 * mx.cache.stale = 24 hours
 * mx.cache.negative = 5 min
 * mx.cache.failure = 30 s
 * mx.cache.size = 10000
 * </code></pre>
 *
 * @param hosts the names that are known, built in and configured
 * @param cache how answers about mail domains are remembered
 */
public record MicrosoftSettings(MicrosoftHosts hosts, MxCacheSettings cache) {
    private static final String CONSUMER_SUFFIXES = "microsoft.consumer.suffixes";
    private static final String BUSINESS_SUFFIXES = "microsoft.business.suffixes";
    private static final String CONSUMER_DOMAINS = "microsoft.consumer.domains";
    private static final String MINIMUM = "mx.cache.minimum";
    private static final String MAXIMUM = "mx.cache.maximum";
    private static final String STALE = "mx.cache.stale";
    private static final String NEGATIVE = "mx.cache.negative";
    private static final String FAILURE = "mx.cache.failure";
    private static final String SIZE = "mx.cache.size";

    static final SortedSet<String> KEYS = new TreeSet<>(List.of(
            CONSUMER_SUFFIXES, BUSINESS_SUFFIXES, CONSUMER_DOMAINS, MINIMUM, MAXIMUM, STALE, NEGATIVE, FAILURE, SIZE));

    /** What holds without configuration. */
    public static MicrosoftSettings standard() {
        return new MicrosoftSettings(MicrosoftHosts.standard(), MxCacheSettings.DEFAULT);
    }

    /**
     * Reads the keys that begin with {@code microsoft.} and {@code mx.}, and leaves others to others.
     *
     * @throws IllegalArgumentException naming file, key, value and what is allowed
     */
    public static MicrosoftSettings from(Configuration configuration) {
        refuseUnknownKeys(configuration);
        return new MicrosoftSettings(hosts(configuration), cache(configuration));
    }

    private static void refuseUnknownKeys(Configuration configuration) {
        for (Iterator<String> keys = configuration.getKeys(); keys.hasNext(); ) {
            String key = keys.next();
            boolean ours = key.equals("microsoft")
                    || key.equals("mx")
                    || key.startsWith("microsoft.")
                    || key.startsWith("mx.");
            if (ours && !KEYS.contains(key)) {
                throw new IllegalArgumentException(
                        "sluice.properties: unknown key " + DomainNames.quoted(key) + "; allowed: " + KEYS);
            }
        }
    }

    private static MicrosoftHosts hosts(Configuration configuration) {
        MicrosoftHosts hosts = MicrosoftHosts.standard();
        hosts = withSuffixes(hosts, Service.CONSUMER, configuration, CONSUMER_SUFFIXES);
        hosts = withSuffixes(hosts, Service.BUSINESS, configuration, BUSINESS_SUFFIXES);
        for (String domain : list(configuration, CONSUMER_DOMAINS)) {
            try {
                hosts = hosts.withConsumerDomains(List.of(domain));
            } catch (IllegalArgumentException e) {
                throw bad(CONSUMER_DOMAINS, domain, "domain names of at least two labels, separated by commas", e);
            }
        }
        return hosts;
    }

    private static MicrosoftHosts withSuffixes(
            MicrosoftHosts hosts, Service service, Configuration configuration, String key) {
        MicrosoftHosts extended = hosts;
        for (String suffix : list(configuration, key)) {
            try {
                extended = extended.withSuffixes(service, List.of(suffix));
            } catch (IllegalArgumentException e) {
                throw bad(
                        key,
                        suffix,
                        "host name suffixes of at least two labels, separated by commas, that are not another"
                                + " service's",
                        e);
            }
        }
        return extended;
    }

    private static MxCacheSettings cache(Configuration configuration) {
        MxCacheSettings standard = MxCacheSettings.DEFAULT;
        Duration maximum = duration(
                configuration,
                MAXIMUM,
                standard.maximum(),
                MxCacheSettings.LEAST_MINIMUM,
                MxCacheSettings.MOST_MAXIMUM);
        Duration lowerDefault = standard.minimum().compareTo(maximum) < 0 ? standard.minimum() : maximum;
        return new MxCacheSettings(
                duration(configuration, MINIMUM, lowerDefault, MxCacheSettings.LEAST_MINIMUM, maximum),
                maximum,
                duration(configuration, STALE, standard.stale(), Duration.ZERO, MxCacheSettings.MOST_STALE),
                duration(configuration, NEGATIVE, standard.negative(), Duration.ZERO, MxCacheSettings.MOST_NEGATIVE),
                duration(configuration, FAILURE, standard.failure(), Duration.ZERO, MxCacheSettings.MOST_FAILURE),
                size(configuration, standard.size()));
    }

    private static Duration duration(
            Configuration configuration, String key, Duration standard, Duration least, Duration most) {
        if (!configuration.containsKey(key)) {
            return standard;
        }
        String value = single(configuration, key);
        String allowed = DurationText.ALLOWED + ", from " + DurationText.format(least) + " to "
                + DurationText.format(most) + (key.equals(MINIMUM) ? " (" + MAXIMUM + ")" : "");
        try {
            Duration duration = DurationText.parse(value);
            if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
                return duration;
            }
        } catch (IllegalArgumentException e) {
            throw bad(key, value, allowed, e);
        }
        throw bad(key, value, allowed, null);
    }

    private static int size(Configuration configuration, int standard) {
        if (!configuration.containsKey(SIZE)) {
            return standard;
        }
        String value = single(configuration, SIZE);
        String allowed = "a whole number from 1 to " + MxCacheSettings.MOST_SIZE;
        try {
            int size = Integer.parseInt(value);
            if (size >= 1 && size <= MxCacheSettings.MOST_SIZE) {
                return size;
            }
        } catch (NumberFormatException e) {
            throw bad(SIZE, value, allowed, e);
        }
        throw bad(SIZE, value, allowed, null);
    }

    private static String single(Configuration configuration, String key) {
        return String.join(",", configuration.getStringArray(key)).strip();
    }

    /** Commas separate, whether or not the configuration was read with a list delimiter. */
    private static List<String> list(Configuration configuration, String key) {
        List<String> values = new ArrayList<>();
        for (String value : configuration.getStringArray(key)) {
            Splitter.on(',').trimResults().omitEmptyStrings().split(value).forEach(values::add);
        }
        return values;
    }

    private static IllegalArgumentException bad(String key, String value, String allowed, Exception cause) {
        return new IllegalArgumentException(
                "sluice.properties: " + key + " = " + DomainNames.quoted(value) + " is not allowed; allowed: "
                        + allowed,
                cause);
    }
}
