package io.sluice.posture;

import io.sluice.posture.dns.DnsAnswer;
import io.sluice.posture.dns.DnsQuestion.Kind;
import io.sluice.posture.dns.DnsSession;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.james.jspf.core.DNSRequest;
import org.apache.james.jspf.core.DNSService;
import org.apache.james.jspf.core.exceptions.TimeoutException;
import org.apache.james.jspf.impl.SPF;

/** Evaluates SPF with James's own library, on answers of the session. For one thread. */
final class Jspf {
    private static final int MOST_RECORDS = 10;

    private final DnsSession dns;

    Jspf(DnsSession dns) {
        this.dns = dns;
    }

    /**
     * The result of RFC 7208 section 2.6, in lower case.
     *
     * @param helo who greets; only macros make use of it
     */
    String result(InetAddress ip, String domain, String helo) {
        try {
            return new SPF(new Answers())
                    .checkSPF(ip.getHostAddress(), "postmaster@" + domain, helo)
                    .getResult();
        } catch (RuntimeException | StackOverflowError e) {
            // jSPF reads hostile text with recursive patterns.
            return "permerror";
        }
    }

    private final class Answers implements DNSService {
        @Override
        public List<String> getRecords(DNSRequest request) throws TimeoutException {
            DnsAnswer answer = dns.get(kind(request.getRecordType()), request.getHostname());
            if (answer.isUnknown()) {
                throw new TimeoutException(answer.words());
            }
            if (answer.isNone()) {
                return null; // as jSPF's own does, and expects
            }
            return switch (request.getRecordType()) {
                case DNSRequest.MX -> answer.records().stream()
                        .map(record -> record.substring(record.indexOf(' ') + 1))
                        .toList();
                case DNSRequest.TXT, DNSRequest.SPF -> answer.records().stream()
                        .filter(record -> record.length() <= SpfRecord.LONGEST || SpfRecord.isMeant(record))
                        .map(Answers::bounded)
                        .toList();
                default -> answer.records();
            };
        }

        /** A record that is too long is a permerror, as one with a fault is. */
        private static String bounded(String record) {
            return record.length() <= SpfRecord.LONGEST ? record : "v=spf1 too-long";
        }

        private static Kind kind(int type) {
            return switch (type) {
                case DNSRequest.A -> Kind.A;
                case DNSRequest.AAAA -> Kind.AAAA;
                case DNSRequest.MX -> Kind.MX;
                case DNSRequest.PTR -> Kind.PTR;
                default -> Kind.TXT;
            };
        }

        @Override
        public CompletionStage<List<String>> getRecordsAsync(DNSRequest request) {
            try {
                return CompletableFuture.completedFuture(getRecords(request));
            } catch (TimeoutException e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        @Override
        public List<String> getLocalDomainNames() {
            return List.of();
        }

        @Override
        public void setTimeOut(int seconds) {
            // The session has bounds of its own.
        }

        @Override
        public int getRecordLimit() {
            return MOST_RECORDS;
        }

        @Override
        public void setRecordLimit(int limit) {
            // RFC 7208 section 4.6.4 says what it is.
        }
    }
}
