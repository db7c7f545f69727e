package io.sluice.posture;

/** What Microsoft publishes about how much it takes: nothing to look up, but what a diagnosis should not leave out. */
final class PublishedLimits implements Check {
    @Override
    public void judge(Look look) {
        look.add(
                Finding.pass(
                        FindingId.PUBLISHED_LIMITS,
                        look.question().domain(),
                        "Microsoft's published limits: 500 connections at once to the consumer service, in practice far fewer"
                                + " while an address is new; 200 recipients of one domain in a message; SPF, DKIM and DMARC"
                                + " above 5,000 mails a day to the consumer service; a new address is throttled for some days."));
    }
}
