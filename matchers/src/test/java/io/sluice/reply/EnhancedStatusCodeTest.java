package io.sluice.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class EnhancedStatusCodeTest {
    @Property
    void readsWhatItWrites(
            @ForAll @IntRange(min = 4, max = 5) int type,
            @ForAll @IntRange(max = 999) int subject,
            @ForAll @IntRange(max = 999) int detail) {
        EnhancedStatusCode code = new EnhancedStatusCode(type, subject, detail);

        assertThat(EnhancedStatusCode.parse(code.toString())).contains(code);
        assertThat(EnhancedStatusCode.leading(code + " text")).contains(code);
    }

    @Property
    void neverThrowsAndReadsOnlyItsOwnForm(@ForAll @StringLength(max = 40) String text) {
        EnhancedStatusCode.parse(text)
                .ifPresent(code -> assertThat(code.toString()).isEqualTo(text));
        EnhancedStatusCode.leading(text).ifPresent(code -> assertThat(text).startsWith(code.toString()));
    }

    @Test
    void refusesOtherTypesAndLargeNumbers() {
        assertThatIllegalArgumentException().isThrownBy(() -> new EnhancedStatusCode(3, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new EnhancedStatusCode(5, 1000, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new EnhancedStatusCode(5, 1, -1));
    }
}
