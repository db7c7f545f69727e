package io.sluice.posture;

import io.sluice.posture.dns.DnsAnswer;
import io.sluice.posture.dns.DnsQuestion.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** DMARC of the domain of the From header (RFC 7489): the record, the policy, and what is aligned with it. */
final class DmarcCheck implements Check {
    @Override
    public void begin(Look look) {
        String domain = look.question().domain();
        look.ask(Kind.TXT, "_dmarc." + domain);
        String organization = OrganizationalDomain.of(domain);
        if (!organization.equals(domain)) {
            look.ask(Kind.TXT, "_dmarc." + organization);
        }
    }

    /** What was found where. */
    private record Source(String name, DnsAnswer answer, List<String> records) {
        static Source of(Look look, String domain) {
            String name = "_dmarc." + domain;
            DnsAnswer answer = look.get(Kind.TXT, name);
            return new Source(
                    name,
                    answer,
                    answer.records().stream().filter(DmarcRecord::isMeant).toList());
        }
    }

    @Override
    public void judge(Look look) {
        String domain = look.question().domain();
        String organization = OrganizationalDomain.of(domain);
        Source source = Source.of(look, domain);
        List<String> asked = new ArrayList<>(List.of("TXT " + source.name()));
        boolean inherited = source.records().isEmpty() && !source.answer().isUnknown() && !organization.equals(domain);
        if (inherited) {
            source = Source.of(look, organization);
            asked.add("TXT " + source.name());
        }
        String[] questions = asked.toArray(String[]::new);
        if (source.answer().isUnknown()) {
            look.add(Finding.unknown(
                            FindingId.DMARC_RECORD,
                            domain,
                            "Whether there is a DMARC record is unknown: "
                                    + source.answer().words() + ".")
                    .lookedUp(questions)
                    .change("Make the name servers of " + domain + " answer."));
            return;
        }
        if (source.records().size() != 1) {
            look.add(notOne(domain, organization, source).lookedUp(questions));
            return;
        }
        DmarcRecord record = DmarcRecord.parse(source.records().get(0));
        look.add(record(source, record).lookedUp(questions));
        if (record.fault().isEmpty()) {
            look.add(policy(domain, source, record, inherited).lookedUp(questions));
            alignment(look, record).ifPresent(finding -> look.add(finding.lookedUp(questions)));
        }
    }

    private static Finding notOne(String domain, String organization, Source source) {
        if (source.records().isEmpty()) {
            return Finding.fail(
                            FindingId.DMARC_RECORD,
                            domain,
                            "There is no DMARC record for " + domain + "; Microsoft wants one of who sends much.")
                    .change("Publish one; p=none is enough to begin with. Add rua=mailto:... to get reports.")
                    .publish("_dmarc." + organization, "TXT", "v=DMARC1; p=none");
        }
        return Finding.fail(
                        FindingId.DMARC_RECORD,
                        domain,
                        "There are " + source.records().size() + " DMARC records; with more than one none counts.")
                .change("Leave one record.");
    }

    private static Finding record(Source source, DmarcRecord record) {
        return record.fault()
                .map(fault -> Finding.fail(
                                FindingId.DMARC_RECORD,
                                source.name(),
                                "The DMARC record has a fault, so that receivers ignore it: " + fault + ".")
                        .change("Correct it.")
                        .publish(source.name(), "TXT", "v=DMARC1; p=none"))
                .orElseGet(() -> Finding.pass(
                        FindingId.DMARC_RECORD,
                        source.name(),
                        "There is one DMARC record: " + source.records().get(0)));
    }

    private static Finding policy(String domain, Source source, DmarcRecord record, boolean inherited) {
        String policy = inherited ? record.subdomainPolicy() : record.policy();
        String text = "The policy for " + domain + " is " + policy
                + (inherited ? ", from " + source.name() : "")
                + (record.percent() < 100 ? ", for " + record.percent() + " % of what fails" : "") + ".";
        if (!record.reports()) {
            return Finding.warn(
                            FindingId.DMARC_POLICY,
                            domain,
                            text + " It asks for no reports, so that you do not learn what fails.")
                    .change("Add rua=mailto:... with an address of yours.");
        }
        return Finding.pass(FindingId.DMARC_POLICY, domain, text);
    }

    /** Nothing can be said when neither the address nor a key is known. */
    private static Optional<Finding> alignment(Look look, DmarcRecord record) {
        PostureQuestion question = look.question();
        if (question.ip().isEmpty() && question.selectors().isEmpty()) {
            return Optional.empty();
        }
        String domain = question.domain();
        boolean spfAligned = OrganizationalDomain.isAligned(domain, question.mailFrom(), record.strictSpf());
        Optional<FindingStatus> spf = look.best(FindingId.SPF_RESULT);
        boolean bySpf = spfAligned && spf.equals(Optional.of(FindingStatus.PASS));
        List<Selector> aligned = question.selectors().stream()
                .filter(selector -> OrganizationalDomain.isAligned(domain, selector.domain(), record.strictDkim()))
                .toList();
        List<Selector> working = aligned.stream()
                .filter(selector -> look.findings().stream()
                        .anyMatch(finding -> finding.id() == FindingId.DKIM_KEY
                                && finding.subject().equals(selector.recordName())
                                && (finding.status() == FindingStatus.PASS || finding.status() == FindingStatus.WARN)))
                .toList();
        if (!working.isEmpty()) {
            return Optional.of(Finding.pass(
                    FindingId.DMARC_ALIGNMENT,
                    domain,
                    "DMARC passes by DKIM: " + names(working) + (bySpf ? "; and by SPF." : ".")));
        }
        if (bySpf) {
            return Optional.of(Finding.warn(
                            FindingId.DMARC_ALIGNMENT,
                            domain,
                            "DMARC passes by SPF only, so that mail that is forwarded fails"
                                    + (question.selectors().isEmpty()
                                            ? "; no selector was given or seen, so DKIM was not looked at."
                                            : "; no usable DKIM key is aligned with " + domain + "."))
                    .change("Sign with DKIM as d=" + domain + "."));
        }
        String why = (spfAligned
                        ? "SPF does not pass"
                        : "SPF is about " + question.mailFrom() + ", which is not aligned with " + domain)
                + (question.selectors().isEmpty()
                        ? ", and no DKIM key is known."
                        : aligned.isEmpty()
                                ? ", and no signature is of " + domain + " or its organisation."
                                : ", and the aligned DKIM keys cannot be used.");
        boolean open = (spfAligned && spf.filter(FindingStatus.FAIL::equals).isEmpty())
                || question.selectors().isEmpty()
                || look.best(FindingId.DKIM_KEY).equals(Optional.of(FindingStatus.UNKNOWN));
        return Optional.of(Finding.of(
                        FindingId.DMARC_ALIGNMENT,
                        open ? FindingStatus.UNKNOWN : FindingStatus.FAIL,
                        domain,
                        (open ? "Whether DMARC passes is unknown: " : "DMARC fails: ") + why)
                .change("Sign with DKIM as d=" + domain + ", or let MAIL FROM be of " + domain
                        + " with SPF that passes."));
    }

    private static String names(List<Selector> selectors) {
        return selectors.stream().map(Selector::recordName).collect(Collectors.joining(", "));
    }
}
