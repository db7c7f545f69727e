package io.sluice.outbox.sql;

import static io.sluice.outbox.Mails.entry;
import static io.sluice.outbox.Mails.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.outbox.Mails;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A process that stores mails and prints the id of each once it is stored, until it is killed. */
final class CrashingServer implements AutoCloseable {
    private static final int THREADS = 4;

    private final Process process;
    private final BufferedReader output;

    private CrashingServer(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    /** Stores mails with several threads and prints their ids. */
    static CrashingServer start(Path directory) throws IOException {
        return start(directory, CrashingServer.class);
    }

    /** Runs another program that prints numbers, with the directory and these as its arguments. */
    static CrashingServer start(Path directory, Class<?> program, String... more) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                directory.toString()));
        command.addAll(List.of(more));
        return new CrashingServer(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** The next number, such as the id of a mail that is stored; null after the end of the process. */
    Long next() throws IOException {
        String line = output.readLine();
        // The kill may cut the last line.
        return line == null || !line.endsWith(".") ? null : Long.valueOf(line.substring(0, line.length() - 1));
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** kill -9; returns when the process is gone. */
    void kill() throws InterruptedException {
        // Through the handle: unlike Process it leaves the output readable, which says what was stored.
        assertThat(process.toHandle().destroyForcibly()).isTrue();
        process.waitFor();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        output.close();
    }

    public static void main(String[] arguments) {
        SqlOutbox outbox = SqlOutbox.open(OutboxSettings.in(Path.of(arguments[0])), () -> Mails.NOW);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        for (int i = 0; i < THREADS; i++) {
            int size = i == 0 ? 2_000_000 : 4_000;
            threads.execute(() -> {
                while (true) {
                    long id = outbox.store(message("m", new byte[size]), List.of(entry()))
                            .get(0);
                    report(id);
                }
            });
        }
    }

    static synchronized void report(long id) {
        System.out.println(id + ".");
    }
}
