package dev.bilevel.checkpoints;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Checkpoints opened together, seen to hold the same tensors.
final class Trajectory implements AutoCloseable {
    /// A checkpoint that takes part in a sum, and its weight, which is not zero.
    record Term(double weight, TensorSet file) {}

    private final List<TensorSet> files;
    private final List<Term> terms;

    private Trajectory(List<TensorSet> files, List<Term> terms) {
        this.files = files;
        this.terms = terms;
    }

    /// @param mixed whether a tensor may have another floating format in each file
    static Trajectory open(List<Path> checkpoints, List<Double> weights, boolean mixed)
            throws InvalidSafetensors, CheckpointsDisagree, IOException {
        Trajectory trajectory = new Trajectory(new ArrayList<>(), new ArrayList<>());
        try {
            for (int k = 0; k < checkpoints.size(); k++) {
                Optional<TensorSet> first = trajectory.files.stream().findFirst();
                TensorSet file = TensorSet.open(checkpoints.get(k), first);
                trajectory.files.add(file);
                if (first.isPresent() && !first.get().alike(file)) {
                    agree(first.get(), file, mixed);
                }
                if (weights.get(k) != 0) {
                    trajectory.terms.add(new Term(weights.get(k), file));
                }
            }
            return trajectory;
        } catch (InvalidSafetensors | CheckpointsDisagree | IOException | RuntimeException e) {
            trajectory.close();
            throw e;
        }
    }

    List<TensorInfo> tensors() {
        return List.copyOf(files.getFirst().tensors().values());
    }

    List<Term> terms() {
        return terms;
    }

    private static void agree(TensorSet first, TensorSet other, boolean mixed) throws CheckpointsDisagree {
        for (TensorInfo tensor : first.tensors().values()) {
            TensorInfo same = other.tensors().get(tensor.name());
            if (same == null) {
                throw new CheckpointsDisagree(other.path(), tensor.name(), "is missing, but is in " + first.path());
            }
            if (!agree(tensor, same, mixed)) {
                throw new CheckpointsDisagree(
                        other.path(),
                        tensor.name(),
                        "is " + same.dtype() + same.shape() + ", expected " + tensor.dtype() + tensor.shape()
                                + " as in " + first.path());
            }
        }
        for (String name : other.tensors().keySet()) {
            if (!first.tensors().containsKey(name)) {
                throw new CheckpointsDisagree(other.path(), name, "is not in " + first.path());
            }
        }
    }

    private static boolean agree(TensorInfo first, TensorInfo other, boolean mixed) {
        return first.shape().equals(other.shape())
                && (first.dtype() == other.dtype()
                        || mixed && first.dtype().floating() && other.dtype().floating());
    }

    @Override
    public void close() throws IOException {
        for (TensorSet file : files) {
            file.close();
        }
    }
}
