package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With James's login nothing of Sluice answers without a token. */
class WebAdminLoginTest {
    private static final List<String> PATHS = List.of(
            "/microsoft/lanes",
            "/microsoft/lanes/default/consumer",
            "/microsoft/lanes/default/consumer/events",
            "/microsoft/deferrals",
            "/microsoft/explain/1",
            "/microsoft/held",
            "/microsoft/rules",
            "/microsoft/replies/unknown",
            "/microsoft/configuration",
            "/microsoft/history",
            "/microsoft/deferrals/log",
            "/microsoft/classify",
            "/microsoft/openapi.yaml");

    @Test
    void asksForATokenEverywhere() {
        try (Sluice sluice = Sluice.start((world, james) -> james.configure(configuration -> configuration
                .property("webadmin.properties", "jwt.enabled", "true")
                .property("webadmin.properties", "jwt.publickeypem.url", "file://conf/jwt_publickey")
                .file("jwt_publickey", publicKey())))) {

            for (String path : PATHS) {
                assertThat(sluice.webadmin().status("GET", path)).as(path).isEqualTo(401);
            }
            assertThat(sluice.webadmin().status("POST", "/microsoft/held?action=delete&reason=*&expected=0"))
                    .isEqualTo(401);
            assertThat(sluice.webadmin().status("DELETE", "/microsoft/lanes/default/consumer/limits"))
                    .isEqualTo(401);
        }
    }

    private static String publicKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            String encoded = Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(generator.generateKeyPair().getPublic().getEncoded());
            return "-----BEGIN PUBLIC KEY-----\n" + encoded + "\n-----END PUBLIC KEY-----\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has RSA", e);
        }
    }
}
