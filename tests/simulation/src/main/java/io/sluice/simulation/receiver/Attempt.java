package io.sluice.simulation.receiver;

/** What a receiver sees of an attempt. Made once for a run and filled anew for each attempt. */
public final class Attempt {
    private int mail;
    private int tenant;
    private int number;
    private int concurrent;

    /** Describes the next attempt. */
    public void set(int ofMail, int toTenant, int attemptNumber, int connections) {
        this.mail = ofMail;
        this.tenant = toTenant;
        this.number = attemptNumber;
        this.concurrent = connections;
    }

    public int mail() {
        return mail;
    }

    public int tenant() {
        return tenant;
    }

    /** 1 for the first attempt of this mail. */
    public int number() {
        return number;
    }

    /** Attempts that are under way, this one included. */
    public int concurrent() {
        return concurrent;
    }
}
