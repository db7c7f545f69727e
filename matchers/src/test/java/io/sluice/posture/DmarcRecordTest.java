package io.sluice.posture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DmarcRecordTest {
    @Test
    void readsPolicyAlignmentAndReports() {
        DmarcRecord record =
                DmarcRecord.parse("v=DMARC1; p=Reject; sp=none; adkim=s; aspf=r; pct=20; rua=mailto:a@b.c");

        assertThat(record).isEqualTo(new DmarcRecord("reject", "none", true, false, 20, true, Optional.empty()));
    }

    @Test
    void subdomainsHaveThePolicyOfTheDomainWithoutOneOfTheirOwn() {
        assertThat(DmarcRecord.parse("v=DMARC1; p=quarantine").subdomainPolicy())
                .isEqualTo("quarantine");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=DMARC1                     | there is no p=",
                "v=DMARC1; p=maybe            | p= must be one of [none, quarantine, reject]",
                "v=DMARC1; p=none; sp=maybe   | sp= must be one of [none, quarantine, reject]",
                "v=DMARC1; p=none; pct=101    | pct= must be a whole number from 0 to 100",
                "v=DMARC1; p=none; pct=99999999999 | pct= must be a whole number from 0 to 100",
                "v=dmarc1; p=none             | it must begin with v=DMARC1, in capitals",
                "v=DMARC1; p=none; p=reject   | the tag p is there twice"
            })
    void saysWhyReceiversIgnoreIt(String text, String fault) {
        assertThat(DmarcRecord.parse(text).fault()).contains(fault);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v=DMARC1", "v=DMARC1;p=none", "V=dmarc1 ; p=none"})
    void knowsWhatIsMeantForOne(String text) {
        assertThat(DmarcRecord.isMeant(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v=DMARC", "v=DMARC12; p=none", " v=DMARC1", "v=spf1 -all"})
    void otherTextsAreNone(String text) {
        assertThat(DmarcRecord.isMeant(text)).isFalse();
    }
}
