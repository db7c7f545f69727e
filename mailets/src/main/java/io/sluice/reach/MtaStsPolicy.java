package io.sluice.reach;

import io.sluice.reply.PrintableLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An MTA-STS policy (RFC 8461 section 3.2).
 *
 * @param mode what senders are to do when TLS or the certificate is not as it should be
 * @param mx patterns of host names, in lower case
 */
record MtaStsPolicy(Mode mode, List<String> mx) {
    private static final int LONGEST_QUOTE = 100;
    private static final long LONGEST_AGE = 31_557_600;

    /** What senders do. */
    enum Mode {
        /** Keep the mail back. */
        ENFORCE,
        /** Send it, and report. */
        TESTING,
        /** Send it: there is no policy any more. */
        NONE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Reads a policy.
     *
     * @throws IllegalArgumentException when it is none; the message says why
     */
    static MtaStsPolicy parse(String text) {
        Optional<String> version = Optional.empty();
        Optional<Mode> mode = Optional.empty();
        boolean age = false;
        List<String> mx = new ArrayList<>();
        for (String line : text.lines().toList()) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                if (line.isBlank()) {
                    continue;
                }
                throw new IllegalArgumentException(
                        "the line '" + PrintableLine.of(line, LONGEST_QUOTE) + "' has no colon");
            }
            String value = line.substring(colon + 1).strip();
            switch (line.substring(0, colon).strip()) {
                case "version" -> version = version.or(() -> Optional.of(value));
                case "mode" -> mode = mode.or(() -> Optional.of(mode(value)));
                case "max_age" -> age |= isAge(value);
                case "mx" -> mx.add(value.toLowerCase(Locale.ROOT));
                default -> {
                    // RFC 8461 section 3.2: extensions are ignored.
                }
            }
        }
        if (version.filter("STSv1"::equals).isEmpty()) {
            throw new IllegalArgumentException("it has no line 'version: STSv1'");
        }
        if (!age) {
            throw new IllegalArgumentException("it has no line 'max_age:' with up to " + LONGEST_AGE + " seconds");
        }
        Mode given = mode.orElseThrow(() -> new IllegalArgumentException("it has no line 'mode:'"));
        if (mx.isEmpty() && given != Mode.NONE) {
            throw new IllegalArgumentException("it has no line 'mx:'");
        }
        return new MtaStsPolicy(given, List.copyOf(mx));
    }

    private static Mode mode(String value) {
        for (Mode each : Mode.values()) {
            if (each.word().equals(value)) {
                return each;
            }
        }
        throw new IllegalArgumentException(
                "its mode '" + PrintableLine.of(value, LONGEST_QUOTE) + "' is none of enforce, testing, none");
    }

    private static boolean isAge(String value) {
        return value.length() <= 10
                && !value.isEmpty()
                && value.chars().allMatch(c -> c >= '0' && c <= '9')
                && Long.parseLong(value) <= LONGEST_AGE;
    }

    /** Whether mail may be brought to that host. */
    boolean allows(String host) {
        return mx.stream().anyMatch(pattern -> CertificateCheck.matches(pattern, host));
    }
}
