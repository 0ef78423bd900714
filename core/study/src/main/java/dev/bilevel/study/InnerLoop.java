package dev.bilevel.study;

import dev.bilevel.events.Checkpoint;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A trial's inner loop: its trajectory, and the fusions tried so far.
public record InnerLoop(List<Checkpoint> trajectory, PVector<Fusion> fusions) {

    /// Of a trial of which it is known no more.
    static final InnerLoop FORGOTTEN = over(List.of());

    static InnerLoop over(List<Checkpoint> trajectory) {
        return new InnerLoop(trajectory, TreePVector.empty());
    }

    InnerLoop suggested(Fusion fusion) {
        if (fusion.index() != fusions.size()) {
            throw new IllegalStateException("fusion " + fusion.id() + " is not the next, " + fusions.size());
        }
        return new InnerLoop(trajectory, fusions.plus(fusion));
    }

    InnerLoop observed(int index, Fusion.Result result) {
        if (index >= fusions.size() || !fusions.get(index).isPending()) {
            throw new IllegalStateException("fusion " + index + " is not out");
        }
        return new InnerLoop(trajectory, fusions.with(index, fusions.get(index).with(result)));
    }

    /// How many fusions at the beginning have their results without a gap.
    int settled() {
        int prefix = 0;
        while (prefix < fusions.size() && !fusions.get(prefix).isPending()) {
            prefix++;
        }
        return prefix;
    }

    /// How many fusions are out.
    public int pending() {
        return (int) fusions.stream().filter(Fusion::isPending).count();
    }

    /// The fusion with the lowest training loss; the earliest of equals.
    public Optional<Fusion> best() {
        return scored(IntStream.range(0, fusions.size()));
    }

    /// Uniform weights: plain stochastic weight averaging, if its loss is known.
    public Optional<Fusion> uniform() {
        return scored(IntStream.of(0));
    }

    /// The last checkpoint alone, if its loss is known.
    public Optional<Fusion> last() {
        return scored(IntStream.of(corner(trajectory.size() - 1)));
    }

    /// The single checkpoint with the lowest training loss.
    public Optional<Fusion> bestSingle() {
        return scored(IntStream.range(0, trajectory.size()).map(this::corner));
    }

    /// The fusions whose models may still be asked for: those that are out, and those that the verdict would have
    /// scored if the trial won as it stands. A fusion that is not among them never comes back.
    Set<Integer> contenders() {
        Set<Integer> indices = new HashSet<>();
        fusions.stream().filter(Fusion::isPending).forEach(fusion -> indices.add(fusion.index()));
        Stream.of(best(), uniform(), last(), bestSingle())
                .flatMap(Optional::stream)
                .forEach(fusion -> indices.add(fusion.index()));
        return indices;
    }

    /// The index of the fusion that is checkpoint k alone: the initial design begins with the centre, then the corners.
    private int corner(int k) {
        return trajectory.size() == 1 ? 0 : 1 + k;
    }

    private Optional<Fusion> scored(IntStream indices) {
        return indices.filter(index -> index < fusions.size())
                .mapToObj(fusions::get)
                .filter(fusion -> fusion.result() instanceof Fusion.Result.Scored)
                .min(Comparator.comparingDouble(InnerLoop::loss).thenComparingInt(Fusion::index));
    }

    private static double loss(Fusion fusion) {
        return ((Fusion.Result.Scored) fusion.result()).loss();
    }
}
