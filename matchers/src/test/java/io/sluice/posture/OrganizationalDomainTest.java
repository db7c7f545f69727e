package io.sluice.posture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrganizationalDomainTest {
    @ParameterizedTest
    @CsvSource({
        "example.org, example.org",
        "news.example.org, example.org",
        "a.b.example.co.uk, example.co.uk",
        "co.uk, co.uk",
        "_bounce.example.org, example.org",
        "a.b.unlisted-top-level, b.unlisted-top-level",
        "xn--mnchen-3ya.de, xn--mnchen-3ya.de"
    })
    void isWhatAnOrganisationRegistered(String domain, String organization) {
        assertThat(OrganizationalDomain.of(domain)).isEqualTo(organization);
    }

    @Test
    void relaxedAlignmentIsOfTheOrganisationAndStrictOfTheDomain() {
        assertThat(OrganizationalDomain.isAligned("example.org", "mail.example.org", false))
                .isTrue();
        assertThat(OrganizationalDomain.isAligned("example.org", "mail.example.org", true))
                .isFalse();
        assertThat(OrganizationalDomain.isAligned("a.co.uk", "b.co.uk", false)).isFalse();
    }
}
