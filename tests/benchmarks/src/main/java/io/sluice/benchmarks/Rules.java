package io.sluice.benchmarks;

import io.sluice.reply.RuleCatalogue;
import io.sluice.reply.RuleFileReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The rules that the classifier is measured with. */
public enum Rules {
    /** The catalogue that comes with Sluice. */
    BUILT_IN {
        @Override
        RuleCatalogue read() {
            return RuleCatalogue.builtIn();
        }
    },
    /** Before the rules of that catalogue nine copies of each but the fallbacks, each with a word of its own. */
    TEN_TIMES {
        @Override
        RuleCatalogue read() {
            return grown(9);
        }
    };

    private static final String BUILT_IN_FILE = "microsoft-replies.xml";

    abstract RuleCatalogue read();

    private static RuleCatalogue grown(int copies) {
        try (InputStream in = RuleCatalogue.class.getResourceAsStream(BUILT_IN_FILE)) {
            Document document = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(in);
            List<Element> rules = elements(document.getDocumentElement(), "rule");
            for (int copy = 1; copy <= copies; copy++) {
                for (Element rule : rules) {
                    if (!rule.hasAttribute("fallback")) {
                        rules.get(0).getParentNode().insertBefore(copy(rule, copy), rules.get(0));
                    }
                }
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            TransformerFactory.newDefaultInstance()
                    .newTransformer()
                    .transform(new DOMSource(document), new StreamResult(out));
            return new RuleFileReader("grown.xml").read(new ByteArrayInputStream(out.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParserConfigurationException | SAXException | TransformerException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Element copy(Element rule, int number) {
        Element copy = (Element) rule.cloneNode(true);
        String id = "copy-" + number + "-of-" + rule.getAttribute("id");
        copy.setAttribute("id", id.substring(0, Math.min(id.length(), 64)));
        String word = "number " + number + " of " + rule.getAttribute("id");
        for (Element match : elements(copy, "match")) {
            Element words = rule.getOwnerDocument().createElement("words");
            words.setTextContent(word);
            match.insertBefore(words, match.getFirstChild());
        }
        // What only people read would make the file larger than a file of rules may be.
        elements(copy, "advice").forEach(advice -> advice.setTextContent("A copy."));
        elements(copy, "source").forEach(source -> source.setTextContent("A copy."));
        elements(copy, "example").forEach(example -> example.setTextContent(example.getTextContent() + " " + word));
        return copy;
    }

    private static List<Element> elements(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        NodeList children = parent.getChildNodes();
        for (int i = 0; i < children.getLength(); i++) {
            Node child = children.item(i);
            if (child instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }
}
