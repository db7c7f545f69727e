package io.sluice.posture;

import io.sluice.posture.dns.Dns;
import io.sluice.posture.dns.DnsSession;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Asks the DNS and judges. Everything that can be asked at once is; the rest follows from the answers. Safe for use by
 * several threads.
 */
public final class PostureService implements PostureCheck {
    private final Dns dns;
    private final PostureSettings settings;
    private final InstantSource clock;

    public PostureService(Dns dns, PostureSettings settings, InstantSource clock) {
        this.dns = dns;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Posture check(PostureQuestion question) {
        Instant time = clock.instant();
        DnsSession session = new DnsSession(dns, settings.limits(), clock);
        return Checks.run(question, settings, session, time);
    }
}
