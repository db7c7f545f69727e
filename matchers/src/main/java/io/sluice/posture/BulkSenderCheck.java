package io.sluice.posture;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Microsoft's demand on who sends more than 5,000 mails a day to its consumer service, in force since May 2025 (550
 * 5.7.515): SPF and DKIM pass, and DMARC passes with at least p=none. Nothing is said when the question leaves it open.
 */
final class BulkSenderCheck implements Check {
    @Override
    public void judge(Look look) {
        Map<String, Optional<FindingStatus>> parts = new LinkedHashMap<>();
        parts.put("SPF", spf(look));
        parts.put("DKIM", look.best(FindingId.DKIM_KEY));
        parts.put("a DMARC record", look.best(FindingId.DMARC_RECORD));
        parts.put("DMARC alignment", look.best(FindingId.DMARC_ALIGNMENT));
        boolean fails = parts.values().contains(Optional.of(FindingStatus.FAIL));
        PostureQuestion question = look.question();
        boolean asked = question.ip().isPresent() && !question.selectors().isEmpty();
        if (!fails && !asked) {
            return;
        }
        String domain = question.domain();
        boolean unknown =
                parts.values().stream().anyMatch(status -> status.isEmpty() || status.get() == FindingStatus.UNKNOWN);
        if (!fails && !unknown) {
            look.add(Finding.pass(
                    FindingId.MICROSOFT_BULK,
                    domain,
                    "Microsoft's demands on high-volume senders (5.7.515) are met: SPF, DKIM and DMARC."));
            return;
        }
        String missing = parts.entrySet().stream()
                .filter(part -> part.getValue()
                        .filter(status -> status == FindingStatus.FAIL || status == FindingStatus.UNKNOWN)
                        .isPresent())
                .map(part -> part.getKey()
                        + (part.getValue().equals(Optional.of(FindingStatus.FAIL)) ? " (fails)" : " (unknown)"))
                .collect(Collectors.joining(", "));
        look.add(Finding.of(
                        FindingId.MICROSOFT_BULK,
                        fails ? FindingStatus.FAIL : FindingStatus.UNKNOWN,
                        domain,
                        (fails
                                        ? "Microsoft's demands on high-volume senders are not met, and it answers 550"
                                                + " 5.7.515 to a domain that ever sent more than 5,000 mails a day: "
                                        : "Whether Microsoft's demands on high-volume senders (5.7.515) are met is"
                                                + " unknown: ")
                                + missing + ".")
                .change("See the findings of SPF, DKIM and DMARC."));
    }

    /** The result for the address, or, when no address is given, what the record makes impossible. */
    private static Optional<FindingStatus> spf(Look look) {
        return look.best(FindingId.SPF_RESULT)
                .or(() -> look.best(FindingId.SPF_RECORD).filter(FindingStatus.FAIL::equals));
    }
}
