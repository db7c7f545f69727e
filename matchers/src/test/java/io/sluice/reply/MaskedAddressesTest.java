package io.sluice.reply;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedAddressesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "550 5.1.1 <ann@contoso.com> unknown | 550 5.1.1 <*@contoso.com> unknown",
                "rejected: ann.b+c@contoso.com, bob@fabrikam.com | rejected: *@contoso.com, *@fabrikam.com",
                "to '\"ann b\"@contoso.com' | to '*@contoso.com'",
                "mailto:ann@contoso.com | mailto:*@contoso.com",
                "SRS0=x=y=contoso.com=ann@relay.example | *@relay.example",
                "IMCEAEX-_o=X_cn=ann@contoso.com | *@contoso.com",
                "user /o=ExchangeLabs/ou=Group/cn=Recipients/cn=1a2b-ann; full | user *; full",
                "ann@contoso.com@fabrikam.com | **@fabrikam.com",
                "a\"@contoso.com | *@contoso.com",
                "451 4.7.500 Server busy. (AS843) | 451 4.7.500 Server busy. (AS843)",
                "at @ once | at @ once",
                "see https://aka.ms/o=1 | see https://aka.ms*"
            })
    void leavesTheDomainOnly(String text, String masked) {
        assertThat(MaskedAddresses.in(text)).isEqualTo(masked);
    }

    @Property
    void neverLeavesALocalPart(
            @ForAll @AlphaChars @StringLength(min = 5, max = 12) String localPart,
            @ForAll @StringLength(max = 40) String before,
            @ForAll @StringLength(max = 40) String after) {
        String text = before + " " + localPart + "@contoso.com" + after;

        assertThat(MaskedAddresses.in(text)).doesNotContain(localPart + "@");
    }
}
