package io.sluice.incident;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Counts of one kind of mail, such as that of one address: by cells of two minutes for two hours, and what is usual, which
 * is made of what is older. Not safe for several threads.
 */
@SuppressWarnings("EnumOrdinal") // Columns in memory, which are stored nowhere; there are thousands of them.
final class Tally {
    static final int CELLS = 60;
    static final long CELL_MILLIS = Duration.ofMinutes(2).toMillis();

    private static final int SIGNS = Sign.values().length;
    /** What is usual forgets half of what it knows in a day. */
    private static final double KEPT =
            Math.pow(0.5, (double) CELL_MILLIS / Duration.ofDays(1).toMillis());
    /** Before anything is known, two in a hundred refusals are usual, and that is worth 20 mails. */
    private static final double PRIOR_REFUSED = 0.4;

    private static final double PRIOR_OTHERS = 19.6;
    /** However much mail there was: refusals come in bursts, so that many mails of one hour say less than they seem to. */
    private static final double MOST_WORTH = 200;

    private final int[][] cells = new int[CELLS][];
    private final double[] usual = new double[SIGNS];
    private final long[] last = new long[SIGNS];
    private double usualCells;
    private long newest;
    private long excusedFrom = Long.MAX_VALUE;
    private long excusedTo = Long.MIN_VALUE;

    Tally(long now) {
        newest = cell(now);
    }

    static long cell(long millis) {
        return Math.floorDiv(millis, CELL_MILLIS);
    }

    /** @param isNew false for a further refusal of the same mail, of which the time is noted only */
    void add(Sign sign, boolean isNew, long millis) {
        advance(cell(millis));
        last[sign.ordinal()] = Math.max(last[sign.ordinal()], millis);
        if (isNew) {
            // A clock that was set back does not matter: what is new belongs to the newest cell.
            at(newest)[sign.ordinal()]++;
        }
    }

    /** Moves on; what leaves the two hours becomes a part of what is usual. */
    void advance(long cell) {
        if (cell - newest > 30L * CELLS) {
            forgetCells(cell);
        }
        while (newest < cell) {
            newest++;
            int slot = (int) Math.floorMod(newest, (long) CELLS);
            learn(newest - CELLS, cells[slot]);
            cells[slot] = null;
        }
    }

    private void forgetCells(long cell) {
        Arrays.fill(cells, null);
        newest = cell;
    }

    private void learn(long number, int[] counts) {
        if (number >= excusedFrom && number <= excusedTo) {
            return;
        }
        for (int sign = 0; sign < SIGNS; sign++) {
            usual[sign] = usual[sign] * KEPT + (counts == null ? 0 : counts[sign]);
        }
        usualCells = usualCells * KEPT + 1;
    }

    private int[] at(long cell) {
        int slot = (int) Math.floorMod(cell, (long) CELLS);
        if (cells[slot] == null) {
            cells[slot] = new int[SIGNS];
        }
        return cells[slot];
    }

    /** The time from that cell on is explained by a conclusion, and is not usual. */
    void excuse(long from) {
        excusedFrom = Math.min(excusedFrom, from);
        excusedTo = newest;
    }

    long newest() {
        return newest;
    }

    long oldest() {
        return newest - CELLS + 1;
    }

    int count(Sign sign, long cell) {
        if (cell > newest || cell < oldest()) {
            return 0;
        }
        int[] counts = cells[(int) Math.floorMod(cell, (long) CELLS)];
        return counts == null ? 0 : counts[sign.ordinal()];
    }

    int count(Collection<Sign> signs, long cell) {
        int sum = 0;
        for (Sign sign : signs) {
            sum += count(sign, cell);
        }
        return sum;
    }

    int since(Collection<Sign> signs, long cell) {
        int sum = 0;
        for (long at = Math.max(cell, oldest()); at <= newest; at++) {
            sum += count(signs, at);
        }
        return sum;
    }

    int since(Sign sign, long cell) {
        return since(List.of(sign), cell);
    }

    /** All mails in that cell. */
    int all(long cell) {
        int sum = 0;
        for (Sign sign : Sign.values()) {
            sum += count(sign, cell);
        }
        return sum;
    }

    /** When there was such a sign last, in milliseconds since 1970; 0 for never. */
    long last(Collection<Sign> signs) {
        long latest = 0;
        for (Sign sign : signs) {
            latest = Math.max(latest, last[sign.ordinal()]);
        }
        return latest;
    }

    /** How often such refusals are usual. */
    Odds.Usual usual(Collection<Sign> signs) {
        double refused = PRIOR_REFUSED;
        for (Sign sign : signs) {
            refused += usual[sign.ordinal()];
        }
        double others = PRIOR_OTHERS + usual[Sign.PASSED.ordinal()];
        double worth = Math.min(1, MOST_WORTH / (refused + others));
        return new Odds.Usual(Math.max(refused * worth, PRIOR_REFUSED), others * worth);
    }

    /** How many mails a cell has usually; empty while less than so many cells are known. */
    OptionalDouble usualMails(int leastCells) {
        if (usualCells < leastCells) {
            return OptionalDouble.empty();
        }
        double sum = 0;
        for (double each : usual) {
            sum += each;
        }
        return OptionalDouble.of(sum / usualCells);
    }
}
