package io.sluice.demo;

import java.util.List;

/** Where the demonstration shows itself. Every line is made harmless before it is printed. Not safe for several threads. */
interface Screen {
    /** A line that stays. */
    void say(String line);

    /** A line that stays and is to be noticed. */
    void announce(String line);

    /** The table of this moment; it replaces the last one. */
    void show(List<String> table);

    /** The last table stays as it is; what comes goes below. */
    void finish();
}
