package io.sluice.limits;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rates as people write them: a number, a slash and a unit of time, for example {@code 30/min}. */
public final class RateText {
    /** For messages: what is allowed. */
    public static final String ALLOWED =
            "a number above zero, a slash and s, min, h or d, for example 2/s, 30/min or 0.5/s, up to 1000000/s";

    private static final double MOST = 1e6;
    private static final Pattern RATE =
            Pattern.compile("(?<number>[0-9]{1,7}(?:\\.[0-9]{1,6})?) ?/ ?(?<unit>s|min|h|d)");

    private RateText() {}

    private enum Unit {
        SECOND("s", 1),
        MINUTE("min", 60),
        HOUR("h", 3600),
        DAY("d", 86400);

        private final String token;
        private final int seconds;

        Unit(String token, int seconds) {
            this.token = token;
            this.seconds = seconds;
        }
    }

    /** Per second; empty if the text is no such rate. */
    public static Optional<Double> parse(String text) {
        Matcher rate = RATE.matcher(text.strip());
        if (!rate.matches()) {
            return Optional.empty();
        }
        double number = Double.parseDouble(rate.group("number"));
        for (Unit unit : Unit.values()) {
            if (unit.token.equals(rate.group("unit"))) {
                double perSecond = number / unit.seconds;
                return perSecond > 0 && perSecond <= MOST ? Optional.of(perSecond) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** In the smallest unit of time in which it is 1 or more and a whole number, if there is one. */
    public static String format(double perSecond) {
        for (Unit unit : Unit.values()) {
            BigDecimal number = rounded(perSecond * unit.seconds);
            if (number.signum() > 0 && number.stripTrailingZeros().scale() <= 0) {
                return number.toBigInteger() + "/" + unit.token;
            }
        }
        Unit unit = perSecond >= 1 ? Unit.SECOND : perSecond * Unit.MINUTE.seconds >= 1 ? Unit.MINUTE : Unit.DAY;
        return rounded(perSecond * unit.seconds).stripTrailingZeros().toPlainString() + "/" + unit.token;
    }

    private static BigDecimal rounded(double number) {
        return BigDecimal.valueOf(number).setScale(6, RoundingMode.HALF_UP);
    }
}
