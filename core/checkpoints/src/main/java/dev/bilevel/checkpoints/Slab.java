package dev.bilevel.checkpoints;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// A block of one tensor as it lies in each checkpoint of a weighted sum. Filled by one thread, then read by another.
///
/// Reads through the file descriptors. Mapped, the files would cost half as much time again in page faults, and would
/// count as this process's memory.
final class Slab {
    private final List<Trajectory.Term> terms;
    private final int block;
    private final List<ByteBuffer> buffers = new ArrayList<>();
    private String tensor = "";
    private int count;

    /// @param block most elements that it holds of each checkpoint
    Slab(List<Trajectory.Term> terms, int block) {
        this.terms = terms;
        this.block = block;
        terms.forEach(_ -> buffers.add(ByteBuffer.allocateDirect(0)));
    }

    /// Reads elements of a tensor, from an index on.
    void read(String name, long from, int elements) throws IOException {
        tensor = name;
        count = elements;
        for (int k = 0; k < terms.size(); k++) {
            TensorSet file = terms.get(k).file();
            TensorInfo info = file.tensor(name);
            int size = info.dtype().bytes();
            ByteBuffer buffer = roomy(k, size);
            file.home(name).read(info.offset() + from * size, buffer.clear().limit(elements * size));
            buffer.flip();
        }
    }

    private ByteBuffer roomy(int k, int size) {
        if (buffers.get(k).capacity() < block * size) {
            buffers.set(k, ByteBuffer.allocateDirect(block * size));
        }
        return buffers.get(k);
    }

    /// Whose elements these are.
    String tensor() {
        return tensor;
    }

    /// How many elements there are of each checkpoint.
    int count() {
        return count;
    }

    /// The format of a checkpoint's elements.
    DType dtype(int k) {
        return terms.get(k).file().tensor(tensor).dtype();
    }

    /// A checkpoint's elements, from one of them on.
    ByteBuffer data(int k, int from) {
        return buffers.get(k).duplicate().order(ByteOrder.LITTLE_ENDIAN).position(from * dtype(k).bytes());
    }
}
