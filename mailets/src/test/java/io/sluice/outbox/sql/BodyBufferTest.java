package io.sluice.outbox.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodyBufferTest {
    private final List<Integer> spills = new ArrayList<>();
    private final BodyBuffer buffer = new BodyBuffer(chunks -> spills.add(chunks.size()));

    @Test
    void keepsASmallBodyInMemory() {
        write(BodyTable.CHUNK + 1);

        assertThat(buffer.rest()).extracting(chunk -> chunk.length).containsExactly(BodyTable.CHUNK, 1);
        assertThat(spills).isEmpty();
    }

    @Test
    void neverHoldsMoreThanOneMebibyteOfAVeryLargeBody() {
        for (int mebibyte = 0; mebibyte < 150; mebibyte++) {
            write(1024 * 1024);
        }

        assertThat(spills).hasSize(150).containsOnly(BodyBuffer.MOST_CHUNKS);
        assertThat(buffer.rest()).isEmpty();
        assertThat(buffer.size()).isEqualTo(150L * 1024 * 1024);
    }

    private void write(int length) {
        buffer.write(new byte[length], 0, length);
    }
}
