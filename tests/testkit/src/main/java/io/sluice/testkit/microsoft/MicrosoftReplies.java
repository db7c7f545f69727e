package io.sluice.testkit.microsoft;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The texts of Microsoft's front ends, with the tails that they carry in reality: host, UTC time and session id. Each
 * call makes a new session id. A method's parameter is what the text quotes, such as the client's IP address.
 * Thread-safe.
 */
public final class MicrosoftReplies {

    private static final DateTimeFormatter TAIL_TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSX", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter GREETING_TIME = DateTimeFormatter.ofPattern(
                    "EEE, d MMM uuuu HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final String frontEnd;
    private final InstantSource time;
    private final AtomicLong sessions = new AtomicLong(0x08DE_2A31_7C44_9E10L);

    /**
     * The replies of one front end.
     *
     * @param frontEnd its host name, such as {@code AM4PEPF00027A6A.eurprd04.prod.outlook.com}.
     * @param time the time that tails and greeting show.
     */
    public MicrosoftReplies(String frontEnd, InstantSource time) {
        this.frontEnd = frontEnd;
        this.time = time;
    }

    /** The greeting of a front end. */
    public String greeting() {
        return "220 " + frontEnd + " Microsoft ESMTP MAIL Service ready at " + GREETING_TIME.format(time.instant());
    }

    /** Consumer: the IP address is rate limited for its reputation. */
    public String s775(String ip) {
        return "451 4.7.650 The mail server [" + ip + "] has been temporarily rate limited due to IP reputation."
                + " For e-mail delivery information, see https://aka.ms/postmaster (S775) " + filterAgent() + tail();
    }

    /** Consumer: the same, second tier, told for each recipient. */
    public String s844(String ip) {
        return "451 4.7.651 The mail server [" + ip + "] has been temporarily rate limited due to IP reputation."
                + " For e-mail delivery information, see https://postmaster.live.com (S844)" + tail();
    }

    /** Consumer: too many connections of the IP address. */
    public String s3115(String ip) {
        return "451 4.7.652 The mail server [" + ip + "] has exceeded the maximum number of connections. (S3115)"
                + tail();
    }

    /** Consumer: too many messages in this connection. */
    public String tooManyMessagesPerConnection(String ip) {
        return "451 4.7.652 The mail server [" + ip + "] has exceeded maximum number of messages per connection"
                + tail();
    }

    /** Consumer: the filter is overloaded. */
    public String filterAgentBusy() {
        return "451 4.7.700 PFA agent busy, please try again." + tail();
    }

    /** Consumer: the network of the IP address is on the block list. */
    public String s3150(String ip) {
        return "550 5.7.1 Unfortunately, messages from [" + ip + "] weren't sent. Please contact your Internet service"
                + " provider since part of their network is on our block list (S3150). You can also refer your provider"
                + " to http://mail.live.com/mail/troubleshooting.aspx#errors. " + filterAgent() + tail();
    }

    /** Consumer: no such mailbox. */
    public String mailboxUnavailable() {
        return "550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302)." + tail();
    }

    /** Consumer and business: the mailbox gets too much mail this hour. */
    public String recipientOverHourlyLimit() {
        return "554 5.2.122 The recipient has exceeded their limit for the number of messages they can receive per"
                + " hour." + tail();
    }

    /** Consumer: SPF, DKIM or DMARC of a high volume sender does not pass. */
    public String authenticationLevel(String domain) {
        return "550 5.7.515 Access denied, sending domain " + domain + " doesn't meet the required authentication"
                + " level. The sender's domain in the 5322.From address doesn't meet the authentication requirements"
                + " defined for the sender. To learn how to fix this see:"
                + " https://go.microsoft.com/fwlink/p/?linkid=2319303 Spf= Fail , Dkim= Pass , DMARC= Pass" + tail();
    }

    /** Business: the service is busy for this IP address. */
    public String serverBusy(String ip) {
        return "451 4.7.500 Server busy. Please try again later from [" + ip + "]. (S77714)" + tail();
    }

