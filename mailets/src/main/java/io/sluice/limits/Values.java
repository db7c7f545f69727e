package io.sluice.limits;

import io.sluice.microsoft.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.configuration2.Configuration;

/**
 * Reads keys strictly: every fault is an {@link IllegalArgumentException} that names the key, its value and what is
 * allowed. Remembers which keys it was asked for, so that what nobody asked for can be told as unknown.
 */
final class Values {
    static final String FILE = "sluice.properties: ";

    private static final Pattern PERCENT = Pattern.compile("(?<number>[0-9]{1,3}(?:\\.[0-9]{1,4})?) ?%");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,7}(?:\\.[0-9]{1,6})?");
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");
    private static final double HUNDRED = 100;

    private final Configuration configuration;
    private final SortedSet<String> asked = new TreeSet<>();

    Values(Configuration configuration) {
        this.configuration = configuration;
    }

    /** All keys that begin so, known or not. */
    List<String> keys(String prefix) {
        List<String> found = new ArrayList<>();
        for (Iterator<String> keys = configuration.getKeys(); keys.hasNext(); ) {
            String key = keys.next();
            if (key.startsWith(prefix)) {
                found.add(key);
            }
        }
        return found;
    }

    /** The keys that were asked for so far. */
    SortedSet<String> asked() {
        return Collections.unmodifiableSortedSet(asked);
    }

    boolean isGiven(String key) {
        return configuration.containsKey(key);
    }

    /** Commas are part of it, whether or not the configuration was read with a list delimiter. */
    Optional<String> text(String key) {
        asked.add(key);
        return isGiven(key)
                ? Optional.of(
                        String.join(",", configuration.getStringArray(key)).strip())
                : Optional.empty();
    }

    Optional<Integer> whole(String key, int least, int most) {
        return text(key).map(value -> whole(key, value, least, most));
    }

    int whole(String key, String value, int least, int most) {
        if (WHOLE.matcher(value).matches()) {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw fault(key, value, "a whole number from " + least + " to " + most);
    }

    Optional<Double> decimal(String key, double least, double most) {
        return text(key).map(value -> {
            if (DECIMAL.matcher(value).matches()) {
                double number = Double.parseDouble(value);
                if (number >= least && number <= most) {
                    return number;
                }
            }
            throw fault(key, value, "a number from " + least + " to " + most + ", for example 1.5");
        });
    }

    /** As a part of one. */
    Optional<Double> percent(String key, double least, double most) {
        return text(key).map(value -> {
            Matcher percent = PERCENT.matcher(value);
            if (percent.matches()) {
                double number = Double.parseDouble(percent.group("number"));
                if (number >= least && number <= most) {
                    return number / HUNDRED;
                }
            }
            throw fault(key, value, "a percentage from " + least + "% to " + most + "%, for example 90%");
        });
    }

    /** Per second. */
    Optional<Double> rate(String key) {
        return text(key).map(value -> RateText.parse(value).orElseThrow(() -> fault(key, value, RateText.ALLOWED)));
    }

    Optional<Duration> duration(String key, Duration least, Duration most) {
        return text(key).map(value -> duration(key, value, least, most, ""));
    }

    Duration duration(String key, String value, Duration least, Duration most, String before) {
        String allowed = before + DurationText.ALLOWED + ", from " + DurationText.format(least) + " to "
                + DurationText.format(most);
        try {
            Duration duration = DurationText.parse(value);
            if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
                return duration;
            }
        } catch (IllegalArgumentException e) {
            throw (IllegalArgumentException) fault(key, value, allowed).initCause(e);
        }
        throw fault(key, value, allowed);
    }

    static IllegalArgumentException fault(String key, String value, String allowed) {
        return new IllegalArgumentException(FILE + key + " = \"" + value + "\" is not allowed; allowed: " + allowed);
    }
}
