package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.cli.server.LaneStatus;
import io.sluice.cli.server.Server;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a running server stands, once. */
@Command(
        name = "status",
        sortOptions = false,
        usageHelpWidth = 100,
        description = "Tells how the lanes of a running server stand, and what is wrong with it.",
        footer = {
            "",
            "Exit codes: 0 all is well; 1 a lane is closed, or a health check complains; 2 the server cannot be asked."
        })
final class StatusCommand implements Callable<Integer> {
    private static final String HEALTHY = "healthy";

    private final Environment environment;

    @Mixin
    private ServerOptions where = new ServerOptions();

    @Option(names = "--json", description = "As one JSON object: health, and the lanes as WebAdmin tells them.")
    private boolean asJson;

    @Option(names = "--help", usageHelp = true, description = "This text.")
    @SuppressWarnings("unused") // picocli sets it, and acts on it itself.
    private boolean help;

    StatusCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        Server server = where.server();
        List<LaneStatus> lanes = LaneStatus.all(server);
        JsonNode health = server.health();
        List<String> complaints = complaints(health);
        Output out = new Output(environment.out());
        if (asJson) {
            ObjectNode all = new ObjectMapper().createObjectNode();
            all.set("health", health);
            all.set("lanes", server.get("/microsoft/lanes", Map.of()));
            out.line(all.toString());
        } else {
            print(server, lanes, complaints, out);
        }
        out.flush();
        boolean well = complaints.isEmpty() && lanes.stream().noneMatch(LaneStatus::isClosed);
        return well ? CommandLineMain.OK : CommandLineMain.DIFFERENT;
    }

    private void print(Server server, List<LaneStatus> lanes, List<String> complaints, Output out) throws IOException {
        out.line(sentence(server, lanes));
        for (String complaint : complaints) {
            out.line("! " + complaint);
        }
        if (!lanes.isEmpty()) {
            out.line("");
            for (String line : LaneTable.lines(lanes, environment.clock().instant())) {
                out.line(line);
            }
        }
    }

    static String sentence(Server server, List<LaneStatus> lanes) {
        long closed = lanes.stream().filter(LaneStatus::isClosed).count();
        long waiting = lanes.stream().mapToLong(LaneStatus::backlog).sum();
        String mails =
                waiting == 1 ? "1 mail is waiting or on its way" : waiting + " mails are waiting or on their way";
        String what = lanes.isEmpty()
                ? "no lane has had mail"
                : (closed == 0 ? "all lanes are open, " : closed + " of " + lanes.size() + " lanes closed, ") + mails;
        return server.base() + ": " + what;
    }

    private static List<String> complaints(JsonNode health) {
        List<String> complaints = new ArrayList<>();
        for (JsonNode check : health.path("checks")) {
            String status = check.path("status").asText();
            if (!HEALTHY.equals(status)) {
                complaints.add(SafeText.oneLine(check.path("componentName").asText() + " is " + status + ": "
                        + check.path("cause").asText("no cause given")));
            }
        }
        return complaints;
    }
}
