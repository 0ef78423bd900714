package dev.bilevel.glue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where a task's files keep the texts and the label of an example.
sealed interface Layout {
    /// True where a line has two texts.
    boolean pair();

    /// A file whose first line names its columns. They are found by name, because MNLI's train and dev files keep the
    /// label at different places.
    record Headed(String first, Optional<String> second, String label) implements Layout {
        @Override
        public boolean pair() {
            return second.isPresent();
        }

        /// The columns of a file with this header.
        ///
        /// @throws MalformedText naming what is missing
        Columns columns(List<String> header) throws MalformedText {
            List<String> missing = new ArrayList<>(List.of(first, label));
            second.ifPresent(missing::add);
            missing.removeAll(header);
            if (!missing.isEmpty()) {
                throw new MalformedText("header is " + Quoted.of(String.join(" ", header)) + ", expected a column "
                        + Quoted.of(missing.getFirst()));
            }
            return new Columns(
                    header.size(), header.indexOf(first), second.map(header::indexOf), header.indexOf(label));
        }
    }

    /// A file that starts with its first example: CoLA.
    record Headless(int count, int first, int label) implements Layout {
        @Override
        public boolean pair() {
            return false;
        }

        Columns columns() {
            return new Columns(count, first, Optional.empty(), label);
        }
    }

    static Headed single(String text, String label) {
        return new Headed(text, Optional.empty(), label);
    }

    static Headed pair(String first, String second, String label) {
        return new Headed(first, Optional.of(second), label);
    }
}
