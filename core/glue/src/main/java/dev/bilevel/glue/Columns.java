package dev.bilevel.glue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The columns of one file, from 0.
///
/// @param count how many columns each line must have
record Columns(int count, int first, Optional<Integer> second, int label) {

    /// Splits a line at its tabs and nothing else: quotes are literal characters in GLUE's files.
    static List<String> split(String line) {
        List<String> fields = new ArrayList<>();
        int start = 0;
        for (int tab = line.indexOf('\t'); tab >= 0; tab = line.indexOf('\t', start)) {
            fields.add(line.substring(start, tab));
            start = tab + 1;
        }
        fields.add(line.substring(start));
        return fields;
    }

    Example example(String line, Answers answers) throws MalformedText {
        if (line.isEmpty()) {
            throw new MalformedText("is empty, expected " + count + " columns");
        }
        List<String> fields = split(line);
        if (fields.size() != count) {
            throw new MalformedText("has " + fields.size() + " columns, expected " + count);
        }
        return new Example(fields.get(first), second.map(fields::get), answers.parse(fields.get(label)));
    }
}
