package io.sluice.testkit.smtp;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One line of a receiver's script: when, for whom, how often, and what then. Conditions are narrowed first; the verb
 * that ends the sentence ({@code answers}, {@code drops}, ...) puts the rule into force.
 *
 * <pre>{@code
 * receiver.when(Stage.MAIL).first(3).answers("451 4.7.500 Server busy.");
 * receiver.when(Stage.RCPT).localPart("gone").answers("550 5.4.1 Recipient address rejected");
 * }</pre>
 */
public final class Rule implements Behaviour {

    private final Consumer<Rule> enact;
    private final AtomicInteger matches = new AtomicInteger();
    private final Map<String, AtomicInteger> matchesByKey = new ConcurrentHashMap<>();
    private Predicate<Conversation> condition;
    private Function<Conversation, String> key = conversation -> "";
    private int skip;
    private int limit = Integer.MAX_VALUE;
    private volatile Function<Conversation, Answer> reaction;

    Rule(Stage stage, Consumer<Rule> enact) {
        this.condition = conversation -> conversation.stage() == stage;
        this.enact = enact;
    }

    /** Only where this holds as well. */
    public Rule where(Predicate<Conversation> further) {
        condition = condition.and(further);
        return this;
    }

    /** Only for this recipient (stage RCPT), in any case. */
    public Rule recipient(String address) {
        return where(conversation -> conversation.recipient().equalsIgnoreCase(address));
    }

    /** Only for recipients with this local part (stage RCPT), in any case. */
    public Rule localPart(String localPart) {
        return where(conversation -> before(conversation.recipient()).equalsIgnoreCase(localPart));
    }

    /** Only for recipients of this domain (stage RCPT), in any case. */
    public Rule domain(String domain) {
        return where(conversation -> after(conversation.recipient()).equalsIgnoreCase(domain));
    }

    /** Only for transactions that have accepted a recipient of this domain (stages DATA and END_OF_DATA). */
    public Rule recipientsIn(String domain) {
        return where(
                conversation -> conversation.recipients().stream().anyMatch(r -> after(r).equalsIgnoreCase(domain)));
    }

    /** Only for this envelope sender (stage MAIL and later), in any case. */
    public Rule sender(String address) {
        return where(conversation -> conversation.sender().equalsIgnoreCase(address));
    }

    /** Only the first occurrences; afterwards the rule is as if it were not there. */
    public Rule first(int occurrences) {
        limit = occurrences;
        return this;
    }

    /** Not the first occurrences, only those after them. */
    public Rule after(int occurrences) {
        skip = occurrences;
        return this;
    }

    /** Counts {@link #first} and {@link #after} for each value of the key separately, such as per recipient. */
    public Rule each(Function<Conversation, String> by) {
        key = by;
        return this;
    }

    /** Answers with code, space and text; more lines after line feeds. */
    public Rule answers(String reply) {
        Answer answer = Answer.reply(reply);
        return does(conversation -> answer);
    }

    /** Answers with code, space and text, made for the session. */
    public Rule answers(Function<Conversation, String> reply) {
        return does(conversation -> Answer.reply(reply.apply(conversation)));
    }

    /** Answers and closes the connection. */
    public Rule answersAndCloses(String reply) {
        Answer answer = Answer.replyAndClose(reply);
        return does(conversation -> answer);
    }

    /** Closes the connection without an answer. */
    public Rule drops() {
        return does(conversation -> Answer.drop());
    }

    /** Resets the connection without an answer. */
    public Rule resets() {
        return does(conversation -> Answer.reset());
    }

    /** Accepts, then breaks the connection before the client can know. */
    public Rule acceptsAndLosesTheReply() {
        return does(conversation -> Answer.acceptAndLoseReply());
    }

    /** Sends bytes as they are. */
    public Rule sends(byte[] bytes) {
        Answer answer = Answer.raw(bytes);
        return does(conversation -> answer);
    }

    /** Accepts, against rules and limits that come later. */
    public Rule accepts() {
        return does(conversation -> Answer.accept());
    }

    /** Says nothing until the returned gate is opened. */
    public Stall stalls() {
        Stall stall = new Stall();
        does(conversation -> new Answer.Wait(stall));
        return stall;
    }

    /** Does what the function says. */
    public Rule does(Function<Conversation, Answer> what) {
        reaction = what;
        enact.accept(this);
        return this;
    }

    /** Returns how often the rule has answered. */
    public int applied() {
        return matches.get();
    }

    @Override
    public Optional<Answer> answer(Conversation conversation) {
        if (!condition.test(conversation) || !counts(conversation)) {
            return Optional.empty();
        }
        matches.incrementAndGet();
        return Optional.of(reaction.apply(conversation));
    }

    private boolean counts(Conversation conversation) {
        if (skip == 0 && limit == Integer.MAX_VALUE) {
            return true;
        }
        String value = key.apply(conversation).toLowerCase(Locale.ROOT);
        int occurrence =
                matchesByKey.computeIfAbsent(value, v -> new AtomicInteger()).incrementAndGet();
        return occurrence > skip && occurrence - skip <= limit;
    }

    static String before(String address) {
        int at = address.lastIndexOf('@');
        return at < 0 ? address : address.substring(0, at);
    }

    static String after(String address) {
        return address.substring(address.lastIndexOf('@') + 1);
    }
}
