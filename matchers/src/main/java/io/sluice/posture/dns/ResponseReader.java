package io.sluice.posture.dns;

import io.sluice.posture.dns.DnsAnswer.Outcome;
import io.sluice.reply.PrintableLine;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;

/**
 * Reads a response from whoever sent it.
 *
 * @param answer what it says; of no use when there is an alias
 * @param alias where to ask on
 * @param aliases how many it led through
 */
record ResponseReader(DnsAnswer answer, Optional<Name> alias, int aliases) {
    private static final int MOST_RECORDS = 100;
    private static final int MOST_TEXT = 16 * 1024;
    private static final int LONGEST_DETAIL = 200;

    /** Empty when the response is an answer. */
    static Optional<DnsAnswer> failure(Message message) {
        int code = message.getRcode();
        if (code == Rcode.NOERROR || code == Rcode.NXDOMAIN) {
            return Optional.empty();
        }
        return Optional.of(DnsAnswer.without(Outcome.FAILED, line(Rcode.string(code) + extended(message)), 0));
    }

    /** What the server says about the error (RFC 8914). */
    private static String extended(Message message) {
        if (message.getOPT() == null) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        for (EDNSOption option : message.getOPT().getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR)) {
            if (option instanceof ExtendedErrorCodeOption error && out.length() < LONGEST_DETAIL) {
                out.append(", ").append(ExtendedErrorCodeOption.text(error.getErrorCode()));
                String text = error.getText();
                if (text != null && !text.isBlank()) {
                    out.append(" (").append(text).append(')');
                }
            }
        }
        return out.toString();
    }

    static ResponseReader read(Message message, Name asked, int type, int mostAliases) {
        List<Record> section = message.getSection(Section.ANSWER);
        if (section.size() > MOST_RECORDS) {
            return done(DnsAnswer.without(Outcome.TOO_LARGE, section.size() + " records", 0));
        }
        Name name = asked;
        Set<Name> seen = new HashSet<>();
        while (true) {
            List<String> found = data(section, name, type);
            if (!found.isEmpty()) {
                return done(answer(found, message.getHeader().getFlag(Flags.AD)));
            }
            Optional<Name> next = alias(section, name);
            if (next.isEmpty()) {
                break;
            }
            if (!seen.add(name) || seen.size() > mostAliases || seen.contains(next.get())) {
                return done(DnsAnswer.without(Outcome.LOOP, "", 0));
            }
            name = next.get();
        }
        if (message.getRcode() == Rcode.NXDOMAIN) {
            return done(DnsAnswer.without(Outcome.NO_SUCH_NAME, "", 0));
        }
        // A recursive server would have followed the alias itself, had there been records.
        boolean followed = seen.isEmpty() || message.getHeader().getFlag(Flags.RA);
        return followed
                ? done(DnsAnswer.without(Outcome.NO_RECORDS, "", 0))
                : new ResponseReader(DnsAnswer.without(Outcome.NO_RECORDS, "", 0), Optional.of(name), seen.size());
    }

    private static ResponseReader done(DnsAnswer answer) {
        return new ResponseReader(answer, Optional.empty(), 0);
    }

    private static DnsAnswer answer(List<String> found, boolean authenticated) {
        int size = found.stream().mapToInt(String::length).sum();
        return size > MOST_TEXT
                ? DnsAnswer.without(Outcome.TOO_LARGE, size + " characters", 0)
                : new DnsAnswer(Outcome.FOUND, found, authenticated, "", 0);
    }

    /** Sorted, so that the order of the answer, which servers turn, is not in the report. */
    private static List<String> data(List<Record> section, Name name, int type) {
        return section.stream()
                .filter(record -> record.getType() == type && record.getName().equals(name))
                .map(ResponseReader::text)
                .sorted()
                .toList();
    }

    private static String text(Record record) {
        if (record instanceof ARecord a) {
            return a.getAddress().getHostAddress();
        }
        if (record instanceof AAAARecord aaaa) {
            return aaaa.getAddress().getHostAddress();
        }
        if (record instanceof MXRecord mx) {
            return mx.getPriority() + " " + host(mx.getTarget());
        }
        if (record instanceof PTRRecord ptr) {
            return host(ptr.getTarget());
        }
        if (record instanceof TXTRecord txt) {
            StringBuilder joined = new StringBuilder();
            txt.getStringsAsByteArrays().forEach(part -> joined.append(new String(part, StandardCharsets.UTF_8)));
            return joined.toString();
        }
        return record.rdataToString();
    }

    /** The root is a dot. */
    private static String host(Name name) {
        return name.equals(Name.root) ? "." : name.toString(true);
    }

    private static Optional<Name> alias(List<Record> section, Name name) {
        return section.stream()
                .filter(record -> record.getName().equals(name) && record instanceof CNAMERecord)
                .map(record -> ((CNAMERecord) record).getTarget())
                .findFirst();
    }

    /** Fit for a terminal. */
    static String line(String text) {
        return PrintableLine.of(text, LONGEST_DETAIL);
    }
}
