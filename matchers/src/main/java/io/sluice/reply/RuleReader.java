package io.sluice.reply;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the {@code <rule>} elements of one file. */
final class RuleReader {
    private static final String ID_FORM = "lower-case words and numbers joined by dashes";
    private static final int LONGEST_ID = 64;

    private final Set<String> ids = new HashSet<>();

    Rule read(RuleElement element) {
        element.allows(Set.of("id", "quotes", "fallback"), Set.of("match", "verdict", "advice", "source", "example"));
        String id = id(element);
        List<RuleElement> matches = element.children("match");
        if (matches.isEmpty()) {
            throw element.fault("needs a <match>");
        }
        List<RuleElement> examples = element.children("example");
        if (examples.isEmpty()) {
            throw element.fault("needs an <example>");
        }
        RuleElement advice = element.child("advice");
        advice.allowsText(Set.of("link"));
        List<Condition> conditions = matches.stream().map(RuleReader::condition).toList();
        boolean fallback = isMarked(element, "fallback");
        if (fallback) {
            checkFallback(element, conditions);
        }
        Verdict verdict = verdict(id, element.child("verdict"), advice);
        return new Rule(
                conditions,
                fallback ? verdict.asUnknown() : verdict,
                advice.attribute("link"),
                provenance(element.child("source")),
                examples.stream().map(RuleReader::example).toList(),
                isMarked(element, "quotes"),
                element.file(),
                element.line());
    }

    private static boolean isMarked(RuleElement element, String key) {
        Optional<String> value = element.attribute(key);
        value.filter(each -> !each.equals("yes")).ifPresent(each -> {
            throw element.badValue(key, each, "yes, the only value that it takes");
        });
        return value.isPresent();
    }

    /** What a fall-back matches is marked as unknown, so that it must not know any words. */
    private static void checkFallback(RuleElement element, List<Condition> conditions) {
        for (Condition condition : conditions) {
            boolean wordless = condition.literals().findAny().isEmpty()
                    && condition.pattern().isEmpty();
            if (!wordless || !condition.kinds().isEmpty()) {
                throw element.fault("is a fallback, which matches by code, enhanced, stage, service and origin only");
            }
        }
    }

    private String id(RuleElement element) {
        String id = wellFormedId(element, "id");
        if (!ids.add(id)) {
            throw element.fault("has the id of an earlier rule: " + id);
        }
        return id;
    }

    /** The id of a rule, in the attribute {@code key}. */
    static String wellFormedId(RuleElement element, String key) {
        String id = element.required(key);
        boolean wellFormed = !id.isEmpty()
                && id.length() <= LONGEST_ID
                && id.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
        if (!wellFormed) {
            throw element.badValue(key, id, ID_FORM);
        }
        return id;
    }

    private static Condition condition(RuleElement element) {
        element.allows(
                Set.of("origin", "code", "enhanced", "no-reply", "stage", "service", "token"),
                Set.of("words", "pattern"));
        Condition.Origin origin = element.attribute("origin").isEmpty()
                ? Condition.Origin.MICROSOFT
                : element.one("origin", Condition.Origin.class, Condition.Origin::token);
        List<NoReply.Kind> kinds = element.many("no-reply", NoReply.Kind.class, NoReply.Kind::token);
        boolean aboutReplies = List.of("origin", "code", "enhanced").stream()
                .anyMatch(key -> element.attribute(key).isPresent());
        if (!kinds.isEmpty() && aboutReplies) {
            throw element.fault("has no-reply together with origin, code or enhanced, which only a reply has");
        }
        return new Condition(
                origin,
                element.each("code", CodePattern::parse, CodePattern.FORMS),
                element.each("enhanced", EnhancedRange::parse, EnhancedRange.FORMS),
                kinds.isEmpty() ? Set.of() : EnumSet.copyOf(kinds),
                Set.copyOf(element.many("stage", SmtpStage.class, SmtpStage::token)),
                Set.copyOf(element.many("service", Service.class, Service::token)),
                element.each("token", Token::parse, Token.FORMS),
                element.children("words").stream().map(RuleReader::words).toList(),
                pattern(element));
    }

