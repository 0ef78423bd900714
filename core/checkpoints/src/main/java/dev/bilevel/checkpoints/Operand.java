package dev.bilevel.checkpoints;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// One checkpoint of a weighted sum, and the block of it that was read last.
///
/// Reads through the file descriptor. Mapped, the files would cost half as much time again in page faults, and would
/// count as this process's memory.
final class Operand {
    private final Trajectory.Term term;
    private final int block;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(0);
    private TensorInfo tensor;

    /// @param block most elements that are read at a time
    Operand(Trajectory.Term term, int block) {
        this.term = term;
        this.block = block;
    }

    double weight() {
        return term.weight();
    }

    TensorSet file() {
        return term.file();
    }

    long elements(String name) {
        return file().tensor(name).elements();
    }

    /// Reads elements of a tensor, from an index on.
    void read(String name, long from, int count) throws IOException {
        tensor = file().tensor(name);
        int size = tensor.dtype().bytes();
        if (buffer.capacity() < block * size) {
            buffer = ByteBuffer.allocateDirect(block * size);
        }
        file().home(name).read(tensor.offset() + from * size, buffer.clear().limit(count * size));
        buffer.flip();
    }

    /// The format of what was read.
    DType dtype() {
        return tensor.dtype();
    }

    /// What was read, from one of its elements on.
    ByteBuffer data(int from) {
        return buffer.duplicate()
                .order(ByteOrder.LITTLE_ENDIAN)
                .position(from * tensor.dtype().bytes());
    }
}
