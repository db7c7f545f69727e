package io.sluice.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.delivery.AttemptOutcome;
import io.sluice.delivery.Refusal;
import io.sluice.reply.FrontEnd;
import io.sluice.reply.ReplyParts;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;

/**
 * An attempt as a line of JSON, ASCII only. The schema is {@code docs/journal.schema.json}: fields may be added, and keep
 * their meaning while the version is the same.
 */
final class JournalLine {
    static final int VERSION = 1;
    /** Of each kind; the others are counted. */
    static final int MOST_RECIPIENTS = 100;

    private static final int LONGEST_TEXT = 1024;
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final AddressWriter addresses;

    JournalLine(AddressWriter addresses) {
        this.addresses = addresses;
    }

    /** The line, without its end. */
    String of(AttemptOutcome outcome) {
        ObjectNode line = JSON.createObjectNode();
        line.put("v", VERSION);
        line.put("time", outcome.ended().toString());
        line.put("lane", cut(outcome.lane().toString()));
        line.put("entry", outcome.entry());
        line.put("mail", cut(addresses.text(outcome.mail())));
        line.put("attempt", outcome.number());
        line.put(
                "sender",
                outcome.sender().map(addresses::address).map(JournalLine::cut).orElse("<>"));
        line.put("sender-domain", cut(outcome.senderDomain()));
        line.put("domain", cut(outcome.domain()));
        line.put("tenant", cut(outcome.tenant()));
        line.put("age-ms", outcome.age().toMillis());
        line.put("took-ms", outcome.took().toMillis());
        line.put("accepted", outcome.accepted().size());
        ArrayNode accepted = line.putArray("accepted-recipients");
        new TreeSet<>(outcome.accepted())
                .stream().limit(MOST_RECIPIENTS).forEach(recipient -> accepted.add(cut(addresses.address(recipient))));
        line.put("refused", outcome.refused().size());
        ArrayNode refusals = line.putArray("refusals");
        outcome.refused().stream().limit(MOST_RECIPIENTS).forEach(refused -> refusal(refusals.addObject(), refused));
        outcome.next().ifPresent(next -> line.put("next", next.toString()));
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of texts and numbers is always JSON", e);
        }
    }

    private void refusal(ObjectNode json, AttemptOutcome.Refused refused) {
        Refusal refusal = refused.refusal();
        ReplyParts parts = refusal.verdict().parts();
        json.put("recipient", cut(addresses.address(refusal.recipient())));
        json.put("outcome", refused.gaveUp() ? "failed" : "deferred");
        json.put("class", refusal.verdict().deferralClass().token());
        json.put("scope", refusal.verdict().scope().token());
        json.put("remedy", refusal.verdict().remedy().token());
        json.put("rule", cut(refusal.verdict().ruleId()));
        json.put("known", refusal.verdict().known());
        json.put("reply", cut(addresses.text(refusal.reply().text())));
        json.put("stage", refusal.reply().stage().token());
        json.put("host", cut(refusal.reply().remote().name()));
        json.put("ip", cut(refusal.reply().remote().ip()));
        if (!parts.marks().isEmpty()) {
            ArrayNode marks = json.putArray("marks");
            parts.marks().forEach(mark -> marks.add(cut(mark)));
        }
        put(json, "region", parts.frontEnd().flatMap(FrontEnd::region));
        put(json, "forest", parts.frontEnd().flatMap(FrontEnd::forest));
        put(json, "mx-id", parts.mxId());
        put(json, "session", parts.session());
        put(json, "reply-time", parts.time().map(Instant::toString));
    }

    private static void put(ObjectNode json, String name, Optional<String> value) {
        value.ifPresent(text -> json.put(name, cut(text)));
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }
}
