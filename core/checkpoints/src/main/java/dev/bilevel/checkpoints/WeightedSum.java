package dev.bilevel.checkpoints;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// The kernel of [Fusion]: one block of one tensor at a time. Used by one thread; [ReadAhead] reads on another.
///
/// Files are read in blocks of half a megabyte, where a system call costs little; the sum goes over pieces of them that
/// stay in a core's own caches, in plain loops over arrays, which the JIT turns into vector code.
final class WeightedSum implements AutoCloseable {
    /// Elements of a piece: the sum, in doubles, and one operand take 384 KiB together. Smaller ones fit smaller
    /// caches, but in a young JVM more calls mean more methods to compile.
    static final int PIECE = 1 << 15;

    /// Elements of a block, of one file and of all of them: where there are hundreds of files, each has less.
    static final int BLOCK = 1 << 17;

    private static final int BLOCKS = 1 << 21;
    private static final int SMALLEST_BLOCK = 1 << 10;

    private static final int MAGNITUDE = 0x7FFF_FFFF;

    private final List<Trajectory.Term> terms;
    private final ReadAhead ahead;
    private final double[] sum = new double[PIECE];
    private final double[] doubles = new double[PIECE];
    private final float[] floats = new float[PIECE];
    private long overflows;
    private long notFinite;
    private final ByteBuffer encoded =
            ByteBuffer.allocateDirect(PIECE * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    /// @param tensors in the order in which they will be asked for, each once
    WeightedSum(List<Trajectory.Term> terms, List<String> tensors) {
        this.terms = terms;
        int block = Math.clamp(BLOCKS / (terms.size() * ReadAhead.SLABS), SMALLEST_BLOCK, BLOCK);
        ahead = new ReadAhead(terms, tensors, block);
    }

    /// Hands over the weighted sum of a floating tensor.
    ///
    /// @param as the format to round to
    void write(String name, DType as, TensorSource.Sink sink) throws IOException {
        long elements = elements(name);
        for (long done = 0; done < elements; ) {
            Slab slab = ahead.next(name);
            for (int from = 0; from < slab.count(); from += PIECE) {
                int n = Math.min(PIECE, slab.count() - from);
                for (int k = 0; k < terms.size(); k++) {
                    add(slab, k, from, n);
                }
                sink.write(encoded(as, n));
            }
            done += slab.count();
            ahead.done(slab);
        }
    }

    /// How many of the numbers written so far are NaN or infinite.
    long notFinite() {
        return notFinite;
    }

    /// How many of those come from sums that are finite, and too large for their format.
    long overflows() {
        return overflows;
    }

    /// The largest magnitude is found by vector code; what is too large is counted only where there is some. By its
    /// bits, NaN is larger than any number.
    private void count(DType as, int count) {
        int infinite = infinite(as);
        int largest = 0;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, Float.floatToRawIntBits(floats[i]) & MAGNITUDE);
        }
        if (largest < infinite) {
            return;
        }
        for (int i = 0; i < count; i++) {
            if ((Float.floatToRawIntBits(floats[i]) & MAGNITUDE) >= infinite) {
                notFinite++;
                overflows += Double.isFinite(sum[i]) ? 1 : 0;
            }
        }
    }

    /// The bits of the first float32 that is infinite in a format: half way from the largest number to the next.
    private static int infinite(DType as) {
        return switch (as) {
            case F16 -> Float.floatToRawIntBits(65_520);
            case BF16 -> 0x7F7F_8000;
            default -> 0x7F80_0000;
        };
    }

    /// Hands over a tensor that is the same in every file.
    void copy(String name, TensorSource.Sink sink) throws IOException {
        long elements = elements(name);
        for (long done = 0; done < elements; ) {
            Slab slab = ahead.next(name);
            ByteBuffer first = slab.data(0, 0);
            for (int k = 1; k < terms.size(); k++) {
                if (slab.data(k, 0).mismatch(first) >= 0) {
                    throw new Differs(
                            terms.get(k).file(), name, terms.getFirst().file());
                }
            }
            sink.write(first);
            done += slab.count();
            ahead.done(slab);
        }
    }

    @Override
    public void close() {
        ahead.close();
    }

    private long elements(String name) {
        return terms.getFirst().file().tensor(name).elements();
    }

    private void add(Slab slab, int k, int from, int count) {
        boolean first = k == 0;
        double weight = terms.get(k).weight();
        if (slab.dtype(k) == DType.F64) {
            slab.data(k, from).asDoubleBuffer().get(doubles, 0, count);
            if (first) {
                set(doubles, weight, sum, count);
            } else {
                add(doubles, weight, sum, count);
            }
            return;
        }
        FloatCodec.decode(slab.dtype(k), slab.data(k, from), floats, 0, count);
        if (first) {
            set(floats, weight, sum, count);
        } else {
            add(floats, weight, sum, count);
        }
    }

    /// The first product is not added to a zero: that would lose the sign of −0.
    private static void set(float[] values, double weight, double[] sum, int count) {
        for (int i = 0; i < count; i++) {
            sum[i] = weight * values[i];
        }
    }

    private static void set(double[] values, double weight, double[] sum, int count) {
        for (int i = 0; i < count; i++) {
            sum[i] = weight * values[i];
        }
    }

    private static void add(float[] values, double weight, double[] sum, int count) {
        for (int i = 0; i < count; i++) {
            sum[i] += weight * values[i];
        }
    }

    private static void add(double[] values, double weight, double[] sum, int count) {
        for (int i = 0; i < count; i++) {
            sum[i] += weight * values[i];
        }
    }

    private ByteBuffer encoded(DType as, int count) {
        encoded.clear();
        if (as == DType.F64) {
            for (int i = 0; i < count; i++) {
                notFinite += Double.isFinite(sum[i]) ? 0 : 1;
            }
            encoded.asDoubleBuffer().put(sum, 0, count);
            return encoded.limit(count * Double.BYTES);
        }
        round(sum, floats, count);
        count(as, count);
        FloatCodec.encode(as, floats, count, encoded);
        return encoded.flip();
    }

    private static void round(double[] sum, float[] floats, int count) {
        for (int i = 0; i < count; i++) {
            floats[i] = (float) sum[i];
        }
    }

    /// Found while writing, where only [IOException] may pass.
    static final class Differs extends IOException {
        private static final long serialVersionUID = 1L;
        private final transient CheckpointsDisagree reason;

        Differs(TensorSet file, String tensor, TensorSet first) {
            reason = new CheckpointsDisagree(
                    file.path(),
                    tensor,
                    "is of a format that is not averaged, and differs in content from " + first.path());
        }

        CheckpointsDisagree reason() {
            return reason;
        }
    }
}
