package io.sluice.outbox.sql;

/** Waits through interrupts and leaves the thread marked as interrupted. */
final class Uninterrupted {
    private Uninterrupted() {}

    interface Wait {
        void run() throws InterruptedException;
    }

    interface Source<T> {
        T get() throws InterruptedException;
    }

    static void run(Wait wait) {
        get(() -> {
            wait.run();
            return true;
        });
    }

    static <T> T get(Source<T> source) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return source.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
