package io.sluice.microsoft;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;

/** A resolver for dnsjava that answers from records in memory, in the way of a recursive server. */
final class ZoneResolver implements Resolver {
    final AtomicInteger queries = new AtomicInteger();
    private final List<Record> records = new ArrayList<>();
    private final Set<Name> failing = new HashSet<>();

    /** Adds a record in the notation of a zone file, for example {@code "a.example. 300 MX 10 mx.example."}. */
    ZoneResolver with(String line) throws Exception {
        String[] part = line.split(" ", 4);
        Name name = Name.fromString(part[0]);
        int type = Type.value(part[2]);
        records.add(Record.fromString(name, type, 1, Long.parseLong(part[1]), part[3], Name.root));
        return this;
    }

    ZoneResolver failing(String name) throws Exception {
        failing.add(Name.fromString(name));
        return this;
    }

    @Override
    public CompletionStage<Message> sendAsync(Message query) {
        queries.incrementAndGet();
        return CompletableFuture.completedFuture(answer(query));
    }

    private Message answer(Message query) {
        Record question = query.getQuestion();
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(question, Section.QUESTION);
        if (failing.contains(question.getName())) {
            answer.getHeader().setRcode(Rcode.SERVFAIL);
            return answer;
        }
        Name current = question.getName();
        for (Name next = current; next != null; next = add(next, question.getType(), answer)) {
            current = next;
        }
        if (!exists(current)) {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
        }
        return answer;
    }

    /** Adds the records of a name, and returns where an alias leads. */
    private Name add(Name name, int type, Message answer) {
        Name target = null;
        for (Record entry : records) {
            boolean alias = entry.getType() == Type.CNAME;
            if (entry.getName().equals(name) && (alias || entry.getType() == type)) {
                answer.addRecord(entry, Section.ANSWER);
                target = alias ? ((CNAMERecord) entry).getTarget() : target;
            }
        }
        return target;
    }

    private boolean exists(Name name) {
        return records.stream().anyMatch(entry -> entry.getName().equals(name));
    }

    @Override
    public void setPort(int port) {}

    @Override
    public void setTCP(boolean flag) {}

    @Override
    public void setIgnoreTruncation(boolean flag) {}

    @Override
    public void setEDNS(int version, int payloadSize, int flags, List<EDNSOption> options) {}

    @Override
    public void setTSIGKey(TSIG key) {}

    @Override
    public void setTimeout(Duration timeout) {}
}
