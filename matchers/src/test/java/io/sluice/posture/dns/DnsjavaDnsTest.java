package io.sluice.posture.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.posture.dns.DnsAnswer.Outcome;
import io.sluice.posture.dns.DnsQuestion.Kind;
import io.sluice.testkit.dns.DnsResponder;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class DnsjavaDnsTest {
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private static DnsAnswer ask(Kind kind, String name, InetSocketAddress... servers) {
        return new DnsjavaDns(List.of(servers), PATIENCE, InstantSource.system())
                .ask(DnsQuestion.of(kind, name))
                .join();
    }

    private static InetSocketAddress at(DnsResponder dns) {
        return new InetSocketAddress(dns.address(), dns.port());
    }

    @Test
    void followsAliasesThroughServersThatDoNot() {
        try (DnsResponder dns = DnsResponder.start()) {
            dns.cname("a.example.org", "b.example.org").txt("b.example.org", "here");

            assertThat(ask(Kind.TXT, "A.example.org.", at(dns)).records()).containsExactly("here");
        }
    }

    @Test
    void aSilentServerIsWaitedForNoLongerThanAllowed() throws Exception {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            DnsAnswer answer = ask(
                    Kind.TXT,
                    "example.org",
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), silent.getLocalPort()));

            assertThat(answer.outcome()).isEqualTo(Outcome.TIMEOUT);
        }
    }

    @Test
    void anAnswerThatComesTooLateIsNone() throws Exception {
        try (DatagramSocket late = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            DnsAnswer answer = ask(
                    Kind.TXT,
                    "example.org",
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), late.getLocalPort()));
            DatagramPacket question = new DatagramPacket(new byte[512], 512);
            late.receive(question);
            question.getData()[2] |= (byte) 0x80; // the same as a response, of no records
            late.send(question);

            assertThat(answer.outcome()).isEqualTo(Outcome.TIMEOUT);
            assertThat(answer.millis()).isBetween(400L, 30_000L);
        }
    }

    @Test
    void asksTheNextServerWhenOneIsSilent() throws Exception {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                DnsResponder dns = DnsResponder.start()) {
            dns.txt("example.org", "here");

            DnsAnswer answer = ask(
                    Kind.TXT,
                    "example.org",
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), silent.getLocalPort()),
                    at(dns));

            assertThat(answer.records()).containsExactly("here");
        }
    }

    @Test
    void tellsAFailureFromAnAbsence() {
        try (DnsResponder dns = DnsResponder.start()) {
            dns.servfail("broken.example.org").txt("example.org", "here");

            assertThat(ask(Kind.TXT, "broken.example.org", at(dns)).outcome()).isEqualTo(Outcome.FAILED);
            assertThat(ask(Kind.TXT, "gone.example.org", at(dns)).outcome()).isEqualTo(Outcome.NO_SUCH_NAME);
            assertThat(ask(Kind.MX, "example.org", at(dns)).outcome()).isEqualTo(Outcome.NO_RECORDS);
        }
    }

    @Test
    void whatCanBeNoNameIsNotAsked() {
        try (DnsResponder dns = DnsResponder.start()) {
            assertThat(ask(Kind.TXT, "a..b", at(dns)).outcome()).isEqualTo(Outcome.FAILED);
        }
    }
}
