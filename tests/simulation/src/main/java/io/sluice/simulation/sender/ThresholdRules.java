package io.sluice.simulation.sender;

import static io.sluice.simulation.Nanos.DAY;
import static io.sluice.simulation.Nanos.HOUR;
import static io.sluice.simulation.Nanos.MINUTE;
import static io.sluice.simulation.Nanos.SECOND;

import io.sluice.reply.Reply;
import io.sluice.reply.Service;
import io.sluice.simulation.IntQueue;
import io.sluice.simulation.Mails;
import io.sluice.simulation.Network;
import io.sluice.simulation.Sender;
import io.sluice.simulation.Timetable;
import io.sluice.simulation.receiver.Answer;
import io.sluice.simulation.sender.ThresholdRule.Action;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.IntStream;

/**
 * KumoMTA with the shaping rules that it ships ({@code shaping.toml}) and those of its community file.
 *
 * <p>5 connections to the provider, 100 messages a second for each site (an MX name, and so a recipients' domain), and
 * rules: so many replies with certain words within a time suspend the site or slow it to one message a minute, for a
 * fixed time, after which everything is as before. The shipped rule acts on the first hit, for any receiver; the
 * community's rules act for the consumer domains only. A suspension reaches the sender within seconds, a changed setting
 * after about a minute (files are made anew and fetched). A refused mail waits 20 minutes, twice as long each time,
 * varied by up to a tenth, for 7 days at most. Mail that is held back by a rule keeps its place here, in favour of
 * KumoMTA, which puts it back into its scheduled queue.
 */
public final class ThresholdRules implements Sender {
    private static final int CONNECTIONS = 5;
    private static final long SITE_INTERVAL = SECOND / 100;
    private static final long SLOW_INTERVAL = MINUTE;
    private static final long SUSPENSION_ARRIVES = 3 * SECOND;
    private static final long SETTING_ARRIVES = MINUTE;
    private static final long RETRY = 20 * MINUTE;
    private static final long MAX_AGE = 7 * DAY;

    private static final List<ThresholdRule> RULES = List.of(
            shipped("has been temporarily rate limited due to ip reputation"),
            shipped("server busy. please try again later from"),
            consumer("access denied, please try again later", 5, Action.SUSPEND, HOUR),
            consumer("server busy. please try again later", 5, Action.SUSPEND, 30 * MINUTE),
            consumer("has been temporarily rate limited", 3, Action.SUSPEND, 30 * MINUTE),
            consumer("server busy. please try again later", 3, Action.SLOW, 15 * MINUTE),
            consumer("has exceeded the maximum number of connections", 2, Action.ONE_CONNECTION, HOUR),
            consumer("temporary server error. please try again later", 5, Action.SUSPEND, HOUR));

    private static ThresholdRule shipped(String words) {
        return new ThresholdRule(words, false, 1, Action.SLOW_ON_ONE_CONNECTION, 90 * MINUTE);
    }

    private static ThresholdRule consumer(String words, int hits, Action action, long duration) {
        return new ThresholdRule(words, true, hits, action, duration);
    }

    /** A setting that holds from a time to another; a new hit prolongs it. */
    private static final class Setting {
        private long from = Long.MAX_VALUE;
        private long until;

        void set(long begin, long end, long now) {
            if (now >= until) {
                from = begin;
            }
            until = Math.max(until, end);
        }

        boolean holds(long now) {
            return now >= from && now < until;
        }
    }

    private static final class Site {
        private final IntQueue ready = new IntQueue();
        private final long[][] hits = new long[RULES.size()][];
        private final Setting suspended = new Setting();
        private final Setting slow = new Setting();
        private final Setting oneConnection = new Setting();
        private long nextMessage;
        private int busy;
        private boolean queued;
        private boolean timed;

        /** Notes a hit; whether there are now enough of them within the rule's time. */
        boolean hit(int rule, long now) {
            ThresholdRule threshold = RULES.get(rule);
            if (hits[rule] == null) {
                hits[rule] = new long[threshold.hits()];
                Arrays.fill(hits[rule], Long.MIN_VALUE / 2);
            }
            long[] times = hits[rule];
            System.arraycopy(times, 1, times, 0, times.length - 1);
            times[times.length - 1] = now;
            return now - times[0] <= threshold.duration();
        }
    }

