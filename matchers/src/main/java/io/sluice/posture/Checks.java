package io.sluice.posture;

import io.sluice.posture.dns.DnsSession;
import io.sluice.posture.dns.Recording;
import java.time.Instant;
import java.util.List;

/** All checks, in an order in which each finds what it needs of the others. */
final class Checks {
    private static final List<Check> ALL = List.of(
            new SpfCheck(),
            new DkimCheck(),
            new DmarcCheck(),
            new ReverseNameCheck(),
            new GreetingCheck(),
            new Ipv6Check(),
            new MxCheck(),
            new PolicyRecordCheck(FindingId.MTA_STS_RECORD, "_mta-sts.", "v=STSv1", "id", "MTA-STS", "its policy file"),
            new PolicyRecordCheck(
                    FindingId.TLS_RPT_RECORD, "_smtp._tls.", "v=TLSRPTv1", "rua", "TLS-RPT", "reports about TLS"),
            new RecipientCheck(),
            new BlockListCheck(),
            new BulkSenderCheck(),
            new PublishedLimits());

    private Checks() {}

    static Posture run(PostureQuestion question, PostureSettings settings, DnsSession dns, Instant time) {
        Look look = new Look(question, settings, dns);
        ALL.forEach(check -> check.begin(look));
        ALL.forEach(check -> check.judge(look));
        return new Posture(question, time, look.findings(), new Recording(dns.answers()));
    }
}
