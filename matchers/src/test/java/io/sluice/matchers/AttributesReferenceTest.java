package io.sluice.matchers;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.docs.MarkdownPage;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.apache.mailet.AttributeName;
import org.junit.jupiter.api.Test;

class AttributesReferenceTest {
    @Test
    void everyAttributeIsInTheReferenceAndNoOther() throws IllegalAccessException {
        List<String> names = new ArrayList<>();
        for (Field field : SluiceAttributes.class.getFields()) {
            names.add(((AttributeName) field.get(null)).asString());
        }

        assertThat(MarkdownPage.reference().names("Attributes of Sluice")).containsExactlyInAnyOrderElementsOf(names);
    }
}
