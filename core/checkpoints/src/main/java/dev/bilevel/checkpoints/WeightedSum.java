package dev.bilevel.checkpoints;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;

/// The kernel of [Fusion]: one block of one tensor at a time. Used by one thread.
final class WeightedSum {
    /// Elements of a block: the sum, one operand and its bytes stay in a core's second-level cache together.
    static final int BLOCK = 1 << 15;

    private final List<Trajectory.Term> terms;
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(BLOCK * Double.BYTES);
    private final double[] sum = new double[BLOCK];
    private final float[] floats = new float[BLOCK];
    private final MemorySegment encoded = MemorySegment.ofArray(new byte[BLOCK * Double.BYTES]);

    WeightedSum(List<Trajectory.Term> terms) {
        this.terms = terms;
    }

    /// Hands over the weighted sum of a floating tensor, in the tensor's own format.
    void write(String name, TensorSource.Sink sink) throws IOException {
        TensorInfo tensor = terms.getFirst().file().tensor(name);
        for (long done = 0; done < tensor.elements(); done += BLOCK) {
            int count = (int) Math.min(BLOCK, tensor.elements() - done);
            boolean first = true;
            for (Trajectory.Term term : terms) {
                add(term, read(term.file(), name, done, count), tensor.dtype(), count, first);
                first = false;
            }
            encode(tensor.dtype(), count);
            sink.write(encoded.asSlice(0, (long) count * tensor.dtype().bytes()));
        }
    }

    /// Hands over a tensor that is the same in every file.
    void copy(String name, TensorSource.Sink sink) throws IOException {
        TensorInfo tensor = terms.getFirst().file().tensor(name);
        int size = tensor.dtype().bytes();
        for (long done = 0; done < tensor.elements(); done += BLOCK) {
            int count = (int) Math.min(BLOCK, tensor.elements() - done);
            long length = (long) count * size;
            encoded.copyFrom(read(terms.getFirst().file(), name, done, count));
            for (Trajectory.Term term : terms) {
                if (read(term.file(), name, done, count).mismatch(encoded.asSlice(0, length)) >= 0) {
                    throw new Differs(term.file(), name, terms.getFirst().file());
                }
            }
            sink.write(encoded.asSlice(0, length));
        }
    }

    private MemorySegment read(TensorSet file, String name, long from, int count) throws IOException {
        TensorInfo tensor = file.tensor(name);
        int size = tensor.dtype().bytes();
        file.home(name).read(tensor.offset() + from * size, bytes.clear().limit(count * size));
        return MemorySegment.ofBuffer(bytes.flip());
    }

    private void add(Trajectory.Term term, MemorySegment data, DType dtype, int count, boolean first) {
        if (dtype == DType.F64) {
            addDoubles(data, term.weight(), count, first);
            return;
        }
        FloatCodec.decode(dtype, data, 0, floats, 0, count);
        if (first) {
            set(floats, term.weight(), sum, count);
        } else {
            add(floats, term.weight(), sum, count);
        }
    }

    /// The first product is not added to a zero: that would lose the sign of −0.
    private static void set(float[] values, double weight, double[] sum, int count) {
        for (int i = 0; i < count; i++) {
            sum[i] = weight * values[i];
        }
    }

    private static void add(float[] values, double weight, double[] sum, int count) {
        for (int i = 0; i < count; i++) {
            sum[i] += weight * values[i];
        }
    }

    private void addDoubles(MemorySegment data, double weight, int count, boolean first) {
        for (int i = 0; i < count; i++) {
            double product = weight * data.get(FloatCodec.DOUBLE, 8L * i);
            sum[i] = first ? product : sum[i] + product;
        }
    }

    private void encode(DType dtype, int count) {
        if (dtype == DType.F64) {
            MemorySegment.copy(sum, 0, encoded, FloatCodec.DOUBLE, 0, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            floats[i] = (float) sum[i];
        }
        FloatCodec.encode(dtype, floats, count, encoded);
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
