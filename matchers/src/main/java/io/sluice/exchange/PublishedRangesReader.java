package io.sluice.exchange;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.base.Splitter;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads lists of ranges: those of the endpoints web service, an array of endpoint sets, and those that are kept on disk,
 * the same array with a version beside it. Of the array, only what concerns mail counts: the sets of the service area
 * {@code Exchange} whose TCP ports contain 25. What else is in a set is left alone, for Microsoft adds to it.
 *
 * <p>What is read comes from outside. So each range must be plausible: no prefix that is absurdly wide (shorter than /12
 * for IPv4, /32 for IPv6; those that were ever published are /14 and /43 at the widest), no address that does not exist on
 * the Internet. One that is not makes the whole list suspicious, and it is refused.
 */
public final class PublishedRangesReader {
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private static final String MAIL_PORT = "25";
    private static final String SERVICE_AREA = "Exchange";
    private static final int DIGITS_OF_VERSION = 10;
    private static final int SHORTEST_IPV4 = 12;
    private static final int SHORTEST_IPV6 = 32;
    private static final int MOST_RANGES = 1000;

    private static final Set<Cidr> NOT_ON_THE_INTERNET = Set.of(
            Cidr.parse("0.0.0.0/8"),
            Cidr.parse("10.0.0.0/8"),
            Cidr.parse("100.64.0.0/10"),
            Cidr.parse("127.0.0.0/8"),
            Cidr.parse("169.254.0.0/16"),
            Cidr.parse("172.16.0.0/12"),
            Cidr.parse("192.0.2.0/24"),
            Cidr.parse("192.168.0.0/16"),
            Cidr.parse("198.18.0.0/15"),
            Cidr.parse("198.51.100.0/24"),
            Cidr.parse("203.0.113.0/24"),
            Cidr.parse("224.0.0.0/3"),
            Cidr.parse("::/8"),
            Cidr.parse("2001:db8::/32"),
            Cidr.parse("fc00::/7"),
            Cidr.parse("fe80::/10"),
            Cidr.parse("ff00::/8"));

    private PublishedRangesReader() {}

    /**
     * Reads what the web service sends, or a file that was downloaded from it.
     *
     * @param version of the list, if it is known
     * @param source for people
     * @throws RangesRefusedException if it is no such list, or is not plausible
     */
    public static PublishedRanges readEndpoints(
            CloudInstance instance, Optional<String> version, String source, Optional<String> etag, byte[] json)
            throws RangesRefusedException {
        return list(instance, version, source, etag, parse(json));
    }

    /**
     * Reads a kept list.
     *
     * @throws RangesRefusedException if it is none, is that of another cloud, or is not plausible
     */
    public static PublishedRanges readKept(CloudInstance instance, byte[] json) throws RangesRefusedException {
        JsonNode kept = parse(json);
        if (!kept.path("instance").asText().equals(instance.token())) {
            throw new RangesRefusedException("it is no kept list of " + instance.token());
        }
        String version = kept.path("version").asText();
        return list(
                instance,
                version.isEmpty() ? Optional.empty() : Optional.of(version(version)),
                kept.path("source").asText(),
                Optional.of(kept.path("etag").asText()).filter(tag -> !tag.isEmpty()),
                kept.path("endpoints"));
    }

    /**
     * The version of the newest list, of what the web service says about it.
     *
     * @throws RangesRefusedException if it says none
     */
    public static String readVersion(byte[] json) throws RangesRefusedException {
        return version(parse(json).path("latest").asText());
    }

    private static String version(String text) throws RangesRefusedException {
        boolean digits = text.length() == DIGITS_OF_VERSION && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            throw new RangesRefusedException("its version is not " + DIGITS_OF_VERSION + " digits");
        }
        return text;
    }

    private static JsonNode parse(byte[] json) throws RangesRefusedException {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new RangesRefusedException("it is no JSON", e);
        }
    }

    private static PublishedRanges list(
            CloudInstance instance, Optional<String> version, String source, Optional<String> etag, JsonNode sets)
            throws RangesRefusedException {
        if (!sets.isArray()) {
            throw new RangesRefusedException("it is no array of endpoint sets");
        }
        Set<Cidr> ranges = new LinkedHashSet<>();
        for (JsonNode set : sets) {
            if (concernsMail(set)) {
                for (JsonNode range : set.path("ips")) {
                    ranges.add(range(range));
                }
            }
        }
        if (ranges.isEmpty()) {
            throw new RangesRefusedException("it has no addresses for TCP port " + MAIL_PORT);
        }
        if (ranges.size() > MOST_RANGES) {
            throw new RangesRefusedException("it has more than " + MOST_RANGES + " ranges");
        }
        return new PublishedRanges(instance, version, source, etag, List.copyOf(ranges));
    }

    private static boolean concernsMail(JsonNode set) {
        return set.path("serviceArea").asText().equals(SERVICE_AREA)
                && Splitter.on(',')
                        .trimResults()
                        .splitToStream(set.path("tcpPorts").asText())
                        .anyMatch(MAIL_PORT::equals);
    }

    private static Cidr range(JsonNode text) throws RangesRefusedException {
        Cidr range;
        try {
            range = Cidr.parse(text.asText());
        } catch (IllegalArgumentException e) {
            throw new RangesRefusedException("it has something among its ranges that is none: " + e.getMessage(), e);
        }
        if (range.length() < (range.isIpv4() ? SHORTEST_IPV4 : SHORTEST_IPV6)) {
            throw new RangesRefusedException("its range " + range + " is too wide to be true");
        }
        if (NOT_ON_THE_INTERNET.stream().anyMatch(range::overlaps)) {
            throw new RangesRefusedException("its range " + range + " is not on the Internet");
        }
        return range;
    }
}
