package io.sluice.exchange;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One of Microsoft's clouds, each with addresses and host names of its own. The tokens are those of the endpoints web
 * service (https://learn.microsoft.com/microsoft-365/enterprise/microsoft-365-ip-web-service); the host names were read in
 * Received headers of mail from 2024 to 2026.
 */
public enum CloudInstance {
    /** Everybody else, and the government cloud GCC. */
    WORLDWIDE("Worldwide", "outbound.protection.outlook.com"),
    /** US government, GCC High. */
    US_GOV_GCC_HIGH("USGovGCCHigh", "outbound.protection.office365.us"),
    /** US Department of Defense. */
    US_GOV_DOD("USGovDoD", "outbound.protection.office365.us"),
    /** Operated by 21Vianet. */
    CHINA("China", "outbound.protection.partner.outlook.cn");

    private final String token;
    private final String hostSuffix;

    CloudInstance(String token, String hostSuffix) {
        this.token = token;
        this.hostSuffix = hostSuffix;
    }

    /** The name in configuration and in the web service's addresses, for example {@code USGovDoD}. */
    public String token() {
        return token;
    }

    /** The domain under which the names of its sending hosts are, in lower case. */
    public String hostSuffix() {
        return hostSuffix;
    }

    /** The instance with this token, upper and lower case being the same. */
    public static Optional<CloudInstance> ofToken(String token) {
        return Arrays.stream(values())
                .filter(instance -> instance.token.equalsIgnoreCase(token))
                .findFirst();
    }

    /** All tokens, for messages. */
    public static String allowed() {
        return List.of(values()).stream().map(CloudInstance::token).collect(Collectors.joining(", "));
    }
}
