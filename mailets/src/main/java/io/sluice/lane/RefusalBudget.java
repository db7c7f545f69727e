package io.sluice.lane;

/**
 * Keeps refused attempts at a small part of accepted ones, whatever the backlog: each accepted message earns a part of a
 * refusal, and time earns one now and then, so that there is always a probe. Not safe for several threads.
 */
final class RefusalBudget {
    private final double perAccepted;
    private final double most;
    private final double perNano;
    private double left;
    private long asOf = Long.MIN_VALUE;

    RefusalBudget(ControlLaw law) {
        perAccepted = law.budget();
        most = law.budgetReserve();
        perNano = 1.0 / law.budgetRegain().toNanos();
        left = most;
    }

    /** When an attempt is within the budget: {@code now} or later. */
    long earliest(long now) {
        if (left >= 1) {
            return now;
        }
        earn(now);
        return left >= 1 ? now : now + (long) Math.ceil((1 - left) / perNano);
    }

    void accepted() {
        left = Math.min(most, left + perAccepted);
    }

    void refused(long now) {
        earn(now);
        left = Math.max(0, left - 1);
    }

    boolean isSpent() {
        return left < 1;
    }

    private void earn(long now) {
        if (asOf != Long.MIN_VALUE) {
            left = Math.min(most, left + Math.max(0, now - asOf) * perNano);
        }
        asOf = now;
    }
}
