package io.sluice.reach;

import io.sluice.posture.Finding;
import io.sluice.posture.dns.Dns;
import io.sluice.posture.dns.DnsLimits;
import io.sluice.posture.dns.DnsQuestion.Kind;
import io.sluice.posture.dns.DnsSession;
import io.sluice.reach.Conversation.Tls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.net.ssl.X509TrustManager;

/**
 * Looks at the way to a domain as Exchange Online takes it: DNS, then all mail exchangers beside each other, at most
 * {@value #MOST_CONVERSATIONS}. Bounded by the limits of the DNS, the patience for a conversation, and 10 s for an MTA-STS
 * policy. Safe for several threads.
 */
public final class ReachabilityService {
    static final int MOST_CONVERSATIONS = 10;

    private static final Duration POLICY_PATIENCE = Duration.ofSeconds(10);

    private final Dns dns;
    private final DnsLimits limits;
    private final PolicySource policies;
    private final SmtpProbe probe;
    private final CertificateCheck certificates;
    private final InstantSource clock;

    /** With the certificates that Java trusts. */
    public ReachabilityService(Dns dns, DnsLimits limits, InstantSource clock) {
        this(dns, limits, HttpsPolicySource.standard(POLICY_PATIENCE), CertificateCheck.javasTrust(), clock);
    }

    ReachabilityService(Dns dns, DnsLimits limits, PolicySource policies, X509TrustManager trust, InstantSource clock) {
        this.dns = dns;
        this.limits = limits;
        this.policies = policies;
        this.probe = new SmtpProbe(clock);
        this.certificates = new CertificateCheck(trust, clock);
        this.clock = clock;
    }

    /** Blocks, bounded. Never fails because of what others answer. */
    public Reachability check(ReachabilityQuestion question) {
        Instant time = clock.instant();
        DnsSession session = new DnsSession(dns, limits, clock);
        session.ask(Kind.TXT, MtaStsCheck.name(question.domain()));
        MailHosts hosts = MailHosts.of(question.domain(), session);
        List<Finding> findings = new ArrayList<>(hosts.findings());
        ExecutorService threads = Executors.newFixedThreadPool(MOST_CONVERSATIONS, ReachabilityService::thread);
        try {
            List<CompletableFuture<Conversation>> begun = conversations(question, hosts, threads);
            MtaStsCheck sts = MtaStsCheck.of(question.domain(), hosts.hosts().keySet(), session, policies);
            findings.add(sts.finding());
            List<Conversation> conversations =
                    begun.stream().map(CompletableFuture::join).toList();
            conversations.forEach(each -> findings.addAll(judge(each, sts)));
            Map<String, List<List<X509Certificate>>> chains = conversations.stream()
                    .filter(each -> each.tls().isPresent())
                    .collect(Collectors.groupingBy(
                            Conversation::host,
                            Collectors.mapping(each -> each.tls().get().chain(), Collectors.toList())));
            hosts.hosts()
                    .keySet()
                    .forEach(host -> findings.add(TlsaCheck.judge(
                            host, session.get(Kind.TLSA, TlsaCheck.name(host)), chains.getOrDefault(host, List.of()))));
        } finally {
            threads.shutdownNow();
        }
        return new Reachability(question.domain(), time, findings);
    }

    private List<CompletableFuture<Conversation>> conversations(
            ReachabilityQuestion question, MailHosts hosts, ExecutorService threads) {
        List<CompletableFuture<Conversation>> begun = new ArrayList<>();
        hosts.hosts().forEach((host, addresses) -> {
            for (InetAddress address : addresses) {
                if (begun.size() < MOST_CONVERSATIONS) {
                    InetSocketAddress place = new InetSocketAddress(address, question.port());
                    begun.add(
                            CompletableFuture.supplyAsync(() -> probe.talk(host, place, question.patience()), threads));
                }
            }
        });
        return begun;
    }

    private List<Finding> judge(Conversation conversation, MtaStsCheck sts) {
        List<Finding> findings = new ArrayList<>();
        findings.add(GreetingFindings.of(conversation));
        Optional<String> demanded = sts.demands(conversation.host());
        TlsFindings.of(conversation, demanded).ifPresent(findings::add);
        Optional<Tls> tls = conversation.tls();
        if (tls.isPresent()) {
            findings.add(certificates.judge(
                    conversation.subject(), conversation.host(), tls.get().chain(), demanded));
        }
        return findings;
    }

    private static Thread thread(Runnable task) {
        Thread made = new Thread(task, "sluice-reachability");
        made.setDaemon(true);
        return made;
    }
}
