package io.sluice.reply;

/** A fault in a file of rules. The message names file, line and rule, the value, and what is allowed. */
public final class RuleFileException extends RuntimeException {
    private final int line;

    RuleFileException(String file, int line, String ruleId, String fault) {
        super(file + ", line " + line + (ruleId.isEmpty() ? "" : ", rule " + ruleId) + ": " + fault);
        this.line = line;
    }

    /** The line of the fault, counted from 1. */
    public int line() {
        return line;
    }
}
