package io.sluice.simulation;

import java.util.Arrays;

/**
 * What is due when: a binary heap of times and numbers that makes no objects. What is due at the same time leaves in
 * the order of the numbers.
 */
public final class Timetable {
    private long[] times = new long[64];
    private int[] values = new int[64];
    private int size;

    public boolean isEmpty() {
        return size == 0;
    }

    public int size() {
        return size;
    }

    /** The earliest time; {@code Long.MAX_VALUE} when there is nothing. */
    public long earliest() {
        return size == 0 ? Long.MAX_VALUE : times[0];
    }

    /** The number that is due first, without taking it; there must be one. */
    public int peek() {
        return values[0];
    }

    public void add(long time, int value) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        int at = size++;
        while (at > 0) {
            int parent = (at - 1) / 2;
            if (!before(time, value, parent)) {
                break;
            }
            times[at] = times[parent];
            values[at] = values[parent];
            at = parent;
        }
        times[at] = time;
        values[at] = value;
    }

    /** Takes the number that is due first; there must be one. */
    public int take() {
        int first = values[0];
        size--;
        if (size > 0) {
            sink(times[size], values[size]);
        }
        return first;
    }

    private void sink(long time, int value) {
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && before(times[child + 1], values[child + 1], child)) {
                child++;
            }
            if (before(time, value, child)) {
                break;
            }
            times[at] = times[child];
            values[at] = values[child];
            at = child;
        }
        times[at] = time;
        values[at] = value;
    }

    private boolean before(long time, int value, int other) {
        return time < times[other] || (time == times[other] && value < values[other]);
    }
}
