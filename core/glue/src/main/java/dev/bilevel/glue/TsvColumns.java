package dev.bilevel.glue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Which columns of a [TsvFile] hold the texts and the label.
///
/// A column is named as in the header, or by its number, from 1: digits are always a number, so that it cannot depend
/// on what the first line holds. Nothing named: the last column is the label, the first is the text, and where there
/// are three the second is the text's partner; of more columns none is a text unless it is named.
///
/// @param texts one or two columns; empty for the rule above
/// @param label a column; empty for the last
public record TsvColumns(List<String> texts, Optional<String> label, Header header) {

    /// Whether the first line names the columns.
    public enum Header {
        /// It does where a column is asked for by a name. Else its label tells: where the labels are known, by being
        /// none of them; otherwise by being written nowhere below, or no number while all below are.
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
        boolean named = Stream.concat(texts.stream(), label.stream())
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
            return allBut(labelled, count);
        }
        int first = index(texts.getFirst(), fields);
        Optional<Integer> second = texts.size() == 2 ? Optional.of(index(texts.getLast(), fields)) : Optional.empty();
        if (first == labelled || second.filter(column -> column == labelled).isPresent()) {
            throw new MalformedText("has the label in column " + (labelled + 1) + ", expected the text in another");
        }
        if (second.filter(column -> column == first).isPresent()) {
            throw new MalformedText("has the text and its partner in column " + (first + 1) + ", expected two columns");
        }
        return new Found(count, first, second, labelled);
    }

    private static Found allBut(int label, int count) throws MalformedText {
        if (count > 3) {
            throw new MalformedText(
                    "has " + count + " columns, expected two or three, or one or two of them named as the text");
        }
        List<Integer> rest =
                IntStream.range(0, count).filter(i -> i != label).boxed().toList();
        return new Found(count, rest.getFirst(), rest.stream().skip(1).findFirst(), label);
    }

    private static int index(String column, List<String> fields) throws MalformedText {
        if (!NUMBER.matcher(column).matches()) {
            int named = fields.indexOf(column);
            if (named < 0) {
                throw new MalformedText("is the header " + Quoted.of(String.join(" ", fields)) + ", expected a column "
                        + Quoted.of(column));
            }
            if (fields.lastIndexOf(column) != named) {
                throw new MalformedText("has two columns " + Quoted.of(column) + ", " + (named + 1) + " and "
                        + (fields.lastIndexOf(column) + 1) + ", expected one, or a number");
            }
            return named;
        }
        int number = Integer.parseInt(column);
        if (number > fields.size()) {
            throw new MalformedText("has " + fields.size() + " columns, expected a column " + number);
        }
        return number - 1;
    }

    boolean headed(List<TsvFile.Row> rows) {
        return headed(rows, label -> !looksLikeAName(label, rows.subList(1, rows.size())));
    }

    /// @param isLabel whether the first line's label is one
    boolean headed(List<TsvFile.Row> rows, Predicate<String> isLabel) {
        return switch (header) {
            case PRESENT -> true;
            case ABSENT -> false;
            case GUESSED -> rows.size() > 1 && !isLabel.test(rows.getFirst().label());
        };
    }

    private static boolean looksLikeAName(String first, List<TsvFile.Row> rest) {
        Set<String> below = rest.stream().map(TsvFile.Row::label).collect(Collectors.toSet());
        boolean numbers = below.stream().allMatch(OwnTask::number);
        return numbers ? !OwnTask.number(first) : !below.contains(first);
    }
}
