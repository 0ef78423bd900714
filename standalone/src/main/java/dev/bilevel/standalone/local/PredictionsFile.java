package dev.bilevel.standalone.local;

import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.standalone.Trouble;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// Predictions as TSV: `index`, `prediction`, and `logit_0` to the last, in the order of the data file.
///
/// Every number is written so that it reads as the same float again. A file appears complete or not at all, where a
/// link leads to as well; a pipe or a device is written to.
final class PredictionsFile {
    private PredictionsFile() {}

    /// Says before the work whether the file can be written after it.
    ///
    /// @throws CommandFailed (wrong input) if there is no such folder, or the name is a folder's
    static void check(Path target) {
        Path file = meant(target);
        Path folder = file.getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw CommandFailed.wrongInput("--predictions: " + target + " is a folder, expected a file");
        }
        if (special(file)) {
            return;
        }
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw CommandFailed.wrongInput("--predictions: " + folder + " is no folder that can be written");
        }
    }

    /// Says so where the predictions would replace what they were made from.
    ///
    /// @throws CommandFailed (wrong input) if the file is one of these
    static void checkBeside(Path target, Iterable<Path> inputs) throws IOException {
        for (Path input : inputs) {
            if (Files.exists(target) && Files.isSameFile(target, input)) {
                throw CommandFailed.wrongInput(
                        "--predictions: " + target + " is read for the predictions, expected another file");
            }
        }
    }

    /// @param classes whether predictions are class indices; scores otherwise
    static void write(Path target, boolean classes, double[] predictions, List<float[]> logits) throws IOException {
        StringBuilder table = new StringBuilder("index\tprediction");
        for (int k = 0; k < logits.getFirst().length; k++) {
            table.append("\tlogit_").append(k);
        }
        table.append('\n');
        for (int i = 0; i < predictions.length; i++) {
            table.append(row(i, classes, predictions[i], logits.get(i)));
        }
        byte[] content = table.toString().getBytes(StandardCharsets.UTF_8);
        Path file = meant(target);
        try {
            if (special(file)) {
                Files.write(file, content, StandardOpenOption.WRITE);
            } else {
                WholeFile.write(file, content);
            }
        } catch (IOException e) {
            throw new IOException("--predictions: " + target + ": cannot be written: " + Trouble.words(e), e);
        }
    }

    /// What a link leads to, which is what people mean to write, be it there already or not.
    private static Path meant(Path target) {
        try {
            return followed(target);
        } catch (IOException _) {
            return target.toAbsolutePath().normalize();
        }
    }

    private static Path followed(Path target) throws IOException {
        try {
            return target.toRealPath();
        } catch (NoSuchFileException _) {
            return Files.isSymbolicLink(target)
                    ? followed(target.resolveSibling(Files.readSymbolicLink(target)))
                    : target.toAbsolutePath().normalize();
        }
    }

    /// A pipe or a device.
    private static boolean special(Path file) {
        return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
    }

    private static String row(int index, boolean classes, double prediction, float[] logits) {
        StringBuilder row = new StringBuilder().append(index).append('\t');
        row.append(classes ? Long.toString((long) prediction) : Float.toString((float) prediction));
        for (float logit : logits) {
            row.append('\t').append(logit);
        }
        return row.append('\n').toString();
    }
}
