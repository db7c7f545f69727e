package io.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsFileTest {
    private static final BoundPorts BOTH = new BoundPorts(OptionalInt.of(2525), OptionalInt.of(8000));

    @TempDir
    Path directory;

    @Test
    void saysWhereTheServerListens() throws Exception {
        PortsFile file = PortsFile.in(directory);

        file.write(BOTH);

        assertThat(directory.resolve("run/ports.properties"))
                .content()
                .contains(
                        "smtp=2525",
                        "webadmin=8000",
                        "pid=" + ProcessHandle.current().pid());
    }

    @Test
    void leavesOutWhatIsOff() throws Exception {
        PortsFile file = PortsFile.in(directory);

        file.write(new BoundPorts(OptionalInt.of(2525), OptionalInt.empty()));

        assertThat(file.path()).content().doesNotContain("webadmin");
    }

    @Test
    void replacesTheFileOfAKilledServer() throws Exception {
        PortsFile file = PortsFile.in(directory);
        file.write(new BoundPorts(OptionalInt.of(1), OptionalInt.of(2)));

        file.write(BOTH);

        assertThat(file.path()).content().contains("smtp=2525").doesNotContain("smtp=1\n");
        assertThat(file.path().getParent()).isDirectoryNotContaining(other -> !other.equals(file.path()));
    }

    @Test
    void isGoneAfterTheStop() throws Exception {
        PortsFile file = PortsFile.in(directory);
        file.write(BOTH);

        file.delete();

        assertThat(file.path()).doesNotExist();
    }
}
