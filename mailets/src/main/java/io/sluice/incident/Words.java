package io.sluice.incident;

import io.sluice.reply.Service;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Conclusions in plain words. */
final class Words {
    private Words() {}

    static String what(Conclusion conclusion) {
        Evidence evidence = conclusion.evidence();
        StringBuilder text = new StringBuilder(title(conclusion))
                .append(" (confidence: ")
                .append(conclusion.confidence().token())
                .append("). Since ")
                .append(conclusion.since())
                .append(", ")
                .append(evidence.refused())
                .append(" of ")
                .append(evidence.trials())
                .append(" mails were refused so; usual are ")
                .append(percent(evidence.usualRate()))
                .append(".");
        if (evidence.otherTrials() > 0) {
            text.append(" Elsewhere: ")
                    .append(evidence.otherRefused())
                    .append(" of ")
                    .append(evidence.otherTrials())
                    .append(".");
        }
        return text.append(' ').append(control(evidence.control())).toString();
    }

    static String title(Conclusion conclusion) {
        Place place = conclusion.place();
        String services = services(place.services());
        return switch (conclusion.kind()) {
            case INCIDENT -> "Microsoft has an incident: " + services
                    + place.region().map(region -> ", region " + region).orElse("") + how(conclusion.signs());
            case UNREACHABLE -> "Microsoft's hosts cannot be reached: " + services
                    + "; whether by their network or on the way is not proven";
            case REPUTATION -> "Microsoft (" + services + ") refuses mail of address "
                    + place.source().orElse("") + ", for what it thinks of that address";
            case LIMIT -> "The account at " + place.source().orElse("") + " is over its sending limit";
            case SENDER -> place.senderDomain()
                    .map(domain -> "Microsoft (" + services + ") refuses mail of sender domain " + domain)
                    .orElse("Microsoft (" + services + ") refuses mail of all sender domains");
            case TENANT -> "Mail to Microsoft's customer " + place.tenant().orElse("") + " is refused, or not taken";
            case NETWORK -> place.source()
                    .map(source -> "The network path of our address " + source + " is broken")
                    .orElse("Our own network or DNS is broken: nobody is reached");
            case UNCLEAR -> "Much mail is refused (" + services + ") and " + whyOpen(conclusion.signs());
        };
    }

    private static String how(Set<Sign> signs) {
        return signs.containsAll(Sign.SOURCE_SIDE)
                ? "; all our addresses are slowed down at once, without more mail than usual"
                : "; it answers with faults of its own";
    }

    private static String whyOpen(Set<Sign> signs) {
        return signs.containsAll(Sign.SERVICE_SIDE)
                ? "Microsoft blames itself or says that it is busy; whether others hear that, too, or we alone, or we"
                        + " send too much at once, is not proven"
                : "the replies do not tell why";
    }

    private static String services(Set<Service> services) {
        return services.isEmpty()
                ? "no service of theirs"
                : services.stream().map(Service::token).collect(Collectors.joining(" and "));
    }

    private static String control(Control control) {
        return switch (control.state()) {
            case HEALTHY -> "Mail to others is delivered (" + control.passed() + " mails), so our network works.";
            case FAILING -> "Mail to others fares no better: " + control.failed() + " of "
                    + (control.failed() + control.passed()) + " mails reached nobody.";
            case NONE -> "No control: there is too little mail to others than Microsoft to compare with.";
        };
    }

    static String lanes(Conclusion conclusion) {
        return switch (conclusion.kind()) {
            case INCIDENT -> conclusion.place().region().isPresent()
                    ? "Mail to that region waits and is tried now and then; other mail leaves as always. Nothing that"
                            + " was learned is lowered."
                    : "Lanes hold their mail and test with single mails, each few minutes at most. Nothing that was"
                            + " learned is lowered.";
            case UNREACHABLE -> "Lanes hold their mail and test with single mails, each few minutes at most. Nothing"
                    + " that was learned is lowered.";
            case REPUTATION -> "The lanes of that address send less, or wait and test with single mails; others go on.";
            case LIMIT -> "The lane waits as long as the limit asks; mail that has another path can take it.";
            case SENDER -> "Mail of that domain waits or is returned, as the rule of the reply says; other mail goes"
                    + " on.";
            case TENANT -> "Mail to that customer waits behind a gate of its own; other mail goes on.";
            case NETWORK -> "Mail waits in the outbox and is tried now and then; nothing is returned before its time.";
            case UNCLEAR -> "Each mail waits as the rule of its reply says.";
        };
    }

    static String advice(Conclusion conclusion) {
        return switch (conclusion.kind()) {
            case INCIDENT -> "Nothing need be done here: do not move mail to other addresses, and do not change DNS."
                    + " Look at https://status.cloud.microsoft and the service health of your own tenant; tell those who"
                    + " wait.";
            case UNREACHABLE -> "Try by hand from this server: a connection to port 25 of the hosts that the lanes"
                    + " name. If it fails here and works elsewhere, look for a filter or a route; if it fails elsewhere,"
                    + " too, wait.";
            case REPUTATION -> "Look at what left over this address and was not wanted; run docker/run.sh diagnose for"
                    + " its DNS and block lists; see SNDS at https://sendersupport.olc.protection.outlook.com/snds. Send"
                    + " less until it is over. More addresses or attempts make it worse.";
            case LIMIT -> "Send less through this account, raise its limit, or route mail directly. It frees itself"
                    + " with time; the reply says which limit it is.";
            case SENDER -> conclusion.place().senderDomain().isPresent()
                    ? "Check this domain's SPF, DKIM and DMARC (docker/run.sh diagnose), what it sends, and whether it"
                            + " is on a block list. The explained refusal names what Microsoft misses."
                    : "All domains at once: look at what they have in common, which is your DNS servers, your DKIM"
                            + " signing and the address in SPF.";
            case TENANT -> "Ask that customer: a rule, a missing connector, a quota or a move of theirs. Nothing need"
                    + " be done here.";
            case NETWORK -> conclusion.place().source().isPresent()
                    ? "Look at the route, the interface and the firewall of this address; other addresses work."
                    : "Look at the DNS resolver first, then at route and firewall of this server.";
            case UNCLEAR -> conclusion.signs().containsAll(Sign.SERVICE_SIDE)
                    ? "Look at https://status.cloud.microsoft and the service health of your own tenant: an outage is"
                            + " told there within the hour. If none is, look at what and how much you send, and run"
                            + " docker/run.sh diagnose; a second address would tell the two apart here."
                    : "Read the replies: GET /microsoft/replies/unknown and GET /microsoft/deferrals; rules of"
                            + " your own can name them.";
        };
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, part < 0.1 ? "%.1f %%" : "%.0f %%", 100 * part);
    }

    /** How much there is to judge by, where nothing is concluded. */
    static String nothing(Detector.Sums sums) {
        if (sums.trials() == 0) {
            return "No mail went to Microsoft in the last two hours.";
        }
        return sums.refused() == 0
                ? "Nothing was refused in the last two hours for a reason other than the recipient."
                : sums.refused() + " of " + sums.trials()
                        + " mails of the last two hours were refused: as usual, or not enough"
                        + " evidence to tell whose fault it is.";
    }
}
