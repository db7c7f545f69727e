/**
 * Questions to the DNS with bounds, and a recording of them. {@link io.sluice.posture.dns.DnsSession} is what a check
 * asks; behind it is a {@link io.sluice.posture.dns.DnsjavaDns}, or a {@link io.sluice.posture.dns.Recording}.
 */
package io.sluice.posture.dns;
