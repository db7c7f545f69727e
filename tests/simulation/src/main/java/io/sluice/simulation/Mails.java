package io.sluice.simulation;

import java.util.Arrays;

/** All mails of a run, by number in the order of their arrival; columns instead of objects. */
public final class Mails {
    /** James's priority of ordinary mail; more is more urgent. */
    public static final int NORMAL = 5;

    private long[] arrivals = new long[1024];
    private int[] tenants = new int[1024];
    private short[] senderDomains = new short[1024];
    private byte[] priorities = new byte[1024];
    private short[] attempts = new short[1024];
    private int size;

    public int size() {
        return size;
    }

    /** Adds a mail that comes in no earlier than the last one. */
    void add(long arrival, int tenant, int senderDomain, int priority) {
        if (size > 0 && arrival < arrivals[size - 1]) {
            throw new IllegalArgumentException("Mails are added in the order of their arrival");
        }
        if (size == arrivals.length) {
            int larger = size * 2;
            arrivals = Arrays.copyOf(arrivals, larger);
            tenants = Arrays.copyOf(tenants, larger);
            senderDomains = Arrays.copyOf(senderDomains, larger);
            priorities = Arrays.copyOf(priorities, larger);
            attempts = Arrays.copyOf(attempts, larger);
        }
        arrivals[size] = arrival;
        tenants[size] = tenant;
        senderDomains[size] = (short) senderDomain;
        priorities[size] = (byte) priority;
        size++;
    }

    public long arrival(int mail) {
        return arrivals[mail];
    }

    /** The recipients' domain: a business customer, or one of the consumer domains. */
    public int tenant(int mail) {
        return tenants[mail];
    }

    public int senderDomain(int mail) {
        return senderDomains[mail];
    }

    public int priority(int mail) {
        return priorities[mail];
    }

    /** Attempts that were begun. */
    public int attempts(int mail) {
        return attempts[mail];
    }

    void attempted(int mail) {
        if (attempts[mail] < Short.MAX_VALUE) {
            attempts[mail]++;
        }
    }
}
