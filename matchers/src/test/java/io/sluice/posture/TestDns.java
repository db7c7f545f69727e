package io.sluice.posture;

import io.sluice.posture.dns.Dns;
import io.sluice.posture.dns.DnsAnswer;
import io.sluice.posture.dns.DnsAnswer.Outcome;
import io.sluice.posture.dns.DnsQuestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A DNS made of what a test says; all else does not exist. */
final class TestDns implements Dns {
    /** A good RSA key of 2048 bits, as p= has it. */
    static final String KEY = Keys.rsa(2048);

    private final Map<DnsQuestion, DnsAnswer> answers = new LinkedHashMap<>();
    private final List<DnsQuestion> asked = new ArrayList<>();

    TestDns has(DnsQuestion.Kind kind, String name, String... records) {
        return answers(kind, name, new DnsAnswer(Outcome.FOUND, List.of(records), false, "", 1));
    }

    TestDns txt(String name, String... texts) {
        return has(DnsQuestion.Kind.TXT, name, texts);
    }

    TestDns a(String name, String... addresses) {
        return has(DnsQuestion.Kind.A, name, addresses);
    }

    TestDns mx(String name, String... records) {
        return has(DnsQuestion.Kind.MX, name, records);
    }

    TestDns ptr(String name, String... names) {
        return has(DnsQuestion.Kind.PTR, name, names);
    }

    TestDns fails(DnsQuestion.Kind kind, String name) {
        return answers(kind, name, new DnsAnswer(Outcome.FAILED, List.of(), false, "SERVFAIL", 1));
    }

    TestDns answers(DnsQuestion.Kind kind, String name, DnsAnswer answer) {
        answers.put(DnsQuestion.of(kind, name), answer);
        return this;
    }

    List<DnsQuestion> asked() {
        return asked;
    }

    @Override
    public CompletableFuture<DnsAnswer> ask(DnsQuestion question) {
        asked.add(question);
        return CompletableFuture.completedFuture(
                answers.getOrDefault(question, new DnsAnswer(Outcome.NO_SUCH_NAME, List.of(), false, "", 1)));
    }

    /** A sender that has everything right: example.org from 192.0.2.7 as mail.example.org, signed by s1. */
    static TestDns ofGoodSender() {
        return new TestDns()
                .txt("example.org", "v=spf1 ip4:192.0.2.7 -all")
                .txt("_dmarc.example.org", "v=DMARC1; p=none; rua=mailto:dmarc@example.org")
                .txt("s1._domainkey.example.org", "v=DKIM1; k=rsa; p=" + KEY)
                .mx("example.org", "10 mail.example.org")
                .a("mail.example.org", "192.0.2.7")
                .ptr("7.2.0.192.in-addr.arpa", "mail.example.org");
    }
}
