package io.sluice.reply;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * For each enhanced code the conditions that could fit it, as bits, found without a search. Immutable and safe for use by
 * several threads.
 */
final class EnhancedTable {
    /** RFC 3463 section 3 has subjects 0 to 7. All others share a place. */
    private static final int OTHER_SUBJECT = 8;

    private static final int SUBJECTS = OTHER_SUBJECT + 1;
    private static final int LAST = 999;
    private static final List<Integer> TYPES = List.of(2, 4, 5);

    private final long[] withoutCode;
    /** For each type and subject, and each detail. Neighbours mostly share their bits. */
    private final long[][][] byDetail;

    /** Selects conditions, as bits. */
    interface Selection {
        long[] of(Predicate<Condition> wanted);
    }

    EnhancedTable(List<Condition> conditions, Selection selection) {
        List<EnhancedRange> ranges = conditions.stream()
                .flatMap(condition -> condition.enhanced().stream())
                .distinct()
                .toList();
        this.withoutCode = selection.of(condition -> condition.enhanced().isEmpty());
        this.byDetail = new long[SUBJECTS * (1 + TYPES.get(TYPES.size() - 1))][][];
        for (int type : TYPES) {
            for (int subject = 0; subject < SUBJECTS; subject++) {
                byDetail[place(type, subject)] = details(type, subject, ranges, selection);
            }
        }
    }

    /** All conditions that the code fits; of a code with a rare subject others too. */
    long[] of(Optional<EnhancedStatusCode> code) {
        return code.isEmpty() ? withoutCode : of(code.get());
    }

    private long[] of(EnhancedStatusCode code) {
        return byDetail[place(code.type(), Math.min(code.subject(), OTHER_SUBJECT))][code.detail()];
    }

    private static int place(int type, int subject) {
        return type * SUBJECTS + subject;
    }

    private static long[][] details(int type, int subject, List<EnhancedRange> ranges, Selection selection) {
        int lastSubject = subject == OTHER_SUBJECT ? LAST : subject;
        int[] begins = ranges.stream()
                .filter(range -> range.meets(type, subject, lastSubject, 0, LAST))
                .flatMap(range -> Stream.of(range.from(), range.to() + 1))
                .mapToInt(Integer::intValue)
                .filter(detail -> detail <= LAST)
                .distinct()
                .sorted()
                .toArray();
        long[][] details = new long[LAST + 1][];
        int begin = 0;
        for (int i = 0; i <= begins.length; i++) {
            int end = i < begins.length ? begins[i] : LAST + 1;
            int first = begin;
            Arrays.fill(
                    details,
                    begin,
                    end,
                    end == begin
                            ? null
                            : selection.of(condition -> condition.enhanced().isEmpty()
                                    || condition.enhanced().stream()
                                            .anyMatch(range -> range.meets(type, subject, lastSubject, first, first))));
            begin = end;
        }
        return details;
    }
}
