package dev.bilevel.glue;

import java.util.List;
import java.util.regex.Pattern;

/// How a task's files write the label of a line, and what it means.
sealed interface Answers {
    /// One name for each number that a model gives.
    List<String> names();

    /// The class index or score written as `text`.
    ///
    /// @throws MalformedText if the task knows no such label
    double parse(String text) throws MalformedText;

    /// Classes that the files number from 0.
    record Numbered(List<String> names) implements Answers {
        Numbered(String... names) {
            this(List.of(names));
        }

        @Override
        public double parse(String text) throws MalformedText {
            for (int index = 0; index < names.size(); index++) {
                if (text.equals(Integer.toString(index))) {
                    return index;
                }
            }
            throw new MalformedText("label is " + Quoted.of(text) + ", expected 0 to " + (names.size() - 1));
        }
    }

    /// Classes that the files spell out.
    record Named(List<String> names) implements Answers {
        Named(String... names) {
            this(List.of(names));
        }

        @Override
        public double parse(String text) throws MalformedText {
            int index = names.indexOf(text);
            if (index < 0) {
                throw new MalformedText(
                        "label is " + Quoted.of(text) + ", expected one of " + String.join(", ", names));
            }
            return index;
        }
    }

    /// A score on a closed range.
    record Score(double least, double most) implements Answers {
        /// Stricter than [Double#parseDouble(String)], which also takes `1d`, `0x1p0` and `NaN`.
        private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(?:[.][0-9]{0,20})?");

        @Override
        public List<String> names() {
            return List.of("similarity");
        }

        @Override
        public double parse(String text) throws MalformedText {
            if (DECIMAL.matcher(text).matches()) {
                double score = Double.parseDouble(text);
                if (score >= least && score <= most) {
                    return score;
                }
            }
            throw new MalformedText(
                    "score is " + Quoted.of(text) + ", expected a number from " + least + " to " + most);
        }
    }
}
