package io.sluice.server;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {
    @TempDir
    Path directory;

    @Test
    void keepsASecondServerOut() throws Exception {
        DirectoryLock first = DirectoryLock.take(directory);

        assertThatThrownBy(() -> DirectoryLock.take(directory))
                .hasMessageContaining("Another server runs in")
                .hasMessageContaining(directory.toString());
        first.release();
    }

    @Test
    void letsTheNextOneInAfterTheStop() throws Exception {
        DirectoryLock.take(directory).release();

        assertThatCode(() -> DirectoryLock.take(directory).release()).doesNotThrowAnyException();
    }
}
