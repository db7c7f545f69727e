package io.sluice.posture;

import io.sluice.reply.PrintableLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One thing that was looked at. All text is printable and bounded, also where it quotes the DNS.
 *
 * @param subject the domain, name or address that it is about
 * @param what how it is, in plain words
 * @param lookedUp the questions that it rests on, as {@code TXT example.org}
 * @param change what to change; empty when there is nothing
 * @param publish the record to publish, where one can be derived
 */
public record Finding(
        FindingId id,
        FindingStatus status,
        String subject,
        String what,
        List<String> lookedUp,
        Optional<String> change,
        Optional<Publish> publish) {
    private static final int LONGEST = 1000;

    public Finding {
        subject = PrintableLine.of(subject, LONGEST);
        what = PrintableLine.of(what, LONGEST);
        lookedUp = lookedUp.stream()
                .distinct()
                .map(text -> PrintableLine.of(text, LONGEST))
                .toList();
        change = change.map(text -> PrintableLine.of(text, LONGEST));
        publish = publish.map(record -> new Publish(
                PrintableLine.of(record.name(), LONGEST), record.type(), PrintableLine.of(record.value(), LONGEST)));
    }

    /** As it should be. */
    public static Finding pass(FindingId id, String subject, String what) {
        return of(id, FindingStatus.PASS, subject, what);
    }

    /** Better changed. */
    public static Finding warn(FindingId id, String subject, String what) {
        return of(id, FindingStatus.WARN, subject, what);
    }

    /** Wrong. */
    public static Finding fail(FindingId id, String subject, String what) {
        return of(id, FindingStatus.FAIL, subject, what);
    }

    /** Could not be found out. */
    public static Finding unknown(FindingId id, String subject, String what) {
        return of(id, FindingStatus.UNKNOWN, subject, what);
    }

    /** So far without what was looked up, and what to change. */
    public static Finding of(FindingId id, FindingStatus status, String subject, String what) {
        return new Finding(id, status, subject, what, List.of(), Optional.empty(), Optional.empty());
    }

    /** With these questions, too. */
    public Finding lookedUp(String... questions) {
        List<String> all = new ArrayList<>(lookedUp);
        all.addAll(List.of(questions));
        return new Finding(id, status, subject, what, all, change, publish);
    }

    /** With what to change. */
    public Finding change(String text) {
        return new Finding(id, status, subject, what, lookedUp, Optional.of(text), publish);
    }

    /** With the record to publish. */
    public Finding publish(String name, String type, String value) {
        return new Finding(id, status, subject, what, lookedUp, change, Optional.of(new Publish(name, type, value)));
    }

    boolean passes() {
        return status == FindingStatus.PASS;
    }
}