    private static List<String> words(RuleElement element) {
        element.allowsText(Set.of());
        List<String> words = Arrays.stream(element.text().split("\\|", -1))
                .map(ReplyFacts::normalised)
                .toList();
        if (words.contains("")) {
            throw element.fault("has an empty alternative: " + element.text());
        }
        return words;
    }

    private static Optional<Pattern> pattern(RuleElement match) {
        if (match.children("pattern").isEmpty()) {
            return Optional.empty();
        }
        RuleElement element = match.child("pattern");
        element.allowsText(Set.of());
        try {
            return Optional.of(Pattern.compile(element.text(), Pattern.CASE_INSENSITIVE));
        } catch (PatternSyntaxException e) {
            throw element.fault("is no pattern that RE2 takes: " + e.getMessage());
        }
    }

    private static Verdict verdict(String id, RuleElement element, RuleElement advice) {
        element.allows(Set.of("class", "scope", "remedy", "earliest", "give-up"), Set.of());
        Remedy remedy = element.one("remedy", Remedy.class, Remedy::token);
        boolean temporary = remedy != Remedy.BOUNCE;
        if (temporary != element.attribute("earliest").isPresent()) {
            throw element.fault(
                    temporary ? "needs the attribute earliest" : "bounces, so that it has no attribute earliest");
        }
        String text = ReplyFacts.collapsed(advice.text());
        Verdict verdict = Verdict.of(
                element.one("class", DeferralClass.class, DeferralClass::token),
                element.one("scope", Scope.class, Scope::token),
                remedy,
                temporary ? RuleFileReader.duration(element, "earliest") : Duration.ZERO,
                advice.attribute("link").map(link -> text + " See " + link).orElse(text),
                id);
        return element.attribute("give-up").isPresent() ? givingUp(element, verdict) : verdict;
    }

    private static Verdict givingUp(RuleElement element, Verdict verdict) {
        if (!verdict.temporary()) {
            throw element.fault("bounces, so that it has no attribute give-up");
        }
        Duration time = RuleFileReader.duration(element, "give-up");
        if (time.compareTo(verdict.earliestRetry()) <= 0) {
            throw element.badValue("give-up", element.required("give-up"), "later than the earliest retry");
        }
        return verdict.givingUpAfter(time);
    }

    private static Provenance provenance(RuleElement element) {
        element.allowsText(Set.of("verified", "last-seen"));
        Optional<String> lastSeen = element.attribute("last-seen");
        lastSeen.filter(value -> !isMonth(value)).ifPresent(value -> {
            throw element.badValue("last-seen", value, "a year such as 2025 or a month such as 2025-07");
        });
        return new Provenance(
                ReplyFacts.collapsed(element.text()),
                element.one("verified", Provenance.Verified.class, Provenance.Verified::token),
                lastSeen);
    }

    private static boolean isMonth(String value) {
        return Pattern.matches("20[0-9]{2}(-(0[1-9]|1[0-2]))?", value);
    }

    private static Rule.Example example(RuleElement element) {
        element.allowsText(Set.of("service", "stage", "no-reply"));
        boolean missing = element.attribute("no-reply").isPresent();
        SmtpStage stage = element.attribute("stage").isPresent()
                ? element.one("stage", SmtpStage.class, SmtpStage::token)
                : missing ? SmtpStage.CONNECT : SmtpStage.RCPT;
        return new Rule.Example(reply(element, missing, stage), service(element), element.line());
    }

    private static Reply reply(RuleElement element, boolean missing, SmtpStage stage) {
        if (missing) {
            return new NoReply(
                    element.one("no-reply", NoReply.Kind.class, NoReply.Kind::token),
                    element.text(),
                    stage,
                    RemoteHost.NONE);
        }
        try {
            return SmtpReply.of(element.text(), stage, RemoteHost.NONE);
        } catch (IllegalArgumentException e) {
            throw element.fault("has a bad reply. " + e.getMessage());
        }
    }

    /** Business when it is not said; {@code none} when the reply is not Microsoft's. */
    private static Optional<Service> service(RuleElement element) {
        Optional<String> service = element.attribute("service");
        if (service.isEmpty()) {
            return Optional.of(Service.BUSINESS);
        }
        return service.get().equals("none")
                ? Optional.empty()
                : Optional.of(element.one("service", Service.class, Service::token));
    }
}
