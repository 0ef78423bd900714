package dev.bilevel.standalone.local;

import dev.bilevel.standalone.CommandFailed;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Predictions as TSV: `index`, `prediction`, and `logit_0` to the last, in the order of the data file.
///
/// Every number is written so that it reads as the same float again.
final class PredictionsFile {
    private PredictionsFile() {}

    /// Says before the work whether the file can be written after it.
    ///
    /// @throws CommandFailed (wrong input) if there is no such folder, or the name is a folder's
    static void check(Path target) {
        Path folder = target.toAbsolutePath().normalize().getParent();
        if (folder == null || Files.isDirectory(target)) {
            throw CommandFailed.wrongInput("--predictions: " + target + " is a folder, expected a file");
        }
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw CommandFailed.wrongInput("--predictions: " + folder + " is no folder that can be written");
        }
    }

    /// @param classes whether predictions are class indices; scores otherwise
    static void write(Path target, boolean classes, double[] predictions, List<float[]> logits) throws IOException {
        Path absolute = target.toAbsolutePath();
        Path part = absolute.resolveSibling("." + absolute.getFileName() + ".part");
        try {
            try (BufferedWriter out = Files.newBufferedWriter(part)) {
                out.write("index\tprediction");
                for (int k = 0; k < logits.getFirst().length; k++) {
                    out.write("\tlogit_" + k);
                }
                out.write('\n');
                for (int i = 0; i < predictions.length; i++) {
                    out.write(row(i, classes, predictions[i], logits.get(i)));
                }
            }
            WholeFile.moveIntoPlace(part, absolute);
        } finally {
            Files.deleteIfExists(part);
        }
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
