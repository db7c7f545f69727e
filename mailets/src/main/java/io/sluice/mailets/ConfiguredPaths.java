package io.sluice.mailets;

import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.server.core.configuration.ConfigurationProvider;

/**
 * The paths that {@code mailetcontainer.xml} has. A mailet may start before the paths that it names; so a name that nothing
 * has is found in the file.
 */
final class ConfiguredPaths {
    private static final String DELIVERY = MicrosoftRemoteDelivery.class.getSimpleName();

    private ConfiguredPaths() {}

    /**
     * Every {@code MicrosoftRemoteDelivery}.
     *
     * @return by its {@code outgoing}: whether it has a {@code delayProcessor}
     */
    static Map<String, Boolean> of(ConfigurationProvider configuration) {
        try {
            return configuration
                    .getConfiguration("mailetcontainer")
                    .configurationsAt("processors.processor.mailet")
                    .stream()
                    .filter(mailet -> isDelivery(mailet.getString("[@class]", "")))
                    .collect(Collectors.toMap(
                            mailet -> mailet.getString("outgoing", "outgoing").strip(),
                            mailet -> mailet.containsKey("delayProcessor"),
                            Boolean::logicalOr));
        } catch (ConfigurationException e) {
            throw new IllegalArgumentException("mailetcontainer.xml cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isDelivery(String type) {
        return type.equals(DELIVERY) || type.endsWith("." + DELIVERY);
    }
}
