package io.sluice.benchmarks;

import java.time.Duration;

/**
 * One measurement.
 *
 * @param mails how many the receiver took
 * @param stuck how many it did not get, though nothing was against it
 * @param time until the receiver had taken the last one
 * @param cpu processor time of the server, until its queue was empty too
 * @param connections connections that the receiver saw, all together
 * @param parallel connections at one time, at most
 */
record Sample(int mails, int stuck, Duration time, Duration cpu, long connections, int parallel) {
    double mailsPerSecond() {
        return mails / (time.toNanos() / 1e9);
    }

    double cpuSecondsPerThousand() {
        return cpu.toNanos() / 1e6 / mails;
    }
}
