package io.sluice.reply;

/**
 * A fault in a file of rules. The message names file, line and rule, the value, and what is allowed. It is one printable
 * line, whatever the file has.
 */
public final class RuleFileException extends RuntimeException {
    private final String file;
    private final int line;
    private final String ruleId;
    private final String fault;

    RuleFileException(String file, int line, String ruleId, String fault) {
        super(ReplyParser.printable(
                file + ", line " + line + (ruleId.isEmpty() ? "" : ", rule " + ruleId) + ": " + fault));
        this.file = file;
        this.line = line;
        this.ruleId = ReplyParser.printable(ruleId);
        this.fault = ReplyParser.printable(fault);
    }

    /** The name of the file. */
    public String file() {
        return file;
    }

    /** The line of the fault, counted from 1. */
    public int line() {
        return line;
    }

    /** The rule that has the fault; empty when it is in no rule. */
    public String ruleId() {
        return ruleId;
    }

    /** What is wrong, without file, line and rule. */
    public String fault() {
        return fault;
    }
}
