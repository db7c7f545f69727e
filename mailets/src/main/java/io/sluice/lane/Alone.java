package io.sluice.lane;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets one thread in at a time. A lock and not a monitor: with more threads than cores on one lane a monitor that is
 * fought for costs more than the decisions that it guards. Safe for several threads; a thread that is in may go in again.
 */
final class Alone {
    private final ReentrantLock lock = new ReentrantLock();

    <T> T get(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    void run(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }
}
