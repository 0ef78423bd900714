package dev.bilevel.standalone.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.encoder.Fingerprint;
import dev.bilevel.encoder.Trained;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/// What a fine-tuning came to.
///
/// @param fraction of the steps that this process took: the rest was done before the training was resumed
/// @param seconds that these steps took
/// @param out the folder of the model
record Report(
        Trained trained,
        double fraction,
        double seconds,
        List<TrainingWatch.Kept> checkpoints,
        Measurement dev,
        String model,
        Path out) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Seconds since this JVM began. When the process did, Linux tells to the second alone.
    static double sinceStart() {
        return ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0;
    }

    ObjectNode json() {
        ObjectNode tree = JSON.createObjectNode();
        tree.put("task", dev.exercise().name()).put("model", model).put("out", out.toString());
        dev.writeMetrics(tree);
        tree.put("loss", dev.loss())
                .put("trainingLoss", trained.trainingLoss())
                .put("steps", trained.steps())
                .put("trainingExamples", trained.examples())
                .put("evaluationExamples", dev.examples())
                .put("trainingExamplesPerSecond", fraction * trained.examples() / seconds)
                .put("evaluationExamplesPerSecond", dev.examplesPerSecond());
        tree.putObject("seconds")
                .put("training", seconds)
                .put("evaluation", dev.seconds())
                .put("total", sinceStart());
        PeakMemory.bytes().ifPresent(bytes -> tree.put("peakMemoryBytes", bytes));
        ArrayNode kept = tree.putArray("checkpoints");
        for (TrainingWatch.Kept checkpoint : checkpoints) {
            kept.addObject()
                    .put("step", checkpoint.step())
                    .put("file", out.relativize(checkpoint.file().path()).toString())
                    .put("sha256", checkpoint.file().sha256())
                    .put("bytes", checkpoint.file().bytes());
        }
        Fingerprint fingerprint = trained.fingerprint();
        tree.putObject("fingerprint")
                .put("hardware", fingerprint.hardware())
                .put("software", fingerprint.software())
                .put("threads", fingerprint.threads())
                .put("precision", fingerprint.precision().name().toLowerCase(Locale.ROOT))
                .put("bitExact", fingerprint.bitExact());
        return tree;
    }

    /// The same for a person.
    static List<String> lines(ObjectNode result) {
        StringJoiner metrics = new StringJoiner(" · ");
        result.path("metrics")
                .properties()
                .forEach(metric -> metrics.add(
                        format("%s %.4f", metric.getKey(), metric.getValue().doubleValue())));
        metrics.add(format("loss %.4f", result.path("loss").doubleValue()));
        return List.of(
                result.path("task").textValue() + " dev: " + metrics + " (" + result.path("evaluationExamples")
                        + " examples)",
                format(
                        "training   %d steps, loss %.4f, %.1f examples/s",
                        result.path("steps").intValue(),
                        result.path("trainingLoss").doubleValue(),
                        result.path("trainingExamplesPerSecond").doubleValue()),
                format(
                        "evaluation %.0f examples/s",
                        result.path("evaluationExamplesPerSecond").doubleValue()),
                format(
                        "memory     %d MB at its peak",
                        result.path("peakMemoryBytes").longValue() / 1_000_000),
                "left       " + result.path("out").textValue());
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
