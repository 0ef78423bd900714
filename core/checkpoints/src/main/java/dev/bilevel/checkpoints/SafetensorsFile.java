package dev.bilevel.checkpoints;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.SortedMap;

/// A safetensors file, open for reading. The header is read and validated at once, data only when asked for, mapped
/// into memory, so that files beyond 2 GiB are read like small ones.
///
/// A file that another process truncates while it is mapped ends a read with an `InternalError`: files in a
/// [CheckpointStore] are never changed in place. Thread-safe, except that nobody may read while it is being closed.
public final class SafetensorsFile implements AutoCloseable {
    private static final int PREFIX = Long.BYTES;

    private final Path path;
    private final FileChannel channel;
    private final long bytes;
    private final Header header;
    private final Arena arena = Arena.ofShared();
    private MemorySegment mapped;

    private SafetensorsFile(Path path, FileChannel channel, long bytes, Header header) {
        this.path = path;
        this.channel = channel;
        this.bytes = bytes;
        this.header = header;
    }

    /// Opens a file and checks its header against the format and the file's length.
    ///
    /// @throws InvalidSafetensors if the file is none, or lies about itself
    /// @throws IOException if it is absent or cannot be read
    public static SafetensorsFile open(Path path) throws InvalidSafetensors, IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            long bytes = channel.size();
            return new SafetensorsFile(path, channel, bytes, readHeader(path, channel, bytes));
        } catch (IOException | InvalidSafetensors | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static Header readHeader(Path path, FileChannel channel, long bytes)
            throws InvalidSafetensors, IOException {
        if (bytes < PREFIX) {
            throw new InvalidSafetensors(path, "has " + bytes + " bytes, expected at least " + PREFIX);
        }
        ByteBuffer prefix = ByteBuffer.allocate(PREFIX).order(ByteOrder.LITTLE_ENDIAN);
        readFully(channel, 0, prefix);
        long length = prefix.getLong(0);
        if (length < 0 || length > Header.LONGEST) {
            throw new InvalidSafetensors(
                    path,
                    "header length is " + Long.toUnsignedString(length) + ", expected at most " + Header.LONGEST
                            + " (is this a safetensors file?)");
        }
        if (length > bytes - PREFIX) {
            throw new InvalidSafetensors(
                    path,
                    "header length is " + length + ", expected at most " + (bytes - PREFIX)
                            + ", the rest of the file (is it truncated?)");
        }
        byte[] json = new byte[(int) length];
        readFully(channel, PREFIX, ByteBuffer.wrap(json));
        return Header.parse(path, json, PREFIX + length, bytes - PREFIX - length);
    }

    /// The file that was opened.
    public Path path() {
        return path;
    }

    /// The file's length, in bytes.
    public long bytes() {
        return bytes;
    }

    /// Every tensor by its name, sorted; not to be changed.
    public SortedMap<String, TensorInfo> tensors() {
        return header.tensors();
    }

    /// The strings under `__metadata__`, sorted; empty if there are none.
    public SortedMap<String, String> metadata() {
        return header.metadata();
    }

    /// One tensor's description.
    ///
    /// @throws IllegalArgumentException if the file has no tensor of that name; ask [#tensors()] first
    public TensorInfo tensor(String name) {
        TensorInfo tensor = header.tensors().get(name);
        if (tensor == null) {
            throw new IllegalArgumentException(path + ": has no tensor " + Names.shown(name));
        }
        return tensor;
    }

    /// A tensor's bytes as they lie in the file, little-endian, read-only, without a copy; valid until this is
    /// closed.
    public MemorySegment data(String name) throws IOException {
        TensorInfo tensor = tensor(name);
        return mapped().asSlice(tensor.offset(), tensor.bytes());
    }

    /// A whole tensor decoded to float32.
    ///
    /// @throws IllegalArgumentException if it is no floating tensor, or has more than 2^31 − 9 elements
    public float[] floats(String name) throws IOException {
        TensorInfo tensor = tensor(name);
        if (tensor.elements() > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(path + ": tensor " + Names.shown(name) + " has " + tensor.elements()
                    + " elements, too many for one array");
        }
        float[] all = new float[(int) tensor.elements()];
        readFloats(name, 0, all, 0, all.length);
        return all;
    }

    /// Decodes a range of a tensor to float32.
    ///
    /// @param from index of the first element
    /// @param at where it goes in `into`
    public void readFloats(String name, long from, float[] into, int at, int count) throws IOException {
        TensorInfo tensor = tensor(name);
        Objects.checkFromIndexSize(from, count, tensor.elements());
        Objects.checkFromIndexSize(at, count, into.length);
        FloatCodec.decode(tensor.dtype(), data(name), from * tensor.dtype().bytes(), into, at, count);
    }

    /// Decodes a whole tensor to float32 in native or heap memory, little-endian.
    ///
    /// @param into at least 4 bytes for each element
    public void readFloats(String name, MemorySegment into) throws IOException {
        TensorInfo tensor = tensor(name);
        if (tensor.dtype() == DType.F32) {
            MemorySegment.copy(data(name), 0, into, 0, tensor.bytes());
            return;
        }
        float[] block = new float[(int) Math.min(1 << 16, tensor.elements())];
        for (long done = 0; done < tensor.elements(); done += block.length) {
            int count = (int) Math.min(block.length, tensor.elements() - done);
            readFloats(name, done, block, 0, count);
            MemorySegment.copy(block, 0, into, FloatCodec.FLOAT, 4 * done, count);
        }
    }

    /// Reads bytes through the file descriptor instead of the mapping: what streams through a whole file once
    /// should not count as this process's memory.
    void read(long offset, ByteBuffer into) throws IOException {
        readFully(channel, offset, into);
    }

    @Override
    public void close() throws IOException {
        arena.close();
        channel.close();
    }

    private synchronized MemorySegment mapped() throws IOException {
        if (mapped == null) {
            mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes, arena);
        }
        return mapped;
    }

    private static void readFully(FileChannel channel, long offset, ByteBuffer into) throws IOException {
        long at = offset;
        while (into.hasRemaining()) {
            int n = channel.read(into, at);
            if (n < 0) {
                throw new EOFException("the file ended at byte " + at + " while it was read");
            }
            at += n;
        }
    }
}