    private final Network network;
    private final Mails mails;
    private final Site[] sites;
    private final Timetable retries = new Timetable();
    private final Timetable siteTimers = new Timetable();
    private final IntQueue turns = new IntQueue();
    private final IdentityHashMap<Reply, int[]> matching = new IdentityHashMap<>();
    private int busy;

    public ThresholdRules(Network network) {
        this.network = network;
        this.mails = network.mails();
        this.sites = new Site[network.tenants()];
        for (int i = 0; i < sites.length; i++) {
            sites[i] = new Site();
        }
    }

    @Override
    public void arrived(int mail) {
        activate(mail);
        work();
    }

    @Override
    public void woken() {
        while (retries.earliest() <= network.now()) {
            activate(retries.take());
        }
        while (siteTimers.earliest() <= network.now()) {
            int tenant = siteTimers.take();
            sites[tenant].timed = false;
            queue(tenant);
        }
        work();
    }

    private void activate(int mail) {
        sites[mails.tenant(mail)].ready.add(mail);
        queue(mails.tenant(mail));
    }

    @Override
    public void answered(int mail, Answer answer) {
        int tenant = mails.tenant(mail);
        Site site = sites[tenant];
        busy--;
        site.busy--;
        answer.refusal().ifPresent(reply -> {
            react(site, reply);
            retryLater(mail);
        });
        queue(tenant);
        work();
    }

    private void react(Site site, Reply reply) {
        long now = network.now();
        for (int rule : matching.computeIfAbsent(reply, this::rulesFor)) {
            if (site.hit(rule, now)) {
                ThresholdRule threshold = RULES.get(rule);
                long until = now + threshold.duration();
                switch (threshold.action()) {
                    case SUSPEND -> site.suspended.set(now + SUSPENSION_ARRIVES, until, now);
                    case SLOW -> site.slow.set(now + SETTING_ARRIVES, until, now);
                    case ONE_CONNECTION -> site.oneConnection.set(now + SETTING_ARRIVES, until, now);
                    case SLOW_ON_ONE_CONNECTION -> {
                        site.slow.set(now + SETTING_ARRIVES, until, now);
                        site.oneConnection.set(now + SETTING_ARRIVES, until, now);
                    }
                }
            }
        }
    }

    private int[] rulesFor(Reply reply) {
        boolean consumer = network.service() == Service.CONSUMER;
        return IntStream.range(0, RULES.size())
                .filter(rule -> consumer || !RULES.get(rule).consumerOnly())
                .filter(rule -> RULES.get(rule).matches(reply.text()))
                .toArray();
    }

    private void retryLater(int mail) {
        if (network.now() - mails.arrival(mail) >= MAX_AGE) {
            network.giveUp(mail);
            return;
        }
        long wait = RETRY << Math.min(10, mails.attempts(mail) - 1);
        retries.add(network.now() + (long) (wait * (0.9 + 0.2 * network.random().nextDouble())), mail);
    }

    private void queue(int tenant) {
        Site site = sites[tenant];
        if (!site.queued && !site.timed && !site.ready.isEmpty()) {
            site.queued = true;
            turns.add(tenant);
        }
    }

    private void work() {
        while (busy < CONNECTIONS && !turns.isEmpty()) {
            int tenant = turns.take();
            Site site = sites[tenant];
            site.queued = false;
            long opens = opens(site);
            if (opens > network.now()) {
                site.timed = true;
                siteTimers.add(opens, tenant);
            } else if (!site.ready.isEmpty() && (site.busy == 0 || !site.oneConnection.holds(network.now()))) {
                send(site);
                queue(tenant);
            }
        }
        network.wakeAt(Math.min(retries.earliest(), siteTimers.earliest()));
    }

    private long opens(Site site) {
        return site.suspended.holds(network.now()) ? site.suspended.until : site.nextMessage;
    }

    private void send(Site site) {
        busy++;
        site.busy++;
        site.nextMessage = network.now() + (site.slow.holds(network.now()) ? SLOW_INTERVAL : SITE_INTERVAL);
        network.attempt(site.ready.take());
    }
}
