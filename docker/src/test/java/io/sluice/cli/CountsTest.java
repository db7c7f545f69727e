package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountsTest {
    @Test
    void ordersByCountAndThenByKey() {
        Counts<String> counts = new Counts<>(10);
        for (String key : new String[] {"b", "a", "c", "c"}) {
            counts.add(key);
        }

        assertThat(counts.byCount()).extracting(Counts.Count::key).containsExactly("c", "a", "b");
    }

    @Test
    void countsKeysBeyondItsBoundTogether() {
        Counts<Integer> counts = new Counts<>(100);
        for (int key = 0; key < 1000; key++) {
            counts.add(key);
        }
        counts.add(5);

        assertThat(counts.size()).isEqualTo(100);
        assertThat(counts.others()).isEqualTo(900);
        assertThat(counts.byCount().get(0)).isEqualTo(new Counts.Count<>(5, 2));
    }
}
