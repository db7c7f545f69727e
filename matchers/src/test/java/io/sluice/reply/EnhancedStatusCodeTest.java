package io.sluice.reply;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class EnhancedStatusCodeTest {
    @Test
    void refusesOtherTypesAndLargeNumbers() {
        assertThatIllegalArgumentException().isThrownBy(() -> new EnhancedStatusCode(3, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new EnhancedStatusCode(5, 1000, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new EnhancedStatusCode(5, 1, -1));
    }
}
