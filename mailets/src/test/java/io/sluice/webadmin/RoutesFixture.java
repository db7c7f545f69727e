package io.sluice.webadmin;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Every answer in these tests is held against the OpenAPI document, see {@link WebAdminRig#ask}. */
abstract class RoutesFixture {
    @TempDir
    Path directory;

    WebAdminRig rig;

    @BeforeEach
    void start() {
        rig = new WebAdminRig(directory);
    }

    @AfterEach
    void stop() {
        rig.close();
    }
}
