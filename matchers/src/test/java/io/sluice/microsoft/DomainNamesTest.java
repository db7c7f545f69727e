package io.sluice.microsoft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainNamesTest {
    @ParameterizedTest
    @CsvSource({
        "Contoso.COM, contoso.com",
        "contoso.com., contoso.com",
        "_dmarc.contoso.com, _dmarc.contoso.com",
        "localhost, localhost",
        "192.0.2.1, 192.0.2.1",
        "bücher.example, xn--bcher-kva.example",
        "BÜCHER.example, xn--bcher-kva.example"
    })
    void bringsNamesIntoOneForm(String given, String expected) {
        assertThat(DomainNames.normalise(given)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", ".com", "a..b", "a b", "a\r\nb", "a\\000b", "[::1]", "a/b", "a@b", "a*b"})
    void refusesWhatIsNoHostName(String name) {
        assertThat(DomainNames.normalise(name)).isEmpty();
    }

    @Test
    void refusesNamesThatAreTooLong() {
        String label = "a".repeat(63);

        assertThat(DomainNames.normalise(label + ".example")).isPresent();
        assertThat(DomainNames.normalise("a" + label + ".example")).isEmpty();
        assertThat(DomainNames.normalise("a.".repeat(126) + "a")).isPresent();
        assertThat(DomainNames.normalise("a.".repeat(126) + "aa")).isEmpty();
        assertThat(DomainNames.normalise("a".repeat(10_000_000))).isEmpty();
    }

    @Test
    void refusesNamesThatLeadToDifferentDomainsByIdnaVersion() {
        assertThat(DomainNames.normalise("stra\u00dfe.example")).isEmpty();
    }

    @Property
    void aNormalNameStaysAsItIs(@ForAll String text) {
        Optional<String> once = DomainNames.normalise(text);

        assertThat(once.flatMap(DomainNames::normalise)).isEqualTo(once);
    }

    @Property
    void quotesInOneBoundedPrintableLine(@ForAll String text) {
        assertThat(DomainNames.quoted(text)).hasSizeLessThan(300).matches("\"[ -~]*\"");
    }
}
