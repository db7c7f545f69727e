package io.sluice.reply;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads XML into elements with line numbers. No DTD, no entities from outside, a bounded size and depth. */
final class RuleXml {
    private static final int MOST_BYTES = 1024 * 1024;
    private static final int MOST_DEPTH = 10;
    private static final String RULE = "rule";

    private final String file;

    RuleXml(String file) {
        this.file = file;
    }

    /** @throws RuleFileException if it is no well-formed XML, is too large, or has a DOCTYPE */
    RuleElement read(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new RuleFileException(file, 1, "", "is larger than " + MOST_BYTES + " bytes");
        }
        try {
            return read(factory().createXMLStreamReader(new ByteArrayInputStream(bytes)));
        } catch (XMLStreamException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNumber());
            throw new RuleFileException(
                    file, line, "", "is not well-formed XML: " + ReplyParser.printable(e.getMessage()));
        } catch (RuleFileException e) {
            throw e;
        } catch (RuntimeException e) {
            // The parser of the JDK looks for messages that it does not have, such as InvalidCharInDTD.
            throw new RuleFileException(file, 1, "", "is not well-formed XML: " + ReplyParser.printable(e.toString()));
        }
    }

    private static XMLInputFactory factory() {
        // The parser of the JDK, whatever else is on the class path: its settings are known.
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setXMLResolver((publicId, systemId, baseUri, namespace) -> {
            throw new XMLStreamException("entities from outside are not allowed");
        });
        return factory;
    }

    private RuleElement read(XMLStreamReader xml) throws XMLStreamException {
        Deque<RuleElement> open = new ArrayDeque<>();
        RuleElement root = null;
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    RuleElement element = element(xml, open.peek());
                    if (open.isEmpty()) {
                        root = element;
                    } else {
                        open.peek().add(element);
                    }
                    open.push(element);
                    if (open.size() > MOST_DEPTH) {
                        throw element.fault("is nested too deeply");
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> open.pop();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (!open.isEmpty()) {
                        open.peek().addText(xml.getText());
                    }
                }
                case XMLStreamConstants.DTD -> throw new RuleFileException(
                        file, xml.getLocation().getLineNumber(), "", "a DOCTYPE is not allowed");
                default -> {
                    // Comments and white space say nothing.
                }
            }
        }
        return root;
    }

    private RuleElement element(XMLStreamReader xml, RuleElement parent) {
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            attributes.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
        }
        String name = xml.getLocalName();
        String inherited = parent == null ? "" : parent.ruleId();
        String ruleId = name.equals(RULE) ? attributes.getOrDefault("id", "") : inherited;
        return new RuleElement(file, ruleId, name, xml.getLocation().getLineNumber(), attributes);
    }
}
