package io.sluice.watch;

import io.sluice.microsoft.DurationText;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.configuration2.Configuration;

/** Reads keys of {@code sluice.properties}; a value that is not allowed is an exception that says what is. */
public final class Keys {
    private static final int LONGEST_NUMBER = 9;

    private final Configuration configuration;

    public Keys(Configuration configuration) {
        this.configuration = configuration;
    }

    /** Commas are part of it, whether or not the configuration was read with a list delimiter. */
    public Optional<String> text(String key) {
        return configuration.containsKey(key)
                ? Optional.of(
                        String.join(",", configuration.getStringArray(key)).strip())
                : Optional.empty();
    }

    public String text(String key, String otherwise) {
        String text = text(key).orElse(otherwise);
        if (text.isEmpty()) {
            throw notAllowed(key, text, "something that is not empty, such as " + otherwise);
        }
        return text;
    }

    public boolean truth(String key, boolean otherwise) {
        String text = text(key).orElse(Boolean.toString(otherwise));
        if (!text.equals("true") && !text.equals("false")) {
            throw notAllowed(key, text, "true, false");
        }
        return text.equals("true");
    }

    /** @param unit behind the number, with the blank before it; empty: none */
    long number(String key, long otherwise, long least, long most, String unit) {
        String allowed = "a whole number from " + least + " to " + most + (unit.isEmpty() ? "" : " and" + unit);
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.get().endsWith(unit)) {
            throw notAllowed(key, text.get(), allowed);
        }
        String digits = text.get().substring(0, text.get().length() - unit.length());
        boolean number = !digits.isEmpty()
                && digits.length() <= LONGEST_NUMBER
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        long value = number ? Long.parseLong(digits) : least - 1;
        if (value < least || value > most) {
            throw notAllowed(key, text.get(), allowed);
        }
        return value;
    }

    public Duration duration(String key, Duration otherwise, Duration least, Duration most) {
        String allowed =
                DurationText.ALLOWED + ", from " + DurationText.format(least) + " to " + DurationText.format(most);
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        Duration value;
        try {
            value = DurationText.parse(text.get());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    notAllowed(key, text.get(), allowed).getMessage(), e);
        }
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw notAllowed(key, text.get(), allowed);
        }
        return value;
    }

    <E extends Enum<E>> E oneOf(String key, E[] values, E otherwise) {
        String text = text(key).orElse(token(otherwise));
        return Stream.of(values)
                .filter(value -> token(value).equals(text))
                .findFirst()
                .orElseThrow(() -> notAllowed(
                        key, text, Arrays.stream(values).map(Keys::token).collect(Collectors.joining(", "))));
    }

    /** As it is written in the configuration. */
    static String token(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static IllegalArgumentException notAllowed(String key, String value, String allowed) {
        return new IllegalArgumentException(
                "sluice.properties: " + key + " = \"" + value + "\" is not allowed; allowed: " + allowed);
    }
}
