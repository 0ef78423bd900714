package dev.bilevel.checkpoints;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

    static Trajectory open(List<Path> checkpoints, List<Double> weights)
            throws InvalidSafetensors, CheckpointsDisagree, IOException {
        Trajectory trajectory = new Trajectory(new ArrayList<>(), new ArrayList<>());
        try {
            for (int k = 0; k < checkpoints.size(); k++) {
                TensorSet file = TensorSet.open(checkpoints.get(k));
                trajectory.files.add(file);
                agree(trajectory.files.getFirst(), file);
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

    private static void agree(TensorSet first, TensorSet other) throws CheckpointsDisagree {
        for (TensorInfo tensor : first.tensors().values()) {
            TensorInfo same = other.tensors().get(tensor.name());
            if (same == null) {
                throw new CheckpointsDisagree(other.path(), tensor.name(), "is missing, but is in " + first.path());
            }
            if (same.dtype() != tensor.dtype() || !same.shape().equals(tensor.shape())) {
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

    @Override
    public void close() throws IOException {
        for (TensorSet file : files) {
            file.close();
        }
    }
}