    /** Business: graylisting of an IP address without history. */
    public String accessDeniedTryAgain() {
        return "451 4.7.500 Access denied, please try again later (AS761)" + tail();
    }

    /** Business: too many connections. */
    public String tooManyConnections() {
        return "421 4.3.2 The maximum number of concurrent connections has exceeded a limit, closing transmission"
                + " channel" + tail();
    }

    /** Business: the IP address is on the block list, and may ask to be taken off. */
    public String bannedIp(String ip) {
        return "550 5.7.606 Access denied, banned sending IP [" + ip + "]. To request removal from this list please"
                + " visit https://sender.office.com/ and follow the directions. For more information please go to"
                + " http://go.microsoft.com/fwlink/?LinkID=526655 AS(1430)" + tail();
    }

    /** Business: the directory of the tenant does not have the recipient. */
    public String recipientNotFound() {
        return "550 5.4.1 Recipient address rejected: Access denied. For more information see"
                + " https://aka.ms/EXOSmtpErrors AS(201806281)" + tail();
    }

    /** Consumer and business: the recipients live in several regions; the rest belongs in another transaction. */
    public String attr38() {
        return "452 4.5.3 Recipients belong to multiple regions ATTR38" + tail();
    }

    /** Consumer and business: too many recipients in one transaction. */
    public String tooManyRecipients() {
        return "452 4.5.3 Too many recipients AS780090" + tail();
    }

    /** Consumer and business: a front end has a bad moment. */
    public String attr17() {
        return "451 4.3.2 Temporary server error. Please try again later ATTR17" + tail();
    }

    /** Business: the route goes to the wrong place. */
    public String attr35() {
        return "451 4.4.62 Mail sent to the wrong Office 365 region. ATTR35. For more information please go to"
                + " https://go.microsoft.com/fwlink/?linkid=865268" + tail();
    }

    /** Business: the tenant cannot receive mail. */
    public String attr5() {
        return "451 4.4.4 Mail received as unauthenticated, incoming to a recipient domain configured in a hosted"
                + " tenant which has no mail-enabled subscriptions. ATTR5" + tail();
    }

    /** Business: the proxy lost its back end. */
    public String prx9() {
        return "451 4.7.0 Temporary server error. Please try again later. PRX9 RemoteHost: " + frontEnd
                + ". ErrorCode 10054" + tail();
    }

    /** Business: the IPv6 address has no PTR record. */
    public String ipv6NeedsPtr(String ip6) {
        return "450 4.7.25 Service unavailable, sending IPv6 address [" + ip6 + "] must have reverse DNS record."
                + tail();
    }

    /** Business: unauthenticated over IPv6. */
    public String ipv6NeedsAuthentication(String ip6) {
        return "450 4.7.26 Service unavailable, message sent over IPv6 [" + ip6 + "] must pass either SPF or DKIM"
                + " validation, this message is not signed" + tail();
    }

    /** Business: too much from the IPv6 range. */
    public String ipv6RangeLimit(String ip6) {
        return "550 5.7.508 Access denied, [" + ip6 + "] has exceeded permitted limits within 64 range" + tail();
    }

    /** Business: the tenant takes no mail over IPv6. */
    public String ipv6NotAccepted(String domain) {
        return "550 5.7.510 Access denied, [" + domain + "] does not accept email over IPv6" + tail();
    }

    /** Consumer and business: only over TLS. */
    public String startTlsRequired() {
        return "451 5.7.3 STARTTLS is required to send mail" + tail();
    }

    private String filterAgent() {
        return String.format(
                "[Name=Protocol Filter Agent][AGT=PFA][MxId=%016X]", sessions.get() * 0x9E37_79B9_7F4A_7C15L);
    }

    private String tail() {
        return String.format(
                " [%s %s %016X]",
                frontEnd, TAIL_TIME.format(time.instant().truncatedTo(ChronoUnit.MILLIS)), sessions.incrementAndGet());
    }
}
