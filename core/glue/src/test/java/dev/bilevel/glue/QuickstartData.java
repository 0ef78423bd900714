package dev.bilevel.glue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Writes `examples/data/SST-2`, in the layout of the official SST-2: run [#main(String...)] with the repository's root
/// after a change of [Reviews], and commit what it wrote.
final class QuickstartData {
    static final int TRAIN = 1600;
    static final int DEV = 400;
    private static final long SEED = 17;

    private QuickstartData() {}

    static void main(String... arguments) throws IOException {
        Path folder = Path.of(arguments.length == 0 ? "." : arguments[0]).resolve("examples/data/SST-2");
        Files.createDirectories(folder);
        List<String> files = files();
        Files.writeString(folder.resolve("train.tsv"), files.getFirst(), StandardCharsets.UTF_8);
        Files.writeString(folder.resolve("dev.tsv"), files.getLast(), StandardCharsets.UTF_8);
    }

    /// The content of `train.tsv` and of `dev.tsv`, which share no review.
    static List<String> files() {
        Reviews reviews = new Reviews(SEED);
        return List.of(file(reviews, TRAIN), file(reviews, DEV));
    }

    private static String file(Reviews reviews, int rows) {
        StringBuilder file = new StringBuilder("sentence\tlabel\n");
        List<Boolean> pleased = new ArrayList<>(
                IntStream.range(0, rows).mapToObj(row -> row < rows / 2).toList());
        // Half of each, so that a model that has learnt nothing scores 0.5.
        SplitMix64.of(SEED, rows).shuffle(pleased);
        for (boolean wanted : pleased) {
            Reviews.Review review = reviews.next(wanted);
            // Like the official file: tokens set apart, and a space before the tab.
            file.append(review.text())
                    .append(" \t")
                    .append(review.pleased() ? 1 : 0)
                    .append('\n');
        }
        return file.toString();
    }
}
