package io.sluice.posture;

import io.sluice.posture.dns.DnsAnswer;
import io.sluice.posture.dns.DnsQuestion.Kind;

/** The keys of the selectors in use (RFC 6376). */
final class DkimCheck implements Check {
    private static final int LEAST_BITS = 1024;
    private static final int GOOD_BITS = 2048;

    @Override
    public void begin(Look look) {
        look.question().selectors().forEach(selector -> look.ask(Kind.TXT, selector.recordName()));
    }

    @Override
    public void judge(Look look) {
        for (Selector selector : look.question().selectors()) {
            String name = selector.recordName();
            look.add(judge(name, look.get(Kind.TXT, name)).lookedUp("TXT " + name));
        }
    }

    private static Finding judge(String name, DnsAnswer answer) {
        if (answer.isUnknown()) {
            return Finding.unknown(
                            FindingId.DKIM_KEY, name, "Whether there is a key is unknown: " + answer.words() + ".")
                    .change("Make the name servers of that domain answer.");
        }
        if (answer.isNone()) {
            return Finding.fail(FindingId.DKIM_KEY, name, "There is no key: " + answer.words() + ".")
                    .change("Publish the public key of that selector, as v=DKIM1; k=rsa; p=...");
        }
        if (answer.records().size() > 1) {
            return Finding.fail(
                            FindingId.DKIM_KEY,
                            name,
                            "There are " + answer.records().size()
                                    + " TXT records; which one is taken is left to chance.")
                    .change("Leave one record.");
        }
        return judge(name, DkimKey.parse(answer.records().get(0)));
    }

    private static Finding judge(String name, DkimKey key) {
        if (key.fault().isPresent()) {
            return Finding.fail(
                            FindingId.DKIM_KEY,
                            name,
                            "The key cannot be used: " + key.fault().get() + ".")
                    .change("Publish it anew, as v=DKIM1; k=rsa; p=...");
        }
        if (key.revoked()) {
            return Finding.fail(FindingId.DKIM_KEY, name, "The key is revoked: p= is empty.")
                    .change("Sign with another selector, or publish the key again.");
        }
        if (key.type().equals("rsa") && key.bits() < LEAST_BITS) {
            return Finding.fail(
                            FindingId.DKIM_KEY,
                            name,
                            "The RSA key has " + key.bits() + " bits; receivers ignore less than " + LEAST_BITS + ".")
                    .change("Sign with a key of " + GOOD_BITS + " bits.");
        }
        if (key.testing()) {
            return Finding.warn(
                            FindingId.DKIM_KEY,
                            name,
                            "The key says t=y, testing: receivers may treat the mail as not signed.")
                    .change("Take t=y out.");
        }
        if (key.type().equals("ed25519")) {
            return Finding.warn(
                            FindingId.DKIM_KEY, name, "The key is an ed25519 key, which many receivers cannot verify.")
                    .change("Sign with an RSA key of " + GOOD_BITS + " bits as well.");
        }
        if (key.bits() < GOOD_BITS) {
            return Finding.warn(
                            FindingId.DKIM_KEY,
                            name,
                            "The RSA key has " + key.bits() + " bits; " + GOOD_BITS + " are usual.")
                    .change("Sign with a key of " + GOOD_BITS + " bits.");
        }
        return Finding.pass(FindingId.DKIM_KEY, name, "There is an RSA key of " + key.bits() + " bits.");
    }
}
