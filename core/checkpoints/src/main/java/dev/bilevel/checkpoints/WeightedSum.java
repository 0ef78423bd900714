package dev.bilevel.checkpoints;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// The kernel of [Fusion]: one block of one tensor at a time. Used by one thread.
///
/// Files are read in blocks of half a megabyte, where a system call costs little; the sum goes over pieces of them that
/// stay in a core's own caches, in plain loops over arrays, which the JIT turns into vector code.
final class WeightedSum {
    /// Elements of a piece: the sum, in doubles, and one operand take 384 KiB together. Smaller ones fit smaller
    /// caches, but in a young JVM more calls mean more methods to compile.
    static final int PIECE = 1 << 15;

    /// Elements of a block, of one file and of all of them.
    static final int BLOCK = 1 << 17;

    private static final int BLOCKS = 1 << 21;

    private final List<Operand> operands;
    private final int block;
    private final double[] sum = new double[PIECE];
    private final double[] doubles = new double[PIECE];
    private final float[] floats = new float[PIECE];
    private final ByteBuffer encoded =
            ByteBuffer.allocateDirect(PIECE * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    WeightedSum(List<Trajectory.Term> terms) {
        block = Math.max(PIECE, Math.min(BLOCK, BLOCKS / terms.size()) / PIECE * PIECE);
        operands = terms.stream().map(term -> new Operand(term, block)).toList();
    }

    /// Hands over the weighted sum of a floating tensor.
    ///
    /// @param as the format to round to
    void write(String name, DType as, TensorSource.Sink sink) throws IOException {
        long elements = operands.getFirst().elements(name);
        for (long done = 0; done < elements; done += block) {
            int count = (int) Math.min(block, elements - done);
            for (Operand operand : operands) {
                operand.read(name, done, count);
            }
            for (int from = 0; from < count; from += PIECE) {
                int n = Math.min(PIECE, count - from);
                boolean first = true;
                for (Operand operand : operands) {
                    add(operand, from, n, first);
                    first = false;
                }
                sink.write(encoded(as, n));
            }
        }
    }

    /// Hands over a tensor that is the same in every file.
    void copy(String name, TensorSource.Sink sink) throws IOException {
        Operand first = operands.getFirst();
        long elements = first.elements(name);
        for (long done = 0; done < elements; done += block) {
            int count = (int) Math.min(block, elements - done);
            first.read(name, done, count);
            for (Operand operand : operands.subList(1, operands.size())) {
                operand.read(name, done, count);
                if (operand.data(0).mismatch(first.data(0)) >= 0) {
                    throw new Differs(operand.file(), name, first.file());
                }
            }
            sink.write(first.data(0));
        }
    }

    private void add(Operand operand, int from, int count, boolean first) {
        if (operand.dtype() == DType.F64) {
            operand.data(from).asDoubleBuffer().get(doubles, 0, count);
            if (first) {
                set(doubles, operand.weight(), sum, count);
            } else {
                add(doubles, operand.weight(), sum, count);
            }
            return;
        }
        FloatCodec.decode(operand.dtype(), operand.data(from), floats, 0, count);
        if (first) {
            set(floats, operand.weight(), sum, count);
        } else {
            add(floats, operand.weight(), sum, count);
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
            encoded.asDoubleBuffer().put(sum, 0, count);
            return encoded.limit(count * Double.BYTES);
        }
        round(sum, floats, count);
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
                    file.path(), tensor, "is not floating and differs in content from " + first.path());
        }

        CheckpointsDisagree reason() {
            return reason;
        }
    }
}
