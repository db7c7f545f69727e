package io.sluice.it;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.testkit.mail.ProbeMail;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A mail repository of the server, read by WebAdmin. Mails are read once; what is there stays there. */
final class Repository {
    private final WebAdmin webadmin;
    private final String path;
    private final Map<String, KeptMail> known = new LinkedHashMap<>();

    /** The path is that of the repository's URL, without protocol. */
    Repository(WebAdmin webadmin, String path) {
        this.webadmin = webadmin;
        this.path = "/mailRepositories/" + encoded(path) + "/mails";
    }

    /** What there is of a probe mail now, in no order. */
    List<KeptMail> of(ProbeMail mail) {
        webadmin.get(path)
                .ifPresent(
                        keys -> keys.forEach(key -> read(key.asText()).ifPresent(kept -> known.put(kept.key(), kept))));
        return known.values().stream()
                .filter(kept -> kept.probe().equals(mail.id()))
                .toList();
    }

    /** The first mail of this probe that comes. */
    KeptMail await(ProbeMail mail) {
        return await(mail, kept -> true);
    }

    /** The first mail of this probe for this recipient that comes. */
    KeptMail await(ProbeMail mail, String recipient) {
        return await(mail, kept -> kept.recipients().contains(recipient));
    }

    /** The first mail of this probe that comes and is as described. */
    KeptMail await(ProbeMail mail, Predicate<KeptMail> description) {
        List<KeptMail> found = new ArrayList<>();
        Awaiting.until("a mail in " + path, () -> {
            of(mail).stream().filter(description).forEach(found::add);
            return !found.isEmpty();
        });
        return found.get(0);
    }

    private Optional<KeptMail> read(String key) {
        if (known.containsKey(key)) {
            return Optional.empty();
        }
        return webadmin.get(path + "/" + encoded(key) + "?additionalFields=attributes,headers")
                .map(mail -> kept(key, mail));
    }

    private static KeptMail kept(String key, JsonNode mail) {
        List<String> recipients = new ArrayList<>();
        mail.path("recipients").forEach(recipient -> recipients.add(recipient.asText()));
        Map<String, String> attributes = new LinkedHashMap<>();
        mail.path("attributes")
                .fields()
                .forEachRemaining(
                        field -> attributes.put(field.getKey(), field.getValue().asText()));
        String probe = mail.path("headers").path(ProbeMail.ID_HEADER).path(0).asText("");
        return new KeptMail(key, mail.path("sender").asText(""), recipients, attributes, probe);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
