package io.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IntQueueTest {
    @Test
    void keepsTheOrderWhileItGrowsAndWraps() {
        IntQueue queue = new IntQueue();
        int in = 0;
        int out = 0;
        for (int round = 1; round < 100; round++) {
            for (int i = 0; i < round; i++) {
                queue.add(in++);
            }
            for (int i = 0; i < round / 2; i++) {
                assertThat(queue.take()).isEqualTo(out++);
            }
        }

        while (!queue.isEmpty()) {
            assertThat(queue.take()).isEqualTo(out++);
        }

        assertThat(out).isEqualTo(in);
    }
}
