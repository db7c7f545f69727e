package io.sluice.lane;

/**
 * Keeps refused attempts at a small part of accepted ones, whatever the backlog: each accepted message earns a part of a
 * refusal, and time earns one now and then, so that there is always a probe. An attempt reserves one refusal while it is
 * under way, so that what is spent never exceeds what was earned, whatever comes back. Not safe for several threads.
 */
final class RefusalBudget {
    private final ControlLaw law;
    private final double perNano;
    private double most;
    private double left;
    private int reserved;
    private long asOf = Long.MIN_VALUE;

    /** @param connections so many attempts can be under way; a full budget never holds them back */
    RefusalBudget(ControlLaw law, int connections) {
        this.law = law;
        perNano = 1.0 / law.budgetRegain().toNanos();
        most = most(connections);
        left = most;
    }

    private double most(int connections) {
        return Math.max(law.budgetReserve(), connections);
    }

    /** So many attempts can be under way from now on. */
    void connections(int changed) {
        double next = most(changed);
        left = Math.min(next, left + Math.max(0, next - most));
        most = next;
    }

    /** When another attempt is within the budget, should nothing come back before: {@code now} or later. */
    long earliest(long now) {
        if (left - reserved >= 1) {
            return now;
        }
        earn(now);
        double lacking = 1 + reserved - left;
        return lacking <= 0 ? now : now + (long) Math.ceil(lacking / perNano);
    }

    /** An attempt begins; to be asked before with {@link #earliest}. */
    void reserve() {
        reserved++;
    }

    /** An attempt came back; what it spends or earns is to be told, too. */
    void release() {
        reserved--;
    }

    void accepted() {
        left = Math.min(most, left + law.budget());
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
