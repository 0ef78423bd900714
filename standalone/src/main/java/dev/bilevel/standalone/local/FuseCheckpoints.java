package dev.bilevel.standalone.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.checkpoints.CheckpointsDisagree;
import dev.bilevel.checkpoints.DType;
import dev.bilevel.checkpoints.Fusion;
import dev.bilevel.checkpoints.InvalidSafetensors;
import dev.bilevel.checkpoints.StoredFile;
import dev.bilevel.checkpoints.TensorSet;
import dev.bilevel.checkpoints.TooManyShards;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.standalone.Trouble;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/// `./bilevel fuse`: the weighted sum of checkpoints, as a folder that transformers loads.
@Command(
        name = "fuse",
        description = "Fuses checkpoints into one model: the weighted sum of their tensors.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class FuseCheckpoints implements Callable<Integer> {
    /// Weights that are meant to sum to 1 do so but for the rounding of whoever wrote them down.
    private static final double ROUNDING = 1e-3;

    /// What a fusion writes before it has its name.
    private static final Pattern PART = Pattern.compile("\\.model.*\\.part");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--weights",
            paramLabel = "WEIGHTS",
            required = true,
            description = "One for each checkpoint, such as 0.2,0.3,0.5, or uniform.")
    private String weights;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "A new or an empty folder.")
    private Path out;

    @Option(
            names = "--dtype",
            paramLabel = "FORMAT",
            description = "Of the fused tensors: fp32, fp16 or bf16. Default: that of the checkpoints.")
    private String dtype;

    @Option(
            names = "--shard-size",
            paramLabel = "SIZE",
            description = "Most bytes of tensors in a file, such as 5GB or 500MB; a larger model becomes several files"
                    + " with an index, as transformers has them. Default: one file.")
    private String shardSize;

    @Option(names = "--json", description = "Prints JSON instead of a line.")
    private boolean json;

    @Parameters(
            paramLabel = "CHECKPOINT",
            arity = "1..*",
            description = "Safetensors files, or folders in Hugging Face layout.")
    private List<Path> checkpoints = new ArrayList<>();

    @Override
    public Integer call() {
        Optional<DType> format = Optional.ofNullable(dtype).map(FuseCheckpoints::format);
        long most = shardSize == null ? Long.MAX_VALUE : DataSize.parse("--shard-size", shardSize);
        List<Double> numbers = weights();
        List<Path> files = checkpoints.stream().map(FuseCheckpoints::file).toList();
        Optional<Path> layout = Layout.around(files.getFirst());
        boolean made = !Files.exists(out);
        long begun = System.nanoTime();
        try (FolderLock lock = claimed();
                Retreat retreat = Retreat.prepared(() -> tidy(lock, made))) {
            Fusion.Fused fused = Fusion.fuseInto(out, files, numbers, format, most);
            if (layout.isPresent()) {
                Layout.copyBesideWeights(layout.get(), out, format);
            }
            retreat.cancel();
            warn(fused);
            report(numbers, files, fused, layout, (System.nanoTime() - begun) / 1e9);
            return CommandLine.ExitCode.OK;
        } catch (InvalidSafetensors | CheckpointsDisagree e) {
            throw CommandFailed.wrongInput(e.getMessage());
        } catch (TooManyShards e) {
            throw CommandFailed.wrongInput("--shard-size: " + e.getMessage());
        } catch (IOException e) {
            throw CommandFailed.because(e, Trouble.words(e));
        }
    }

    private static void warn(Fusion.Fused fused) {
        if (fused.notFinite() > 0) {
            String why = fused.overflows() == 0 ? "" : ", " + fused.overflows() + " of them too large for their format";
            System.err.println(
                    "bilevel: " + fused.notFinite() + " numbers of the fused model are NaN or infinite" + why);
        }
    }

    private static DType format(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "fp32" -> DType.F32;
            case "fp16" -> DType.F16;
            case "bf16" -> DType.BF16;
            default -> throw CommandFailed.wrongInput("--dtype: is '" + name + "', expected fp32, fp16 or bf16");
        };
    }

    private List<Double> weights() {
        if (weights.equalsIgnoreCase("uniform")) {
            return Fusion.uniform(checkpoints.size());
        }
        List<Double> numbers = new ArrayList<>();
        for (String text : weights.split(",", -1)) {
            numbers.add(number(text.strip()));
        }
        if (numbers.size() != checkpoints.size()) {
            throw CommandFailed.wrongInput("--weights: are " + numbers.size() + " numbers, expected one for each of "
                    + checkpoints.size() + " checkpoints");
        }
        if (numbers.stream().allMatch(number -> number == 0)) {
            throw CommandFailed.wrongInput("--weights: are all zero, expected at least one that is not");
        }
        double sum = numbers.stream().mapToDouble(Double::doubleValue).sum();
        if (Math.abs(sum - 1) > ROUNDING) {
            System.err.println("bilevel: --weights: sum to " + sum + ", not to 1; fused as they are");
        }
        return numbers;
    }

    private static double number(String text) {
        try {
            double number = Double.parseDouble(text);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw CommandFailed.wrongInput(
                "--weights: has '" + text + "', expected finite numbers with commas between them, or uniform");
    }

    /// A checkpoint's file, or the index of its shards.
    private static Path file(Path checkpoint) {
        Path file = (Files.isDirectory(checkpoint) ? TensorSet.in(checkpoint) : Optional.of(checkpoint))
                .filter(Files::isRegularFile)
                .orElseThrow(() -> CommandFailed.wrongInput(checkpoint + ": is no file and no folder with "
                        + TensorSet.SINGLE + ", expected a checkpoint"));
        if (!Files.isReadable(file)) {
            throw CommandFailed.wrongInput(file + ": cannot be read: access denied");
        }
        return file.toAbsolutePath().normalize();
    }

    /// Takes the folder, which must hold nothing but what a fusion was writing when it was killed.
    private FolderLock claimed() {
        try {
            Files.createDirectories(out);
            if (!Files.isWritable(out)) {
                throw CommandFailed.wrongInput("--out: " + out + " cannot be written: access denied");
            }
            FolderLock lock = FolderLock.take(out);
            List<String> others = lock.others();
            if (!others.stream().allMatch(name -> PART.matcher(name).matches())) {
                lock.close();
                throw CommandFailed.wrongInput("--out: " + out + " is not empty, expected a new or an empty folder");
            }
            for (String part : others) {
                Files.deleteIfExists(out.resolve(part));
            }
            return lock;
        } catch (FileAlreadyExistsException _) {
            throw CommandFailed.wrongInput("--out: " + out + " is a file, expected a new or an empty folder");
        } catch (IOException e) {
            throw CommandFailed.wrongInput("--out: " + out + " cannot be written: " + Trouble.words(e));
        }
    }

    /// A model without its configuration is none, but the folder should be as it was.
    private void tidy(FolderLock lock, boolean made) throws IOException {
        if (!Files.exists(out)) {
            return;
        }
        for (String name : lock.others()) {
            Files.deleteIfExists(out.resolve(name));
        }
        lock.close();
        if (made) {
            Files.deleteIfExists(out);
        }
    }

    private void report(
            List<Double> numbers, List<Path> files, Fusion.Fused model, Optional<Path> layout, double seconds) {
        PrintWriter printer = spec.commandLine().getOut();
        List<StoredFile> fused = model.files();
        long bytes = fused.stream().mapToLong(StoredFile::bytes).sum();
        if (json) {
            ObjectNode tree = new ObjectMapper().createObjectNode();
            tree.put("out", out.toAbsolutePath().normalize().toString());
            if (fused.size() == 1) {
                tree.put("sha256", fused.getFirst().sha256());
            }
            tree.put("bytes", bytes).put("seconds", seconds).put("complete", layout.isPresent());
            tree.put("notFinite", model.notFinite());
            ArrayNode written = tree.putArray("files");
            for (StoredFile file : fused) {
                written.addObject()
                        .put("file", file.path().getFileName().toString())
                        .put("sha256", file.sha256())
                        .put("bytes", file.bytes());
            }
            ArrayNode given = tree.putArray("weights");
            numbers.forEach(given::add);
            ArrayNode named = tree.putArray("checkpoints");
            files.forEach(file -> named.add(file.toString()));
            PeakMemory.bytes().ifPresent(peak -> tree.put("peakMemoryBytes", peak));
            printer.println(tree);
        } else {
            for (StoredFile file : fused) {
                printer.println(file.path() + ": sha256 " + file.sha256());
            }
            printer.println(String.format(
                    Locale.ROOT, "%d checkpoints, %.1f MB in %.2f s", files.size(), bytes / 1e6, seconds));
            if (layout.isEmpty()) {
                printer.println("without config.json: the first checkpoint lies beside none");
            }
        }
        printer.flush();
    }
}
