package io.sluice.inbound;

import com.google.common.base.Splitter;
import io.sluice.exchange.Cidr;
import io.sluice.exchange.CloudInstance;
import io.sluice.watch.Keys;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.configuration2.Configuration;

/**
 * What {@code sluice.properties} says about recognising Exchange Online as a client of ours.
 *
 * @param instances key {@code exchange-online.instances}: whose addresses count; at least one
 * @param refresh key {@code exchange-online.refresh}: how often newer addresses are looked for; empty: never
 * @param url key {@code exchange-online.url}: the endpoints web service
 * @param file key {@code exchange-online.file}: a file in its place; only with one instance
 * @param directory key {@code exchange-online.directory}: where the last good copies are kept
 * @param additionalRanges key {@code exchange-online.additional-ranges}
 * @param additionalNames key {@code exchange-online.additional-names}: host name suffixes, in lower case
 */
public record InboundSettings(
        Set<CloudInstance> instances,
        Optional<Duration> refresh,
        URI url,
        Optional<String> file,
        String directory,
        List<Cidr> additionalRanges,
        List<String> additionalNames) {
    public static final String INSTANCES = "exchange-online.instances";
    public static final String REFRESH = "exchange-online.refresh";
    public static final String URL = "exchange-online.url";
    public static final String FILE = "exchange-online.file";
    public static final String DIRECTORY = "exchange-online.directory";
    public static final String ADDITIONAL_RANGES = "exchange-online.additional-ranges";
    public static final String ADDITIONAL_NAMES = "exchange-online.additional-names";
    public static final List<String> KEYS =
            List.of(INSTANCES, REFRESH, URL, FILE, DIRECTORY, ADDITIONAL_RANGES, ADDITIONAL_NAMES);

    private static final String OFF = "off";
    private static final String DEFAULT_URL = "https://endpoints.office.com";
    private static final String DEFAULT_DIRECTORY = "file://var/exchange-online";
    private static final int LONGEST_NAME = 253;

    public InboundSettings {
        instances = Set.copyOf(instances);
        additionalRanges = List.copyOf(additionalRanges);
        additionalNames = List.copyOf(additionalNames);
    }

    /**
     * Reads the keys.
     *
     * @throws IllegalArgumentException naming key, value and what is allowed
     */
    public static InboundSettings from(Configuration configuration) {
        Keys keys = new Keys(configuration);
        Set<CloudInstance> instances = instances(keys.text(INSTANCES, CloudInstance.WORLDWIDE.token()));
        Optional<String> file = keys.text(FILE).filter(name -> !name.isEmpty());
        if (file.isPresent() && instances.size() > 1) {
            throw new IllegalArgumentException("sluice.properties: " + FILE + " is the list of one cloud, and "
                    + INSTANCES + " names " + instances.size() + "; allowed: one");
        }
        return new InboundSettings(
                instances,
                refresh(keys),
                url(keys.text(URL, DEFAULT_URL)),
                file,
                keys.text(DIRECTORY, DEFAULT_DIRECTORY),
                words(keys, ADDITIONAL_RANGES).map(InboundSettings::range).toList(),
                words(keys, ADDITIONAL_NAMES).map(InboundSettings::name).toList());
    }

    private static Set<CloudInstance> instances(String text) {
        Set<CloudInstance> named = EnumSet.noneOf(CloudInstance.class);
        for (String word : Splitter.on(',').trimResults().split(text)) {
            named.add(CloudInstance.ofToken(word)
                    .orElseThrow(() -> Keys.notAllowed(
                            INSTANCES, word, "one or more of " + CloudInstance.allowed() + ", separated by commas")));
        }
        return named;
    }

    private static Optional<Duration> refresh(Keys keys) {
        if (keys.text(REFRESH).filter(OFF::equals).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(keys.duration(REFRESH, Duration.ofDays(1), Duration.ofHours(1), Duration.ofDays(30)));
    }

    private static URI url(String value) {
        String allowed = "a URL that begins with https:// and has no query, such as " + DEFAULT_URL;
        try {
            URI url = new URI(value.endsWith("/") ? value.substring(0, value.length() - 1) : value);
            if (!"https".equals(url.getScheme())
                    || url.getHost() == null
                    || url.getRawQuery() != null
                    || url.getRawFragment() != null
                    || url.getRawUserInfo() != null) {
                throw Keys.notAllowed(URL, value, allowed);
            }
            return url;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    Keys.notAllowed(URL, value, allowed).getMessage(), e);
        }
    }

    private static Stream<String> words(Keys keys, String key) {
        return keys.text(key).stream()
                .flatMap(text ->
                        Splitter.on(',').trimResults().omitEmptyStrings().splitToStream(text));
    }

    private static Cidr range(String word) {
        try {
            Cidr range = Cidr.parse(word);
            if (range.length() == 0) {
                throw new IllegalArgumentException("that is every address");
            }
            return range;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    Keys.notAllowed(
                                    ADDITIONAL_RANGES,
                                    word,
                                    "ranges such as 192.0.2.0/28 and 2001:db8::/64, separated by commas ("
                                            + e.getMessage() + ")")
                            .getMessage(),
                    e);
        }
    }

    private static String name(String word) {
        String name = word.toLowerCase(Locale.ROOT);
        boolean possible = name.length() <= LONGEST_NAME
                && name.indexOf('.') > 0
                && !name.endsWith(".")
                && !name.contains("..")
                && name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.');
        if (!possible) {
            throw Keys.notAllowed(
                    ADDITIONAL_NAMES, word, "host name suffixes of at least two labels, separated by commas");
        }
        return name;
    }
}
