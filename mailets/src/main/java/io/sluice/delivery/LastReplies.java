package io.sluice.delivery;

import io.sluice.lane.Lanes;
import io.sluice.outbox.Deferral;
import io.sluice.outbox.Entry;
import io.sluice.outbox.Recipient;
import io.sluice.reply.DeferralClass;
import io.sluice.reply.RemoteHost;
import io.sluice.reply.ReplyParts;
import io.sluice.reply.Scope;
import io.sluice.reply.SmtpStage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What can be said about an entry that waits: the last reply to each recipient, or why there is none. */
final class LastReplies {
    private static final String NEVER_TRIED = "451 4.4.7 The mail waited until its time was over and was not tried";
    private static final String NOT_YET_TRIED = "451 4.4.7 The mail waits and was not tried yet";

    private final Lanes lanes;

    LastReplies(Lanes lanes) {
        this.lanes = lanes;
    }

    /** Recipients with the same reply. */
    record Group(List<String> recipients, Deferral why, String reply) {}

    /** Of an entry whose time is over. */
    List<Group> atTheEnd(Entry entry) {
        return groups(entry, NEVER_TRIED, "expired-untried");
    }

    /** Of an entry that is tried further. */
    List<Group> meanwhile(Entry entry) {
        return groups(entry, NOT_YET_TRIED, "waiting-untried");
    }

    private List<Group> groups(Entry entry, String untried, String rule) {
        String reply = whyUntried(entry, untried);
        Deferral why = entry.lastDeferral().orElseGet(() -> untried(entry, rule));
        Map<String, List<String>> byReply = entry.recipients().stream()
                .collect(Collectors.groupingBy(
                        recipient -> recipient.lastReply().orElse(reply),
                        LinkedHashMap::new,
                        Collectors.mapping(Recipient::address, Collectors.toList())));
        return byReply.entrySet().stream()
                .map(group -> new Group(group.getValue(), why, group.getKey()))
                .toList();
    }

    private String whyUntried(Entry entry, String untried) {
        return lanes.all().stream()
                .filter(lane -> lane.id().toString().equals(entry.lane()))
                .flatMap(lane -> lane.state().reason().stream())
                .findFirst()
                .map(cause -> untried + ": its lane was closed because of " + cause)
                .orElse(untried);
    }

    private static Deferral untried(Entry entry, String rule) {
        return new Deferral(
                DeferralClass.OTHER,
                Scope.MESSAGE,
                rule,
                "The lane was closed for as long as the mail was allowed to wait. See why the lane is closed.",
                SmtpStage.CONNECT,
                RemoteHost.NONE,
                true,
                ReplyParts.NONE,
                entry.stored(),
                entry.stored());
    }
}
