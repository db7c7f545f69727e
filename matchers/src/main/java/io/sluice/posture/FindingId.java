package io.sluice.posture;

import java.util.Arrays;
import java.util.Optional;

/** What is looked at. */
public enum FindingId {
    MICROSOFT_BULK("microsoft.bulk"),
    SPF_RECORD("spf.record"),
    SPF_RESULT("spf.result"),
    SPF_LOOKUPS("spf.lookups"),
    SPF_VOIDS("spf.voids"),
    DKIM_KEY("dkim.key"),
    DKIM_SIGNING("dkim.signing"),
    DMARC_RECORD("dmarc.record"),
    DMARC_POLICY("dmarc.policy"),
    DMARC_ALIGNMENT("dmarc.alignment"),
    PTR_NAME("ptr.name"),
    PTR_CONFIRMED("ptr.confirmed"),
    PTR_GENERIC("ptr.generic"),
    EHLO_NAME("ehlo.name"),
    IPV6_RULES("ipv6.rules"),
    MX_RECORD("mx.record"),
    MTA_STS_RECORD("mta-sts.record"),
    TLS_RPT_RECORD("tls-rpt.record"),
    RECIPIENT_MX("recipient.mx"),
    RECIPIENT_DANE("recipient.dane"),
    BLOCK_LIST_IP("blocklist.ip"),
    BLOCK_LIST_DOMAIN("blocklist.domain"),
    PUBLISHED_LIMITS("limits.published"),
    INBOUND_MX("inbound.mx"),
    INBOUND_ADDRESS("inbound.address"),
    INBOUND_GREETING("inbound.greeting"),
    INBOUND_TLS("inbound.tls"),
    INBOUND_CERTIFICATE("inbound.certificate"),
    INBOUND_DANE("inbound.dane"),
    INBOUND_MTA_STS("inbound.mta-sts"),
    INBOUND_DOMAIN("inbound.domain"),
    INBOUND_CONNECTIONS("inbound.connections"),
    INBOUND_RELAY("inbound.relay"),
    INBOUND_HOOK("inbound.hook");

    private final String code;

    FindingId(String code) {
        this.code = code;
    }

    /** As reports and the documentation have it. */
    public String code() {
        return code;
    }

    /** The one with that code. */
    public static Optional<FindingId> of(String code) {
        return Arrays.stream(values()).filter(id -> id.code.equals(code)).findFirst();
    }
}
