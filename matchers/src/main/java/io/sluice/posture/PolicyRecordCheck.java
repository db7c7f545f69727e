package io.sluice.posture;

import io.sluice.posture.dns.DnsAnswer;
import io.sluice.posture.dns.DnsQuestion.Kind;
import java.util.List;

/**
 * A record that nobody needs, and that must be right where there is one: MTA-STS (RFC 8461), TLS-RPT (RFC 8460). It is
 * about mail to the domain; Microsoft takes mail from it in any case.
 */
final class PolicyRecordCheck implements Check {
    private final FindingId id;
    private final String prefix;
    private final String version;
    private final String tag;
    private final String name;
    private final String purpose;

    PolicyRecordCheck(FindingId id, String prefix, String version, String tag, String name, String purpose) {
        this.id = id;
        this.prefix = prefix;
        this.version = version;
        this.tag = tag;
        this.name = name;
        this.purpose = purpose;
    }

    @Override
    public void begin(Look look) {
        look.ask(Kind.TXT, prefix + look.question().domain());
    }

    @Override
    public void judge(Look look) {
        String record = prefix + look.question().domain();
        look.add(judge(record, look.get(Kind.TXT, record)).lookedUp("TXT " + record));
    }

    private Finding judge(String record, DnsAnswer answer) {
        if (answer.isUnknown()) {
            return Finding.unknown(
                    id, record, "Whether there is a " + name + " record is unknown: " + answer.words() + ".");
        }
        List<String> meant = answer.records().stream()
                .filter(text -> text.startsWith(version))
                .toList();
        if (meant.isEmpty()) {
            return Finding.pass(id, record, "There is no " + name + " record, and none is needed.");
        }
        if (meant.size() > 1) {
            return Finding.warn(id, record, "There are " + meant.size() + " " + name + " records; none counts.")
                    .change("Leave one record.");
        }
        TagList tags = TagList.parse(meant.get(0));
        boolean good = tags.fault().isEmpty()
                && tags.get("v").filter(version.substring(2)::equals).isPresent()
                && tags.get(tag).filter(value -> !value.isEmpty()).isPresent();
        return good
                ? Finding.pass(id, record, "There is one " + name + " record, for " + purpose + ": " + meant.get(0))
                : Finding.warn(id, record, "The " + name + " record is faulty: " + meant.get(0))
                        .change("It must be " + version + "; " + tag + "=...");
    }
}
