package io.sluice.reply;

import com.google.re2j.Matcher;
import io.sluice.reply.Explanation.Part;
import io.sluice.reply.Explanation.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds out why a condition fits. Only people ask, so that it may be slower than matching. */
final class Explainer {
    private Explainer() {}

    /** What the condition asks for, and how {@code facts}, which fit, satisfy it. */
    static List<Reason> reasons(Condition condition, ReplyFacts facts) {
        List<Reason> reasons = new ArrayList<>();
        if (facts.reply() instanceof SmtpReply reply) {
            reasons.add(new Reason(Part.ORIGIN, condition.origin().token(), facts.microsoft() ? "microsoft" : "other"));
            aboutCodes(condition, reply, reasons);
        } else {
            NoReply.Kind kind = ((NoReply) facts.reply()).kind();
            reasons.add(new Reason(Part.NO_REPLY, joined(condition.kinds(), NoReply.Kind::token), kind.token()));
        }
        if (!condition.stages().isEmpty()) {
            String stage = facts.reply().stage().token();
            reasons.add(new Reason(Part.STAGE, joined(condition.stages(), SmtpStage::token), stage));
        }
        if (!condition.services().isEmpty()) {
            String service = facts.service().map(Service::token).orElse("unknown");
            reasons.add(new Reason(Part.SERVICE, joined(condition.services(), Service::token), service));
        }
        aboutText(condition, facts.text(), reasons);
        return reasons;
    }

    private static void aboutCodes(Condition condition, SmtpReply reply, List<Reason> reasons) {
        if (!condition.codes().isEmpty()) {
            reasons.add(
                    new Reason(Part.CODE, joined(condition.codes(), Explainer::form), Integer.toString(reply.code())));
        }
        if (!condition.enhanced().isEmpty()) {
            String found =
                    reply.enhancedCode().map(EnhancedStatusCode::toString).orElse("");
            reasons.add(new Reason(Part.ENHANCED_CODE, joined(condition.enhanced(), Explainer::form), found));
        }
    }

    private static void aboutText(Condition condition, String text, List<Reason> reasons) {
        for (Token token : condition.tokens()) {
            if (token.occursIn(text)) {
                String form = token.text().toUpperCase(Locale.ROOT) + (token.numbered() ? "*" : "");
                reasons.add(new Reason(Part.MARK, form, mark(token, text)));
                break;
            }
        }
        for (List<String> group : condition.words()) {
            Optional<String> found = group.stream().filter(text::contains).findFirst();
            found.ifPresent(words -> reasons.add(new Reason(Part.WORDS, String.join(" | ", group), words)));
        }
        condition.pattern().ifPresent(pattern -> {
            Matcher matcher = pattern.matcher(text);
            if (matcher.find()) {
                reasons.add(new Reason(Part.PATTERN, pattern.pattern(), matcher.group()));
            }
        });
    }

    /** The mark with its number, at the first place where it stands alone. */
    private static String mark(Token token, String text) {
        for (int at = text.indexOf(token.text()); at >= 0; at = text.indexOf(token.text(), at + 1)) {
            int end = at + token.text().length();
            while (end < text.length() && isPartOfMark(text.charAt(end))) {
                end++;
            }
            String mark = text.substring(at, balanced(text, at, end));
            boolean alone = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
            if (alone && token.occursIn(mark)) {
                return mark;
            }
        }
        return token.text();
    }

    /** A closing parenthesis belongs to the mark only if the opening one does: {@code (AS843)} and {@code AS(843)}. */
    private static int balanced(String text, int from, int to) {
        boolean closesTooMuch = to > from && text.charAt(to - 1) == ')' && text.lastIndexOf('(', to - 1) < from;
        return closesTooMuch ? to - 1 : to;
    }

    private static boolean isPartOfMark(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '(' || c == ')';
    }

    private static String form(CodePattern codes) {
        String from = Integer.toString(codes.from());
        return switch (codes.to() - codes.from()) {
            case 0 -> from;
            case 9 -> from.substring(0, 2) + "x";
            default -> from.charAt(0) + "xx";
        };
    }

    private static String form(EnhancedRange range) {
        if (range.subject() == EnhancedRange.ANY) {
            return range.type() + ".*.*";
        }
        String subject = range.type() + "." + range.subject() + ".";
        if (range.from() == 0 && range.to() == 999) {
            return subject + "*";
        }
        return subject + range.from() + (range.to() > range.from() ? "-" + range.to() : "");
    }

    private static <T> String joined(Collection<T> values, Function<T, String> form) {
        return values.stream().map(form).sorted().collect(Collectors.joining(" "));
    }
}
