package dev.bilevel.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A set of indices of suggestions, in JSON a text of ranges: `0-41,43`. Trial 9,999 was computed from thousands of
/// trials, and a journal that listed each of them for each would grow with the square of the study.
///
/// @param ranges ascending, with a gap between any two
public record Indices(List<Range> ranges) implements Iterable<Integer> {
    private static final Indices NONE = new Indices(List.of());
    private static final Pattern RANGE = Pattern.compile("(0|[1-9]\\d{0,8})(?:-([1-9]\\d{0,8}))?");
    private static final String EXPECTED = "ascending ranges such as '0-41,43'";

    /// Both ends included.
    public record Range(int from, int to) {
        @Override
        public String toString() {
            return from == to ? Integer.toString(from) : from + "-" + to;
        }
    }

    public Indices {
        ranges = List.copyOf(ranges);
        int free = 0;
        for (Range range : ranges) {
            if (range.from() < free || range.to() < range.from()) {
                throw new IllegalArgumentException("indices: are '" + written(ranges) + "', expected " + EXPECTED);
            }
            free = range.to() + 2;
        }
    }

    /// 0 … end − 1.
    public static Indices below(int end) {
        return end <= 0 ? NONE : new Indices(List.of(new Range(0, end - 1)));
    }

    /// Those of 0 … end − 1 that are chosen.
    public static Indices below(int end, IntPredicate chosen) {
        return of(IntStream.range(0, end).filter(chosen));
    }

    /// From JSON: a text of ranges, or a list of indices, as it was first written.
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Indices read(Object json) {
        return switch (json) {
            case String text -> parse(text);
            case List<?> list -> of(sorted(list).stream().mapToInt(Integer::intValue));
            default -> throw new IllegalArgumentException("indices: are " + json + ", expected " + EXPECTED);
        };
    }

    /// From a text of ranges.
    ///
    /// @throws IllegalArgumentException where it is none
    public static Indices parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        List<Range> ranges = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher range = RANGE.matcher(part);
            if (!range.matches()) {
                throw new IllegalArgumentException("indices: are '" + text + "', expected " + EXPECTED);
            }
            int from = Integer.parseInt(range.group(1));
            ranges.add(new Range(from, range.group(2) == null ? from : Integer.parseInt(range.group(2))));
        }
        return new Indices(ranges);
    }

    /// Whether an index is among them.
    public boolean contains(int index) {
        int low = 0;
        int high = ranges.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Range range = ranges.get(middle);
            if (index < range.from()) {
                high = middle - 1;
            } else if (index > range.to()) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    /// How many there are.
    public int size() {
        return ranges.stream().mapToInt(range -> range.to() - range.from() + 1).sum();
    }

    /// Those of 0 … end − 1 that are not among them.
    public Indices othersBelow(int end) {
        List<Range> others = new ArrayList<>();
        int free = 0;
        for (Range range : ranges) {
            if (range.from() > free && free < end) {
                others.add(new Range(free, Math.min(range.from(), end) - 1));
            }
            free = range.to() + 1;
        }
        if (free < end) {
            others.add(new Range(free, end - 1));
        }
        return new Indices(others);
    }

    @Override
    public Iterator<Integer> iterator() {
        return ranges.stream()
                .flatMapToInt(range -> IntStream.rangeClosed(range.from(), range.to()))
                .iterator();
    }

    @JsonValue
    @Override
    public String toString() {
        return written(ranges);
    }

    private static String written(List<Range> ranges) {
        return ranges.stream().map(Range::toString).collect(Collectors.joining(","));
    }

    private static Indices of(IntStream ascending) {
        List<Range> ranges = new ArrayList<>();
        ascending.forEach(index -> {
            if (!ranges.isEmpty() && ranges.getLast().to() == index - 1) {
                ranges.set(ranges.size() - 1, new Range(ranges.getLast().from(), index));
            } else {
                ranges.add(new Range(index, index));
            }
        });
        return new Indices(ranges);
    }

    private static SortedSet<Integer> sorted(List<?> list) {
        TreeSet<Integer> sorted = new TreeSet<>();
        for (Object element : list) {
            if (!(element instanceof Number number)
                    || number.intValue() < 0
                    || number.intValue() != number.doubleValue()) {
                throw new IllegalArgumentException("indices: hold " + element + ", expected integers from 0");
            }
            sorted.add(number.intValue());
        }
        return sorted;
    }
}
