package io.sluice.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * The addresses that Microsoft published for one cloud at one time. Immutable.
 *
 * @param instance the cloud
 * @param version Microsoft's number of the list, ten digits that begin with the date, {@code 2026081400}; for a file
 *     without one, empty
 * @param source where the list is from, one line for people
 * @param etag the web service's tag of the list, if it gave one (RFC 9110 section 8.8.3)
 * @param ranges at least one
 */
public record PublishedRanges(
        CloudInstance instance, Optional<String> version, String source, Optional<String> etag, List<Cidr> ranges) {
    private static final int MOST_BYTES = 64 * 1024;

    public PublishedRanges {
        ranges = List.copyOf(ranges);
    }

    /** The copy that came with the product. */
    public static PublishedRanges shipped(CloudInstance instance) {
        String name = instance.token() + ".json";
        try (InputStream in = PublishedRanges.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing in the jar");
            }
            return PublishedRangesReader.readKept(instance, in.readNBytes(MOST_BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RangesRefusedException e) {
            throw new IllegalStateException(name + " in the jar: " + e.getMessage(), e);
        }
    }

    /** Whether this list is at least as new as the other, as far as their versions tell. */
    public boolean isAtLeastAsNewAs(PublishedRanges other) {
        return version.orElse("").compareTo(other.version.orElse("")) >= 0;
    }
}
