package io.sluice.testkit.james;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a Java process needs of the machine. Linux only.
 *
 * @param process the process.
 */
record ProcessNumbers(ProcessHandle process) {

    private static final int KIB = 1024;

    /** Resident memory in bytes. */
    long residentBytes() {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line ->
                            Long.parseLong(line.substring(6, line.length() - 2).strip()) * KIB)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Processor time so far, of all threads. */
    Duration cpuTime() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** Bytes in use on the heap after a full collection. */
    long heapUsedBytes() {
        tool("jcmd", Long.toString(process.pid()), "GC.run");
        List<String> lines =
                tool("jstat", "-gc", Long.toString(process.pid())).lines().toList();
        String[] names = lines.get(0).strip().split(" +", -1);
        String[] values = lines.get(1).strip().split(" +", -1);
        double kib = 0;
        for (int i = 0; i < names.length; i++) {
            if (List.of("S0U", "S1U", "EU", "OU").contains(names[i])) {
                kib += Double.parseDouble(values[i]);
            }
        }
        return (long) (kib * KIB);
    }

    private static String tool(String name, String... arguments) {
        try {
            List<String> command = new java.util.ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", name).toString()));
            command.addAll(List.of(arguments));
            Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (tool.waitFor() != 0) {
                throw new IllegalStateException(name + " failed: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
