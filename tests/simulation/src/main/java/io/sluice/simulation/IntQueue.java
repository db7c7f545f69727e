package io.sluice.simulation;

import java.util.Arrays;

/** First in, first out, without objects. */
public final class IntQueue {
    private int[] values = new int[16];
    private int head;
    private int size;

    public boolean isEmpty() {
        return size == 0;
    }

    public int size() {
        return size;
    }

    public void add(int value) {
        if (size == values.length) {
            int[] larger = Arrays.copyOf(values, size * 2);
            System.arraycopy(values, 0, larger, size, head);
            values = larger;
        }
        values[(head + size) & (values.length - 1)] = value;
        size++;
    }

    /** The first; there must be one. */
    public int peek() {
        return values[head];
    }

    /** Takes the first; there must be one. */
    public int take() {
        int first = values[head];
        head = (head + 1) & (values.length - 1);
        size--;
        return first;
    }
}
