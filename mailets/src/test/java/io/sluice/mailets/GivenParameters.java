package io.sluice.mailets;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.delivery.DeliverySettings;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.mailet.MailetConfig;
import org.apache.mailet.MailetContext;

/** Parameters of {@code MicrosoftRemoteDelivery} as a mailet container gives them. */
final class GivenParameters {
    private GivenParameters() {}

    @SafeVarargs
    static DeliverySettings read(Map.Entry<String, String>... parameters) {
        Map<String, String> given = new LinkedHashMap<>();
        for (Map.Entry<String, String> parameter : parameters) {
            given.put(parameter.getKey(), parameter.getValue());
        }
        return new DeliveryParameters(new Config(Collections.unmodifiableMap(given)), "helo.example").read();
    }

    /** They are refused, and the message names the file, the mailet, the parameter and its value. */
    static void assertFault(String name, String value, String... said) {
        assertThatThrownBy(() -> read(entry(name, value)))
                .as("<%s>%s</%s>", name, value, name)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("mailetcontainer.xml, MicrosoftRemoteDelivery: <" + name + "> is \"")
                .hasMessageContainingAll(said);
    }

    private record Config(Map<String, String> parameters) implements MailetConfig {
        @Override
        public String getInitParameter(String name) {
            return parameters.get(name);
        }

        @Override
        public Iterator<String> getInitParameterNames() {
            return parameters.keySet().iterator();
        }

        @Override
        public MailetContext getMailetContext() {
            throw new IllegalStateException("Parameters are read without the context");
        }

        @Override
        public String getMailetName() {
            return "MicrosoftRemoteDelivery";
        }
    }
}
