package io.sluice.reply;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * When a rule applies: all parts that are given must hold, an empty part always holds. Parts are checked in the order
 * of their cost.
 *
 * @param origin whose replies are meant
 * @param codes reply codes
 * @param enhanced enhanced status codes
 * @param kinds kinds of missing replies; when there are any, the condition is about missing replies only
 * @param stages stages of the session
 * @param services services; a service that is unknown fits each
 * @param tokens marks, one of which must occur
 * @param words groups of words; of each group one must occur; lower case
 * @param pattern a pattern that must be found
 */
record Condition(
        Origin origin,
        List<CodePattern> codes,
        List<EnhancedRange> enhanced,
        Set<NoReply.Kind> kinds,
        Set<SmtpStage> stages,
        Set<Service> services,
        List<Token> tokens,
        List<List<String>> words,
        Optional<Pattern> pattern) {
    /** Whose replies a rule is about. */
    enum Origin {
        MICROSOFT,
        OTHER,
        ANY;

        String token() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean fits(boolean microsoft) {
            return this == ANY || (this == MICROSOFT) == microsoft;
        }
    }

    /** All words that play a part, in lower case. */
    Stream<String> literals() {
        return Stream.concat(
                tokens.stream().flatMap(token -> token.beginnings().stream()),
                words.stream().flatMap(List::stream));
    }

    /** Whether a reply with that code could fit. */
    boolean couldFit(int code) {
        return kinds.isEmpty() && fitsCode(code);
    }

    boolean fits(ReplyFacts facts) {
        return fitsWords(facts.found()) && fitsApartFromWords(facts);
    }

    /** Whether all but the {@linkplain #words() words} fit. */
    boolean fitsApartFromWords(ReplyFacts facts) {
        return fitsAnswer(facts)
                && (stages.isEmpty() || stages.contains(facts.reply().stage()))
                && (services.isEmpty()
                        || facts.service().isEmpty()
                        || services.contains(facts.service().get()))
                && (tokens.isEmpty() || fitsToken(facts))
                && (pattern.isEmpty() || pattern.get().matcher(facts.text()).find());
    }

    private boolean fitsAnswer(ReplyFacts facts) {
        if (facts.reply() instanceof NoReply missing) {
            return kinds.contains(missing.kind());
        }
        SmtpReply reply = (SmtpReply) facts.reply();
        return kinds.isEmpty()
                && origin.fits(facts.microsoft())
                && fitsCode(reply.code())
                && fitsEnhanced(reply.enhancedCode());
    }

    private boolean fitsCode(int code) {
        for (CodePattern pattern : codes) {
            if (pattern.contains(code)) {
                return true;
            }
        }
        return codes.isEmpty();
    }

    private boolean fitsEnhanced(Optional<EnhancedStatusCode> code) {
        if (enhanced.isEmpty()) {
            return true;
        }
        if (code.isPresent()) {
            for (EnhancedRange range : enhanced) {
                if (range.contains(code.get())) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean fitsToken(ReplyFacts facts) {
        for (Token token : tokens) {
            if (token.occursIn(facts.text())) {
                return true;
            }
        }
        return false;
    }

    private boolean fitsWords(Literals.Found found) {
        for (List<String> group : words) {
            if (!hasOne(found, group)) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasOne(Literals.Found found, List<String> group) {
        for (String words : group) {
            if (found.has(words)) {
                return true;
            }
        }
        return false;
    }
}
