package io.sluice.testkit.james;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** A {@code mailetcontainer.xml} as a tree that can be changed. */
final class MailetContainerXml {

    private final Document document;

    MailetContainerXml(String xml) {
        this.document = parse(xml);
    }

    static boolean isWellFormed(String xml) {
        try {
            parse(xml);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    MailetContainerXml parameter(String mailet, String parameter, String value) {
        List<Element> mailets = elements(document.getDocumentElement(), "mailet").stream()
                .filter(element -> isOfClass(element, mailet))
                .toList();
        if (mailets.isEmpty()) {
            throw new IllegalArgumentException("There is no mailet " + mailet + " in the configuration");
        }
        mailets.forEach(element -> set(element, parameter, value));
        return this;
    }

    /** Sets a parameter of all mailets whose class ends so, if there are any, and leaves those that have it alone. */
    MailetContainerXml defaultParameter(String classSuffix, String parameter, String value) {
        elements(document.getDocumentElement(), "mailet").stream()
                .filter(element -> element.getAttribute("class").endsWith(classSuffix))
                .filter(element -> elements(element, parameter).isEmpty())
                .forEach(element -> set(element, parameter, value));
        return this;
    }

    private void set(Element element, String parameter, String value) {
        elements(element, parameter).forEach(element::removeChild);
        Element added = document.createElement(parameter);
        added.setTextContent(value);
        element.appendChild(added);
    }

    MailetContainerXml processor(String xml) {
        Element added = (Element) document.importNode(parse(xml).getDocumentElement(), true);
        Element processors =
                elements(document.getDocumentElement(), "processors").get(0);
        elements(processors, "processor").stream()
                .filter(known -> known.getAttribute("state").equals(added.getAttribute("state")))
                .forEach(processors::removeChild);
        processors.appendChild(added);
        return this;
    }

    private static boolean isOfClass(Element mailet, String name) {
        String type = mailet.getAttribute("class");
        return type.equals(name) || type.endsWith("." + name);
    }

    private static List<Element> elements(Element parent, String name) {
        var found = parent.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private static Document parse(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            // Without this the parser prints its errors to the console besides throwing them.
            builder.setErrorHandler(null);
            return builder.parse(new InputSource(new StringReader(xml)));
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new IllegalArgumentException("Not well-formed: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        try {
            TransformerFactory factory = TransformerFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            StringWriter text = new StringWriter();
            factory.newTransformer().transform(new DOMSource((Node) document), new StreamResult(text));
            return text.toString();
        } catch (TransformerException e) {
            throw new IllegalStateException(e);
        }
    }
}
