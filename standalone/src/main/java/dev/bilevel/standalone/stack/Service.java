package dev.bilevel.standalone.stack;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The four services, and what each needs of its JVM.
public enum Service {
    /// Decides; has the REST interface and the read model.
    OPTIMIZER(512, false),
    /// Fine-tunes.
    TRAINER(512, true),
    /// Averages checkpoints.
    FUSION(192, false),
    /// Scores models.
    EVALUATOR(512, true);

    private final int heapMiB;
    private final boolean tensors;

    /// @param heapMiB the largest heap; tensors live outside it
    /// @param tensors whether PyTorch runs in the process
    Service(int heapMiB, boolean tensors) {
        this.heapMiB = heapMiB;
        this.tensors = tensors;
    }

    /// The service that a part of the stack is; empty for the servers below.
    static Optional<Service> of(Part part) {
        return Arrays.stream(values())
                .filter(service -> Part.of(service) == part)
                .findFirst();
    }

    /// As a person calls it, and as its log file is called.
    public String title() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    String module() {
        return title() + "-service";
    }

    /// For a quick start, since four services start at once on few cores: the serial collector, and only the first
    /// compiler where PyTorch does the numbers (10.5 to 14 s until all are ready, against 14.5 to 17 s with both
    /// everywhere). Fusion and the surrogate are Java, and need the second one to be fast.
    List<String> jvmFlags() {
        return List.of(
                "-XX:+UseSerialGC",
                tensors ? "-XX:TieredStopAtLevel=1" : "-XX:+TieredCompilation",
                "-Xshare:auto",
                "-Xmx" + heapMiB + "m",
                // What goes on without memory does so badly; a restart goes on where it was.
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow");
    }

    /// @param threads inside one operator
    Map<String, String> environment(int threads) {
        // OpenMP threads that spin for more than a moment take the cores from the other processes of the stack; not to
        // spin at all costs a quarter of a training's time.
        return tensors
                ? Map.of(
                        "OMP_NUM_THREADS", Integer.toString(threads),
                        "GOMP_SPINCOUNT", "20000",
                        "OPT_OUT_TRACKING", "true")
                : Map.of();
    }
}
