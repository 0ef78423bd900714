package dev.bilevel.glue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Which columns of a [TsvFile] hold the texts and the label.
///
/// A column is named as in the header, or by its number, from 1. Nothing named: the last column is the label, the
/// first is the text, and where there are exactly three the second is the text's partner.
///
/// @param texts one or two columns; empty for the rule above
/// @param label a column; empty for the last
public record TsvColumns(List<String> texts, Optional<String> label, Header header) {

    /// Whether the first line names the columns.
    public enum Header {
        /// It does where a column is asked for by a name, or where its label is written nowhere below, or is no number
        /// while all below are.
        GUESSED,
        PRESENT,
        ABSENT
    }

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,3}");

    public TsvColumns {
        texts = List.copyOf(texts);
        if (texts.size() > 2) {
            throw new IllegalArgumentException("text: names " + texts.size() + " columns, expected one or two");
        }
        boolean named = java.util.stream.Stream.concat(texts.stream(), label.stream())
                .anyMatch(column -> !NUMBER.matcher(column).matches());
        if (named && header == Header.ABSENT) {
            throw new IllegalArgumentException("header: is absent, expected columns by number, from 1");
        }
        header = named ? Header.PRESENT : header;
    }

    /// Columns of one file, from 0.
    record Found(int count, int first, Optional<Integer> second, int label) {
        TsvFile.Row row(long line, List<String> fields) throws MalformedText {
            if (fields.size() != count) {
                throw new MalformedText("has " + fields.size() + " columns, expected " + count + " as in line 1");
            }
            return new TsvFile.Row(line, fields.get(first), second.map(fields::get), fields.get(label));
        }
    }

    /// @param fields of the first line
    /// @throws MalformedText if a column is not there
    Found find(List<String> fields) throws MalformedText {
        int count = fields.size();
        if (count < 2) {
            throw new MalformedText("has " + count + " column, expected a text and a label with a tab between them");
        }
        int labelled = label.isPresent() ? index(label.get(), fields) : count - 1;
        if (texts.isEmpty()) {
            List<Integer> rest = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                if (i != labelled) {
                    rest.add(i);
                }
            }
            return new Found(
                    count, rest.get(0), rest.size() == 2 ? Optional.of(rest.get(1)) : Optional.empty(), labelled);
        }
        int first = index(texts.getFirst(), fields);
        Optional<Integer> second = texts.size() == 2 ? Optional.of(index(texts.getLast(), fields)) : Optional.empty();
        if (first == labelled || second.filter(column -> column == labelled).isPresent()) {
            throw new MalformedText("has the label in column " + (labelled + 1) + ", expected the text in another");
        }
        return new Found(count, first, second, labelled);
    }

    private static int index(String column, List<String> fields) throws MalformedText {
        int named = fields.indexOf(column);
        if (named >= 0) {
            return named;
        }
        if (!NUMBER.matcher(column).matches()) {
            throw new MalformedText("is the header " + Quoted.of(String.join(" ", fields)) + ", expected a column "
                    + Quoted.of(column));
        }
        int number = Integer.parseInt(column);
        if (number > fields.size()) {
            throw new MalformedText("has " + fields.size() + " columns, expected a column " + number);
        }
        return number - 1;
    }

    boolean headed(List<TsvFile.Row> rows) {
        return switch (header) {
            case PRESENT -> true;
            case ABSENT -> false;
            case GUESSED -> rows.size() > 1 && looksLikeAName(rows.getFirst().label(), rows.subList(1, rows.size()));
        };
    }

    private static boolean looksLikeAName(String first, List<TsvFile.Row> rest) {
        Set<String> below = rest.stream().map(TsvFile.Row::label).collect(Collectors.toSet());
        boolean numbers = below.stream().allMatch(OwnTask::number);
        return numbers ? !OwnTask.number(first) : !below.contains(first);
    }
}
