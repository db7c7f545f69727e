package io.sluice.posture;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A policy record (RFC 7489 section 6.3).
 *
 * @param policy p=, in lower case
 * @param subdomainPolicy sp=, or p= when there is none
 * @param strictDkim adkim=s
 * @param strictSpf aspf=s
 * @param percent pct=
 * @param reports whether rua= asks for reports
 * @param fault why receivers ignore it
 */
record DmarcRecord(
        String policy,
        String subdomainPolicy,
        boolean strictDkim,
        boolean strictSpf,
        int percent,
        boolean reports,
        Optional<String> fault) {
    private static final List<String> POLICIES = List.of("none", "quarantine", "reject");
    private static final int ALL = 100;

    /** Whether the text claims to be one. */
    static boolean isMeant(String text) {
        return text.regionMatches(true, 0, "v=DMARC1", 0, 8)
                && (text.length() == 8 || " ;\t".indexOf(text.charAt(8)) >= 0);
    }

    static DmarcRecord parse(String text) {
        TagList list = TagList.parse(text);
        String policy = lower(list, "p").orElse("");
        String subdomains = lower(list, "sp").orElse(policy);
        Optional<Integer> percent = percent(list.get("pct"));
        Optional<String> fault = list.fault();
        if (fault.isEmpty() && !list.get("v").equals(Optional.of("DMARC1"))) {
            fault = Optional.of("it must begin with v=DMARC1, in capitals");
        } else if (fault.isEmpty() && !POLICIES.contains(policy)) {
            fault = Optional.of(policy.isEmpty() ? "there is no p=" : "p= must be one of " + POLICIES);
        } else if (fault.isEmpty() && !POLICIES.contains(subdomains)) {
            fault = Optional.of("sp= must be one of " + POLICIES);
        } else if (fault.isEmpty() && percent.isEmpty()) {
            fault = Optional.of("pct= must be a whole number from 0 to 100");
        }
        return new DmarcRecord(
                policy,
                subdomains,
                lower(list, "adkim").equals(Optional.of("s")),
                lower(list, "aspf").equals(Optional.of("s")),
                percent.orElse(ALL),
                list.get("rua").filter(rua -> !rua.isEmpty()).isPresent(),
                fault);
    }

    private static Optional<String> lower(TagList list, String tag) {
        return list.get(tag).map(value -> value.toLowerCase(Locale.ROOT));
    }

    private static Optional<Integer> percent(Optional<String> text) {
        if (text.isEmpty()) {
            return Optional.of(ALL);
        }
        return text.filter(digits -> digits.length() <= 3
                        && !digits.isEmpty()
                        && digits.chars().allMatch(c -> c >= '0' && c <= '9'))
                .map(Integer::valueOf)
                .filter(percent -> percent <= ALL);
    }
}
