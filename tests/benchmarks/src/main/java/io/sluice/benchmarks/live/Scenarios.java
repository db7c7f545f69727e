package io.sluice.benchmarks.live;

import io.sluice.benchmarks.live.Course.Piece;
import io.sluice.benchmarks.live.Scenario.Turn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The scenarios.
 *
 * @param scale 1 for the real thing, less for a quick look; rates stay the same, times shrink
 */
record Scenarios(double scale) {
    private static final int LIMIT = 20;
    private static final double MORE_THAN_FITS = 1.15;
    private static final int OFFERED = 15;
    private static final int SMALL_BURST = 3;

    /** In the order of their letters. */
    List<Scenario> all() {
        return List.of(
                steady("steady limit, small burst", SMALL_BURST),
                steady("steady limit", LIMIT),
                punishing(),
                merciless(),
                drop(),
                outage());
    }

    private Scenario steady(String title, int atOnce) {
        return backlog(
                "a",
                title,
                "Takes 20 mails/s (" + atOnce
                        + " at once) and answers the rest with 451 4.7.500; a backlog for more than the run.",
                Course.constant(atOnce, LIMIT, seconds(75)),
                seconds(75),
                List.of(new Turn(Duration.ZERO, scene -> scene.limitBusiness(LIMIT, atOnce))),
                Optional.empty());
    }

    private Scenario punishing() {
        return penalty(
                "limit with a penalty of 5 s",
                "As the second, but after a mail beyond the limit everything is refused for 5 s, and each attempt during that time"
                        + " begins it anew.",
                5);
    }

    private Scenario merciless() {
        return penalty(
                "limit with a growing penalty",
                "The same, but each attempt during a penalty, from its second second on, also doubles it, up to 60 s; so does"
                        + " the next penalty within a minute.",
                60);
    }

    private Scenario penalty(String title, String what, double longest) {
        return backlog(
                "b",
                title,
                what,
                Course.constant(LIMIT, LIMIT, seconds(90)),
                seconds(90),
                List.of(new Turn(
                        Duration.ZERO, scene -> scene.limitBusinessWithPenalty(LIMIT, seconds(5), seconds(longest)))),
                Optional.empty());
    }

    private Scenario drop() {
        int fifth = LIMIT / 5;
        Course course = new Course(
                LIMIT,
                List.of(new Piece(seconds(30), LIMIT), new Piece(seconds(25), fifth), new Piece(seconds(35), LIMIT)));
        return backlog(
                "c",
                "drop to a fifth and back",
                "As the second; 4 mails/s from 30 s to 55 s.",
                course,
                seconds(90),
                List.of(
                        new Turn(Duration.ZERO, scene -> scene.limitBusiness(LIMIT, LIMIT)),
                        new Turn(seconds(30), scene -> scene.limitBusiness(fifth, fifth)),
                        new Turn(seconds(55), scene -> scene.limitBusiness(LIMIT, LIMIT))),
                Optional.of(seconds(55)));
    }

    private static Scenario backlog(
            String letter,
            String title,
            String what,
            Course course,
            Duration length,
            List<Turn> turns,
            Optional<Duration> mark) {
        long mails = Math.round(MORE_THAN_FITS * course.between(0, length.toNanos() / 1e9));
        return new Scenario(
                letter,
                title,
                what,
                length,
                () -> Mail.atOnce(Mail.BUSINESS, mails).toList(),
                turns,
                course,
                mark,
                Duration.ZERO);
    }

    private Scenario outage() {
        Duration offered = seconds(80);
        return new Scenario(
                "d",
                "outage of 30 s",
                "Takes everything, but answers 451 4.3.2 from 20 s to 50 s; 15 mails/s come in until 80 s.",
                seconds(85),
                () -> Mail.steadily(Mail.BUSINESS, OFFERED, Duration.ZERO, offered)
                        .toList(),
                List.of(new Turn(seconds(20), Scene::beginOutage), new Turn(seconds(50), Scene::endOutage)),
                Course.constant(0, OFFERED, offered),
                Optional.of(seconds(50)),
                Duration.ZERO);
    }

    /** Mail of all kinds, of which one is held back. */
    Scenario mixed() {
        Duration begin = seconds(20);
        Duration end = seconds(65);
        return new Scenario(
                "e",
                "mixed mail",
                "5 mails/s to business tenants and 5 to somebody else from the begin, 20 mails/s to Outlook.com from 20 s on,"
                        + " which takes 1 mail/s and answers the rest with 451 4.7.650 (S775).",
                seconds(70),
                () -> Stream.of(
                                Mail.steadily(Mail.BUSINESS, 5, Duration.ZERO, end),
                                Mail.steadily(Mail.OTHER, 5, Duration.ZERO, end),
                                Mail.steadily(Mail.CONSUMER, LIMIT, begin, end))
                        .flatMap(mails -> mails)
                        .toList(),
                List.of(new Turn(Duration.ZERO, scene -> scene.limitConsumer(1))),
                Course.constant(0, 0, seconds(70)),
                Optional.empty(),
                begin);
    }

    private Duration seconds(double number) {
        return Duration.ofMillis(Math.round(number * scale * 1000));
    }
}
