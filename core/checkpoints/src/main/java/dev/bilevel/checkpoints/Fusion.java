package dev.bilevel.checkpoints;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Weighted sums of checkpoints, θ(α) = Σₖ αₖ θₖ; with αₖ = 1/K that is stochastic weight averaging (Izmailov et
/// al., arXiv:1803.05407).
///
/// Every number of the result is computed for itself: the products αₖ·θₖ in double precision, summed in double
/// precision in the order of the list, rounded once to the format of the result (to nearest, ties to even; to F16
/// and BF16 through float32). Blocks, threads and machines have no part in it, so the bits are the same everywhere.
/// A weight of zero takes no part at all: its file's data is not read, and a NaN there does no harm. Tensors that
/// are not floating, such as position ids, must agree between all files that take part, and are copied.
///
/// Data streams through in blocks: one thread reads ahead, one sums, one hashes, one writes. Memory stays at about
/// 20 MB whatever the size of the model.
public final class Fusion {
    private Fusion() {}

    /// What was written.
    ///
    /// @param files the index last where there is one
    /// @param notFinite how many of its numbers are NaN or infinite
    /// @param overflows how many of those are sums that are finite, and too large for their format
    public record Fused(List<StoredFile> files, long notFinite, long overflows) {}

    /// Writes the weighted sum of checkpoints, each tensor in its own format, in which the checkpoints must agree. If
    /// this throws, nothing is left under the target's name that was not there before.
    ///
    /// @param checkpoints each a safetensors file, the index of a sharded one, or a model folder ([TensorSet])
    /// @param weights one for each checkpoint, finite, not all zero; whether they must sum to 1 is the caller's
    ///     business
    /// @throws InvalidSafetensors if a checkpoint is no safetensors file or set of shards
    /// @throws CheckpointsDisagree if tensors that must agree do not
    /// @throws IllegalArgumentException if the weights do not fit
    public static StoredFile fuse(List<Path> checkpoints, List<Double> weights, Path target)
            throws InvalidSafetensors, CheckpointsDisagree, IOException {
        return fuse(checkpoints, weights, target, Optional.empty());
    }

    /// Writes the weighted sum of checkpoints, all floating tensors in one format; the checkpoints may then hold them
    /// in different ones.
    ///
    /// @param as F64, F32, F16 or BF16; what is too large for F16 becomes infinite
    /// @throws InvalidSafetensors as [#fuse(List, List, Path)], and so are the others
    public static StoredFile fuse(List<Path> checkpoints, List<Double> weights, Path target, DType as)
            throws InvalidSafetensors, CheckpointsDisagree, IOException {
        if (!as.floating()) {
            throw new IllegalArgumentException("dtype: is " + as + ", expected F64, F32, F16 or BF16");
        }
        return fuse(checkpoints, weights, target, Optional.of(as));
    }

    private static StoredFile fuse(List<Path> checkpoints, List<Double> weights, Path target, Optional<DType> as)
            throws InvalidSafetensors, CheckpointsDisagree, IOException {
        return write(checkpoints, weights, as, tensors -> List.of(new Shard(target, tensors)))
                .files()
                .getFirst();
    }

    /// Writes the weighted sum into a folder as transformers does: `model.safetensors` if that is small enough, else
    /// `model-00001-of-00003.safetensors` and so on with `model.safetensors.index.json`, which comes last. If this
    /// throws, none of them is left.
    ///
    /// @param as format of all floating tensors; without one, each has its own
    /// @param most bytes of tensors in one file; a larger tensor has a file of its own
    /// @throws InvalidSafetensors as [#fuse(List, List, Path)], and so are the others
    /// @throws TooManyShards if that would make more than 2,000 files
    public static Fused fuseInto(
            Path folder, List<Path> checkpoints, List<Double> weights, Optional<DType> as, long most)
            throws InvalidSafetensors, CheckpointsDisagree, IOException {
        return write(
                checkpoints, weights, as, tensors -> Shard.share(folder, tensors, tensor -> bytes(tensor, as), most));
    }

    private static Fused write(
            List<Path> checkpoints,
            List<Double> weights,
            Optional<DType> as,
            Function<List<TensorInfo>, List<Shard>> share)
            throws InvalidSafetensors, CheckpointsDisagree, IOException {
        check(checkpoints, weights);
        List<StoredFile> written = new ArrayList<>();
        try (Trajectory trajectory = Trajectory.open(checkpoints, weights, as.isPresent())) {
            if (trajectory.tensors().isEmpty()) {
                throw new InvalidSafetensors(checkpoints.getFirst(), "holds no tensors, expected a model's");
            }
            if (as.isPresent()) {
                refuseEightBits(checkpoints.getFirst(), trajectory.tensors());
            }
            Comparator<TensorInfo> order = SafetensorsWriter.order(tensor -> written(tensor, as), TensorInfo::name);
            List<Shard> shards = share.apply(trajectory.tensors()).stream()
                    .map(shard -> shard.sorted(order))
                    .toList();
            List<String> names = shards.stream()
                    .flatMap(shard -> shard.tensors().stream())
                    .map(TensorInfo::name)
                    .toList();
            long overflows;
            long notFinite;
            try (WeightedSum sum = new WeightedSum(trajectory.terms(), names)) {
                for (Shard shard : shards) {
                    List<TensorSource> tensors = shard.tensors().stream()
                            .map(tensor -> source(tensor, as, sum))
                            .toList();
                    written.add(SafetensorsWriter.write(shard.file(), tensors, SafetensorsWriter.PYTORCH));
                }
                overflows = sum.overflows();
                notFinite = sum.notFinite();
            }
            if (shards.size() > 1) {
                written.add(ShardIndex.write(shards, tensor -> bytes(tensor, as)));
            }
            return new Fused(List.copyOf(written), notFinite, overflows);
        } catch (WeightedSum.Differs e) {
            withdraw(written, e.reason());
            throw e.reason();
        } catch (IOException | RuntimeException e) {
            withdraw(written, e);
            throw e;
        }
    }

    /// They are floating, but not to be decoded here: left as they are, they would not be what was asked for.
    private static void refuseEightBits(Path file, List<TensorInfo> tensors) throws CheckpointsDisagree {
        for (TensorInfo tensor : tensors) {
            if (tensor.dtype() == DType.F8_E4M3 || tensor.dtype() == DType.F8_E5M2) {
                throw new CheckpointsDisagree(
                        file, tensor.name(), "is " + tensor.dtype() + ", expected F64, F32, F16 or BF16 to convert");
            }
        }
    }

    /// Takes back what was written before something went wrong. A file that will not go is not what the user has to
    /// know first.
    private static void withdraw(List<StoredFile> files, Exception reason) {
        for (StoredFile file : files) {
            try {
                Files.deleteIfExists(file.path());
            } catch (IOException e) {
                reason.addSuppressed(e);
            }
        }
    }

    /// The format in which a tensor is written.
    private static DType written(TensorInfo tensor, Optional<DType> as) {
        return tensor.dtype().floating() ? as.orElse(tensor.dtype()) : tensor.dtype();
    }

    /// How much of a file it takes.
    private static long bytes(TensorInfo tensor, Optional<DType> as) {
        return Shapes.bytes(written(tensor, as), tensor.shape());
    }

    private static TensorSource source(TensorInfo tensor, Optional<DType> as, WeightedSum sum) {
        String name = tensor.name();
        DType dtype = written(tensor, as);
        return new TensorSource(
                name,
                dtype,
                tensor.shape(),
                dtype.floating() ? sink -> sum.write(name, dtype, sink) : sink -> sum.copy(name, sink));
    }

    /// Equal weights for `count` checkpoints: stochastic weight averaging.
    public static List<Double> uniform(int count) {
        return Collections.nCopies(count, 1.0 / count);
    }

    private static void check(List<Path> checkpoints, List<Double> weights) {
        if (checkpoints.isEmpty()) {
            throw new IllegalArgumentException("checkpoints: is empty, expected at least one");
        }
        if (weights.size() != checkpoints.size()) {
            throw new IllegalArgumentException("weights: has " + weights.size()
                    + " numbers, expected one for each checkpoint, " + checkpoints.size());
        }
        for (int k = 0; k < weights.size(); k++) {
            if (!Double.isFinite(weights.get(k))) {
                throw new IllegalArgumentException(
                        "weights[" + k + "]: is " + weights.get(k) + ", expected a finite number");
            }
        }
        if (weights.stream().allMatch(weight -> weight == 0)) {
            throw new IllegalArgumentException("weights: are all zero, expected at least one that is not");
        }
    }
}
