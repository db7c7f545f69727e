package io.sluice.mailets;

import io.sluice.reply.RetryBounds;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.james.util.DurationParser;
import org.apache.mailet.MailetConfig;

/**
 * Reads a mailet's parameters strictly: every fault is an {@link IllegalArgumentException} that names the element, its
 * value and what is allowed.
 */
final class Parameters {
    private static final String FILE = "mailetcontainer.xml";

    private final String mailet;
    private final MailetConfig config;

    Parameters(String mailet, MailetConfig config) {
        this.mailet = mailet;
        this.config = config;
    }

    /** All parameters whose name begins so, by full name. */
    Map<String, String> startingWith(String prefix) {
        Map<String, String> result = new TreeMap<>();
        names().stream()
                .filter(name -> name.startsWith(prefix))
                .forEach(name -> result.put(name, config.getInitParameter(name)));
        return result;
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        for (Iterator<String> all = config.getInitParameterNames(); all.hasNext(); ) {
            names.add(all.next());
        }
        return names;
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(config.getInitParameter(name))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /** The parameter is there, even if it is empty. */
    boolean isGiven(String name) {
        return config.getInitParameter(name) != null;
    }

    boolean flag(String name, boolean byDefault) {
        return text(name)
                .map(value -> switch (value.toLowerCase(Locale.ROOT)) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw fault(name, value, "true or false");
                })
                .orElse(byDefault);
    }

    int number(String name, int byDefault, int least, int most) {
        return text(name).map(value -> number(name, value, least, most)).orElse(byDefault);
    }

    int number(String name, String value, int least, int most) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw (IllegalArgumentException) fault(name, value, "a whole number from " + least + " to " + most)
                    .initCause(e);
        }
        throw fault(name, value, "a whole number from " + least + " to " + most);
    }

    /** A duration with a unit; a bare number counts in milliseconds, as in stock James. */
    Duration duration(String name, Duration byDefault) {
        return text(name).map(value -> duration(name, value)).orElse(byDefault);
    }

    Duration duration(String name, String value) {
        String allowed = "a duration above zero with a unit, such as 500 msec, 30 sec, 15 minutes, 6 hours, 3 days";
        try {
            Duration duration = DurationParser.parse(value);
            if (!duration.isZero() && duration.compareTo(Duration.ofDays(3650)) < 0) {
                return duration;
            }
        } catch (RuntimeException e) {
            throw (IllegalArgumentException) fault(name, value, allowed).initCause(e);
        }
        throw fault(name, value, allowed);
    }

    /** Written {@code 5 minutes to 2 hours}. */
    RetryBounds bounds(String name, String value) {
        String allowed = "two durations, the shortest and the longest wait, such as 5 minutes to 2 hours";
        int to = value.indexOf(" to ");
        if (to < 0) {
            throw fault(name, value, allowed);
        }
        Duration floor = duration(name, value.substring(0, to).strip());
        Duration cap = duration(name, value.substring(to + 4).strip());
        if (cap.compareTo(floor) < 0) {
            throw fault(name, value, allowed + ", the longest not shorter than the shortest");
        }
        return new RetryBounds(floor, cap);
    }

    Optional<InetAddress> address(String name) {
        return text(name).map(value -> {
            boolean literal = value.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == '.' || c == ':');
            try {
                if (literal) {
                    return InetAddress.getByName(value);
                }
            } catch (UnknownHostException e) {
                throw (IllegalArgumentException)
                        fault(name, value, "an IP address of this machine").initCause(e);
            }
            throw fault(name, value, "an IP address of this machine");
        });
    }

    <T> T choice(String name, Map<String, T> choices, T byDefault) {
        return text(name)
                .map(value -> Optional.ofNullable(choices.get(value))
                        .orElseThrow(() -> fault(name, value, "one of " + String.join(", ", choices.keySet()))))
                .orElse(byDefault);
    }

    /** Everything that is given must be known. */
    void rejectUnknown(Collection<String> known, Collection<String> prefixes, Map<String, String> hints) {
        for (String name : names()) {
            boolean ok = known.contains(name) || prefixes.stream().anyMatch(name::startsWith);
            if (!ok) {
                String hint = Optional.ofNullable(hints.get(name))
                        .map(text -> " " + text)
                        .orElse("");
                String more = prefixes.isEmpty() ? "" : " and those beginning with " + String.join(", ", prefixes);
                throw new IllegalArgumentException(FILE + ", " + mailet + ": unknown parameter <" + name + ">." + hint
                        + " Known are: " + String.join(", ", known) + more);
            }
        }
    }

    IllegalArgumentException fault(String name, String value, String allowed) {
        return new IllegalArgumentException(
                FILE + ", " + mailet + ": <" + name + "> is \"" + value + "\", but must be " + allowed);
    }
}
