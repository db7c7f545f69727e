package io.sluice.posture;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.posture.SpfRecord.Term;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpfRecordTest {
    @Test
    void readsTermsWithTheirQualifiers() {
        SpfRecord record =
                SpfRecord.parse("v=spf1 ip4:192.0.2.0/24 A/24 mx:example.net/28 ?include:_spf.example.net ~all");

        assertThat(record.faults()).isEmpty();
        assertThat(record.terms())
                .containsExactly(
                        new Term('+', "ip4", "192.0.2.0/24"),
                        new Term('+', "a", ""),
                        new Term('+', "mx", "example.net"),
                        new Term('?', "include", "_spf.example.net"),
                        new Term('~', "all", ""));
    }

    @Test
    void whatFollowsAllCountsForNothing() {
        SpfRecord record = SpfRecord.parse("v=spf1 -all include:example.net redirect=example.net");

        assertThat(record.has("include")).isFalse();
        assertThat(record.redirect()).isEmpty();
        assertThat(record.all()).contains('-');
    }

    @Test
    void goesOnWithRedirect() {
        assertThat(SpfRecord.parse("v=spf1 mx redirect=_spf.example.net").redirect())
                .contains("_spf.example.net");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=spf1 ipv4:192.0.2.7 | 'ipv4:192.0.2.7' is no mechanism",
                "v=spf1 ip4:192.0.2.700 | 'ip4:192.0.2.700' is no network of its kind",
                "v=spf1 ip4:192.0.2.0/33 | 'ip4:192.0.2.0/33' is no network of its kind",
                "v=spf1 ip4:2001:db8::1 | 'ip4:2001:db8::1' is no network of its kind",
                "v=spf1 include: -all | 'include:' names nothing"
            })
    void saysWhatIsWrong(String text, String fault) {
        assertThat(SpfRecord.parse(text).faults()).containsExactly(fault);
    }

    @Test
    void readsNoRecordOfHostileLength() {
        SpfRecord record = SpfRecord.parse("v=spf1 " + "a:%{i}.".repeat(1000));

        assertThat(record.faults()).hasSize(1);
        assertThat(record.terms()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v=spf1", "v=spf1 -all", "V=SPF1 -all"})
    void knowsWhatIsMeantForOne(String text) {
        assertThat(SpfRecord.isMeant(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v=spf10 -all", "v=spf2.0/pra -all", "spf1"})
    void otherTextsAreNone(String text) {
        assertThat(SpfRecord.isMeant(text)).isFalse();
    }
}
