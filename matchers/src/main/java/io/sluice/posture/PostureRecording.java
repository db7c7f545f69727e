package io.sluice.posture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.posture.dns.DnsAnswer;
import io.sluice.posture.dns.DnsAnswer.Outcome;
import io.sluice.posture.dns.DnsLimits;
import io.sluice.posture.dns.DnsQuestion;
import io.sluice.posture.dns.DnsSession;
import io.sluice.posture.dns.Recording;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A whole check in a form that can be kept, and run again without the DNS: with the same result as then.
 *
 * <pre>{@code
 * {"version": 1, "time": "2026-11-22T10:00:00Z", "question": {"domain": "example.org", ...},
 *  "addressLists": [], "domainLists": [],
 *  "lookups": [{"question": "TXT example.org", "outcome": "FOUND", "records": ["v=spf1 -all"],
 *               "authenticated": false, "detail": "", "millis": 12}, ...]}
 * }</pre>
 *
 * @param addressLists that were asked
 * @param domainLists that were asked
 */
public record PostureRecording(
        Instant time,
        PostureQuestion question,
        List<String> addressLists,
        List<String> domainLists,
        Recording lookups) {
    private static final int VERSION = 1;
    private static final int MOST_LOOKUPS = 10_000;
    /** Only the recording bounds a replay; its bounds are part of it. */
    private static final DnsLimits NO_LIMITS = new DnsLimits(Duration.ofMinutes(1), Duration.ofDays(1), MOST_LOOKUPS);

    public PostureRecording {
        addressLists = List.copyOf(addressLists);
        domainLists = List.copyOf(domainLists);
    }

    /** What is to be kept of a check that was made with these settings. */
    public static PostureRecording of(Posture posture, PostureSettings settings) {
        return new PostureRecording(
                posture.time(),
                posture.question(),
                settings.addressLists(),
                settings.domainLists(),
                posture.recording());
    }

    /** The same check again. */
    public Posture replay() {
        PostureSettings settings = new PostureSettings(NO_LIMITS, addressLists, domainLists);
        DnsSession session = new DnsSession(lookups, NO_LIMITS, InstantSource.fixed(time));
        return Checks.run(question, settings, session, time);
    }

    /** As JSON text of many lines. */
    public String json() {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("version", VERSION);
        out.put("time", time.toString());
        out.set("question", PostureJson.question(question));
        PostureJson.texts(out, "addressLists", addressLists);
        PostureJson.texts(out, "domainLists", domainLists);
        ArrayNode all = out.putArray("lookups");
        lookups.answers().forEach((asked, answer) -> {
            ObjectNode each = all.addObject();
            each.put("question", asked.toString());
            each.put("outcome", answer.outcome().name());
            PostureJson.texts(each, "records", answer.records());
            each.put("authenticated", answer.authenticated());
            each.put("detail", answer.detail());
            each.put("millis", answer.millis());
        });
        return out.toPrettyString();
    }

    /**
     * Reads {@link #json()} back.
     *
     * @throws IllegalArgumentException when the text is no recording; the message says why
     */
    public static PostureRecording parse(String json) {
        JsonNode root;
        try {
            root = new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is not JSON", e);
        }
        if (root.path("version").asInt() != VERSION) {
            throw new IllegalArgumentException("it has no version " + VERSION);
        }
        try {
            return new PostureRecording(
                    Instant.parse(root.path("time").asText()),
                    question(root.path("question")),
                    texts(root.path("addressLists")),
                    texts(root.path("domainLists")),
                    lookups(root.path("lookups")));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("its time is none", e);
        }
    }

    private static PostureQuestion question(JsonNode node) {
        String domain = node.path("domain").asText();
        PostureQuestion question =
                PostureQuestion.about(domain).envelope(node.path("mailFrom").asText(domain));
        TreeSet<Selector> selectors = new TreeSet<>();
        texts(node.path("selectors")).forEach(text -> selectors.add(Selector.parse(text, domain)));
        question = question.signedBy(selectors);
        Optional<String> ip = text(node, "ip");
        question = ip.isPresent() ? question.from(ip.get()) : question;
        Optional<String> helo = text(node, "helo");
        question = helo.isPresent() ? question.greeting(helo.get()) : question;
        Optional<String> recipient = text(node, "recipient");
        return recipient.isPresent() ? question.to(recipient.get()) : question;
    }

    private static Optional<String> text(JsonNode node, String name) {
        return Optional.of(node.path(name)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static Recording lookups(JsonNode array) {
        if (!array.isArray() || array.size() > MOST_LOOKUPS) {
            throw new IllegalArgumentException("it has no list of look-ups, or too long a one");
        }
        Map<DnsQuestion, DnsAnswer> answers = new LinkedHashMap<>();
        for (JsonNode each : array) {
            String asked = each.path("question").asText();
            int blank = asked.indexOf(' ');
            if (blank < 0) {
                throw new IllegalArgumentException("a look-up has no question");
            }
            DnsQuestion question = DnsQuestion.of(
                    choice(DnsQuestion.Kind.class, asked.substring(0, blank)), asked.substring(blank + 1));
            answers.put(
                    question,
                    new DnsAnswer(
                            choice(Outcome.class, each.path("outcome").asText()),
                            texts(each.path("records")),
                            each.path("authenticated").asBoolean(),
                            each.path("detail").asText(),
                            each.path("millis").asLong()));
        }
        return new Recording(answers);
    }

    private static <E extends Enum<E>> E choice(Class<E> type, String text) {
        try {
            return Enum.valueOf(type, text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a look-up has an unknown kind or outcome", e);
        }
    }
}
