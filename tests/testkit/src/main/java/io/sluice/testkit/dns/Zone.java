package io.sluice.testkit.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What the responder knows, and how it answers from that (RFC 1034 section 4.3.2, RFC 2308). Thread-safe. */
final class Zone {

    private static final int MAX_ALIASES = 8;

    private final Map<Name, List<Record>> records = new ConcurrentHashMap<>();
    private final Set<Name> failing = ConcurrentHashMap.newKeySet();
    private final Set<Name> silent = ConcurrentHashMap.newKeySet();

    void add(Record record) {
        records.merge(record.getName(), List.of(record), (known, more) -> {
            List<Record> all = new ArrayList<>(known);
            all.addAll(more);
            return List.copyOf(all);
        });
    }

    void fail(Name name) {
        failing.add(name);
    }

    void silence(Name name) {
        silent.add(name);
    }

    void forget(Name name) {
        records.remove(name);
        failing.remove(name);
        silent.remove(name);
    }

    boolean isSilent(Name name) {
        return isAtOrBelow(name, silent);
    }

    /** Answers a query with one question, from this zone alone. */
    Message answer(Message query, long ttl) {
        Record question = query.getQuestion();
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.AA);
        answer.getHeader().setFlag(Flags.RA);
        if (query.getHeader().getFlag(Flags.RD)) {
            answer.getHeader().setFlag(Flags.RD);
        }
        answer.addRecord(question, Section.QUESTION);
        if (isAtOrBelow(question.getName(), failing)) {
            answer.getHeader().setRcode(Rcode.SERVFAIL);
            return answer;
        }
        Name name = question.getName();
        boolean found = addAnswers(answer, name, question.getType(), 0);
        if (!found) {
            if (answer.getSection(Section.ANSWER).isEmpty() && !exists(name)) {
                answer.getHeader().setRcode(Rcode.NXDOMAIN);
            }
            answer.addRecord(startOfAuthority(ttl), Section.AUTHORITY);
        }
        return answer;
    }

    private boolean addAnswers(Message answer, Name name, int type, int aliases) {
        boolean found = false;
        for (Record record : records.getOrDefault(name, List.of())) {
            if (record.getType() == type || type == Type.ANY) {
                answer.addRecord(record, Section.ANSWER);
                found = true;
            } else if (record instanceof CNAMERecord alias && aliases < MAX_ALIASES) {
                answer.addRecord(record, Section.ANSWER);
                found |= addAnswers(answer, alias.getTarget(), type, aliases + 1);
            }
        }
        return found;
    }

    private boolean exists(Name name) {
        return records.containsKey(name)
                || records.keySet().stream().anyMatch(known -> known.subdomain(name) && !known.equals(name));
    }

    private static boolean isAtOrBelow(Name name, Set<Name> names) {
        return names.stream().anyMatch(name::subdomain);
    }

    private static SOARecord startOfAuthority(long ttl) {
        return new SOARecord(Name.root, DClass.IN, ttl, Name.root, Name.root, 1, 3600, 600, 86_400, ttl);
    }
}
