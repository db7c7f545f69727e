package io.sluice.posture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FindingJsonTest {
    @Test
    void whatWasWrittenIsReadBack() {
        Finding finding = Finding.fail(FindingId.INBOUND_DANE, "mail.example.org", "The certificate is another.")
                .lookedUp("TLSA _25._tcp.mail.example.org")
                .change("Publish it.")
                .publish("_25._tcp.mail.example.org", "TLSA", "3 1 1 00");
        Finding plain = Finding.pass(FindingId.INBOUND_MX, "example.org", "Good.");

        assertThat(FindingJson.read(FindingJson.of(finding))).contains(finding);
        assertThat(FindingJson.read(FindingJson.of(plain))).contains(plain);
    }

    @Test
    void whatIsNotKnownHereIsLeftOut() {
        assertThat(FindingJson.read(FindingJson.of(Finding.pass(FindingId.INBOUND_MX, "a", "b"))
                        .put("id", "inbound.future")))
                .isEmpty();
        assertThat(FindingJson.read(FindingJson.of(Finding.pass(FindingId.INBOUND_MX, "a", "b"))
                        .put("status", "maybe")))
                .isEmpty();
    }
}
