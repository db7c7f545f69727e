package io.sluice.reach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MtaStsPolicyTest {
    @Test
    void readsTheExampleOfTheRfc() {
        MtaStsPolicy policy = MtaStsPolicy.parse(
                "version: STSv1\r\nmode: enforce\r\nmx: mail.example.com\r\nmx: *.example.net\r\nmax_age: 604800\r\n");

        assertThat(policy.mode()).isEqualTo(MtaStsPolicy.Mode.ENFORCE);
        assertThat(policy.allows("mail.example.com")).isTrue();
        assertThat(policy.allows("backup.example.net")).isTrue();
        assertThat(policy.allows("other.example.com")).isFalse();
    }

    @Test
    void ignoresWhatItDoesNotKnow() {
        assertThat(MtaStsPolicy.parse("version: STSv1\nmode: none\nmax_age: 1\nfuture: yes\n\n")
                        .mode())
                .isEqualTo(MtaStsPolicy.Mode.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "mode: enforce|mx: a.example|max_age: 1 ! no line 'version",
                "version: STSv1|mx: a.example|max_age: 1 ! no line 'mode",
                "version: STSv1|mode: strict|mx: a.example|max_age: 1 ! none of enforce, testing, none",
                "version: STSv1|mode: testing|max_age: 1 ! no line 'mx",
                "version: STSv1|mode: enforce|mx: a.example ! no line 'max_age",
                "version: STSv1|mode: enforce|mx: a.example|max_age: 99999999999 ! no line 'max_age",
                "<html>Not found</html> ! has no colon",
            })
    void saysWhyItIsNone(String text, String why) {
        assertThatThrownBy(() -> MtaStsPolicy.parse(text.replace('|', '\n')))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
