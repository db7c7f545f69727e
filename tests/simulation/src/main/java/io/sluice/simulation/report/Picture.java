package io.sluice.simulation.report;

import io.sluice.simulation.Nanos;
import io.sluice.simulation.Network;
import io.sluice.simulation.Scenario;
import io.sluice.simulation.Sender;
import io.sluice.simulation.Simulation;
import io.sluice.simulation.receiver.Answer;
import io.sluice.simulation.sender.SluiceLane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongToDoubleFunction;

/** Draws the rate that a lane allows itself during a run, the rate that the receiver takes, and the refusals. */
final class Picture {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 340;
    private static final int LEFT = 50;
    private static final int TOP = 20;
    private static final int BOTTOM = 50;
    private static final long SAMPLE = 10 * Nanos.SECOND;

    private record Point(long time, double rate) {}

    private final Scenario scenario;
    private final LongToDoubleFunction limit;
    private final double highest;
    private final List<Point> allowed = new ArrayList<>();
    private final List<Long> refusals = new ArrayList<>();

    /** @param limit what the receiver takes at a time, in mails per second; at most {@code highest} is drawn */
    Picture(Scenario scenario, LongToDoubleFunction limit, double highest) {
        this.scenario = scenario;
        this.limit = limit;
        this.highest = highest;
    }

    void write(Path file) throws IOException {
        Simulation.run(scenario, Watched::new, Run.SEED);
        Files.writeString(file, svg());
    }

    private String svg() {
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"13\" role=\"img\">%n<title>%s</title>%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n",
                WIDTH,
                HEIGHT,
                "The rate that a lane allows itself follows what the receiver takes"));
        for (int rate = 0; rate <= highest; rate += 5) {
            line(svg, "#dddddd", x(0), y(rate), x(scenario.duration()), y(rate));
            text(svg, LEFT - 8, y(rate) + 4, "end", rate + "/s");
        }
        for (long hour = 0; hour * Nanos.HOUR <= scenario.duration(); hour++) {
            text(svg, x(hour * Nanos.HOUR), HEIGHT - BOTTOM + 18, "middle", hour + " h");
        }
        refusals.forEach(time -> line(svg, "#c0392b", x(time), HEIGHT - BOTTOM, x(time), HEIGHT - BOTTOM - 6));
        curve(svg, "#7f8c8d", "6 4", points(limit));
        curve(svg, "#1f6fb2", "none", allowed);
        int legend = HEIGHT - 12;
        legend(svg, LEFT, legend, "#1f6fb2", "the rate that the lane allows");
        legend(svg, LEFT + 290, legend, "#7f8c8d", "the rate that the receiver takes");
        legend(svg, LEFT + 590, legend, "#c0392b", "refused attempts");
        return svg.append("</svg>\n").toString();
    }

    private List<Point> points(LongToDoubleFunction function) {
        List<Point> points = new ArrayList<>();
        for (long time = 0; time <= scenario.duration(); time += SAMPLE) {
            points.add(new Point(time, function.applyAsDouble(time)));
        }
        return points;
    }

    private void curve(StringBuilder svg, String colour, String dashes, List<Point> points) {
        svg.append(String.format(
                Locale.ROOT,
                "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\" stroke-dasharray=\"%s\" points=\"",
                colour,
                dashes));
        points.forEach(point -> svg.append(
                String.format(Locale.ROOT, "%.1f,%.1f ", x(point.time()), y(Math.min(highest, point.rate())))));
        svg.append(String.format("\"/>%n"));
    }

    private static void line(StringBuilder svg, String colour, double x1, double y1, double x2, double y2) {
        svg.append(String.format(
                Locale.ROOT,
                "<line stroke=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
                colour,
                x1,
                y1,
                x2,
                y2));
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String words) {
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, words));
    }

    private static void legend(StringBuilder svg, int x, int y, String colour, String words) {
        svg.append(String.format(
                Locale.ROOT, "<rect x=\"%d\" y=\"%d\" width=\"18\" height=\"4\" fill=\"%s\"/>%n", x, y - 6, colour));
        text(svg, x + 26, y, "start", words);
    }

    private double x(long time) {
        return LEFT + (double) time / scenario.duration() * (WIDTH - LEFT - 20);
    }

    private double y(double rate) {
        return HEIGHT - BOTTOM - rate / highest * (HEIGHT - BOTTOM - TOP);
    }

    /** Notes the rate each ten seconds, and each refusal. */
    private final class Watched implements Sender {
        private final Network network;
        private final SluiceLane lane;
        private long next;

        private Watched(Network network) {
            this.network = network;
            this.lane = new SluiceLane(network);
        }

        @Override
        public void arrived(int mail) {
            lane.arrived(mail);
        }

        @Override
        public void answered(int mail, Answer answer) {
            lane.answered(mail, answer);
            if (!answer.isAccepted()) {
                refusals.add(network.now());
            }
            if (network.now() >= next) {
                next = network.now() + SAMPLE;
                allowed.add(new Point(network.now(), lane.lane().view().ratePerSecond()));
            }
        }

        @Override
        public void woken() {
            lane.woken();
        }
    }
}
