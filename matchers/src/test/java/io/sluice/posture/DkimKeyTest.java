package io.sluice.posture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DkimKeyTest {
    @Test
    void readsTheSizeOfAnRsaKey() {
        DkimKey key = DkimKey.parse("v=DKIM1; k=rsa; p=" + Keys.rsa(1024));

        assertThat(key).isEqualTo(new DkimKey("rsa", 1024, false, false, Optional.empty()));
    }

    @Test
    void takesAKeyThatIsBrokenIntoPartsWithBlanks() {
        String key = TestDns.KEY;

        assertThat(DkimKey.parse("p=" + key.substring(0, 100) + " " + key.substring(100))
                        .bits())
                .isEqualTo(2048);
    }

    @Test
    void knowsEd25519() {
        String key = Base64.getEncoder().encodeToString(new byte[32]);

        assertThat(DkimKey.parse("v=DKIM1; k=ed25519; p=" + key).bits()).isEqualTo(256);
    }

    @Test
    void anEmptyKeyIsRevokedAndNotAFault() {
        DkimKey key = DkimKey.parse("v=DKIM1; p=");

        assertThat(key.revoked()).isTrue();
        assertThat(key.fault()).isEmpty();
    }

    @Test
    void findsTheTestFlagAmongOthers() {
        assertThat(DkimKey.parse("t=s:y; p=").testing()).isTrue();
        assertThat(DkimKey.parse("t=s; p=").testing()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=DKIM1; k=rsa             | there is no p=",
                "v=DKIM2; p=AAAA            | v= must be DKIM1",
                "v=DKIM1; p=A*A             | p= is not base64",
                "v=DKIM1; p=AAAA            | p= is no RSA key",
                "v=DKIM1; k=ed25519; p=AAAA | p= is no ed25519 key",
                "v=DKIM1; k=dsa; p=AAAA     | k= is neither rsa nor ed25519",
                "v=DKIM1; s=web; p=AAAA     | s= does not allow it for mail",
                "v=DKIM1; p=AAAA; p=BBBB    | the tag p is there twice",
                "hello                      | 'hello' is no tag=value"
            })
    void saysWhyAKeyCannotBeUsed(String record, String fault) {
        assertThat(DkimKey.parse(record).fault()).contains(fault);
    }
}
