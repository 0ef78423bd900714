package dev.bilevel.encoder;

import ai.djl.pytorch.jni.LibUtils;
import dev.bilevel.encoder.ComputeSettings.Precision;
import dev.bilevel.glue.Example;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A small training that prints the hash of its last checkpoint, and by what it was computed, for a process of its own.
final class TrainingProcess {
    private static final ComputeSettings COMPUTE = new ComputeSettings("cpu", Precision.FP32, 1, 32);

    private TrainingProcess() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println("hash " + hash(Path.of(arguments[0])));
        System.out.println("software " + Fingerprint.of(COMPUTE).software());
        System.out.println("torch " + LibUtils.getLibtorchPath());
    }

    /// Runs it in a process of its own, and returns what that printed.
    static List<String> elsewhere(Path folder, String... options) throws Exception {
        Path log = folder.resolve("log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(options));
        command.add(TrainingProcess.class.getName());
        command.add(folder.resolve("there.safetensors").toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                throw new AssertionError("after two minutes it still trains");
            }
        } finally {
            process.destroyForcibly();
        }
        return Files.readAllLines(log);
    }

    static String hash(Path target) throws Exception {
        List<Example> examples = Sentences.some(60, 1);
        String[] hash = new String[1];
        new FineTuning(Fixture.of("roberta").random(), new Head(false, List.of("no", "yes")), COMPUTE)
                .run(
                        examples,
                        Hyperparameters.of(Map.of("learningRate", 1e-3, "batchSize", 8, "epochs", 2)),
                        new Snapshots(1, 0),
                        17,
                        (_, _, weights) ->
                                hash[0] = weights.writeTo(target, Map.of()).sha256());
        return hash[0];
    }
}
