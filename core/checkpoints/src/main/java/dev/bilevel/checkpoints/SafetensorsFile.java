package dev.bilevel.checkpoints;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

/// A safetensors file, open for reading. The header is read and validated at once, data only when asked for, mapped
/// into memory, so that files beyond 2 GiB are read like small ones.
///
/// A file that another process truncates while it is mapped ends a read with an `InternalError`: files in a
/// [CheckpointStore] are never changed in place. Thread-safe, except that nobody may read while it is being closed.
public final class SafetensorsFile implements AutoCloseable {
    private static final int PREFIX = Long.BYTES;

    /// Elements decoded at a time.
    private static final int BLOCK = 1 << 16;

    private final Path path;
    private final FileChannel channel;
    private final long bytes;
    private final Told told;
    private Mapping mapping;

    /// Made when data is asked for: who only reads through the descriptor pays for none.
    private static final class Mapping {
        final Arena arena = Arena.ofShared();
        final MemorySegment data;

        Mapping(FileChannel channel, long bytes) throws IOException {
            data = channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes, arena);
        }
    }

    /// What a file says about itself, as it stands there and as it is understood.
    private record Told(byte[] json, long bytes, Header header) {
        boolean same(byte[] json, long bytes) {
            return bytes == this.bytes && Arrays.equals(json, this.json);
        }
    }

    private SafetensorsFile(Path path, FileChannel channel, long bytes, Told told) {
        this.path = path;
        this.channel = channel;
        this.bytes = bytes;
        this.told = told;
    }

    /// Opens a file and checks its header against the format and the file's length.
    ///
    /// @throws InvalidSafetensors if the file is none, or lies about itself
    /// @throws IOException if it is absent or cannot be read
    public static SafetensorsFile open(Path path) throws InvalidSafetensors, IOException {
        return open(path, Optional.empty());
    }

    /// @param alike an open file that may have the very same header, which then is not parsed again: the checkpoints
    ///     of a trajectory do
    static SafetensorsFile open(Path path, Optional<SafetensorsFile> alike) throws InvalidSafetensors, IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            long bytes = channel.size();
            return new SafetensorsFile(path, channel, bytes, readHeader(path, channel, bytes, alike));
        } catch (IOException | InvalidSafetensors | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static Told readHeader(Path path, FileChannel channel, long bytes, Optional<SafetensorsFile> alike)
            throws InvalidSafetensors, IOException {
        if (bytes < PREFIX) {
            throw new InvalidSafetensors(path, "has " + bytes + " bytes, expected at least " + PREFIX);
        }
        ByteBuffer prefix = ByteBuffer.allocate(PREFIX).order(ByteOrder.LITTLE_ENDIAN);
        readFully(path, channel, 0, prefix);
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
        readFully(path, channel, PREFIX, ByteBuffer.wrap(json));
        Optional<Told> known = alike.map(file -> file.told).filter(told -> told.same(json, bytes));
        return known.isPresent()
                ? known.get()
                : new Told(json, bytes, Header.parse(path, json, PREFIX + length, bytes - PREFIX - length));
    }

    /// Whether it holds the same tensors in the same places, seen by the header's very bytes.
    boolean alike(SafetensorsFile other) {
        return told.same(other.told.json(), other.told.bytes());
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
        return told.header().tensors();
    }

    /// The strings under `__metadata__`, sorted; empty if there are none.
    public SortedMap<String, String> metadata() {
        return told.header().metadata();
    }

    /// One tensor's description.
    ///
    /// @throws IllegalArgumentException if the file has no tensor of that name; ask [#tensors()] first
    public TensorInfo tensor(String name) {
        TensorInfo tensor = told.header().tensors().get(name);
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
        MemorySegment data = data(name);
        int size = tensor.dtype().bytes();
        for (int done = 0; done < count; done += BLOCK) {
            int n = Math.min(BLOCK, count - done);
            ByteBuffer bytes =
                    data.asSlice((from + done) * size, (long) n * size).asByteBuffer();
            FloatCodec.decode(tensor.dtype(), bytes, into, at + done, n);
        }
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
        float[] block = new float[(int) Math.min(BLOCK, tensor.elements())];
        for (long done = 0; done < tensor.elements(); done += block.length) {
            int count = (int) Math.min(block.length, tensor.elements() - done);
            readFloats(name, done, block, 0, count);
            MemorySegment.copy(block, 0, into, Layouts.FLOAT, 4 * done, count);
        }
    }

    /// Reads bytes through the file descriptor instead of the mapping: what streams through a whole file once
    /// should not count as this process's memory.
    void read(long offset, ByteBuffer into) throws IOException {
        readFully(path, channel, offset, into);
    }

    @Override
    public synchronized void close() throws IOException {
        if (mapping != null) {
            mapping.arena.close();
            mapping = null;
        }
        channel.close();
    }

    private synchronized MemorySegment mapped() throws IOException {
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        if (mapping == null) {
            mapping = new Mapping(channel, bytes);
        }
        return mapping.data;
    }

    /// Loaded when it is needed: the classes behind it take a young JVM a twentieth of a second.
    private static final class Layouts {
        static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    }

    private static void readFully(Path path, FileChannel channel, long offset, ByteBuffer into) throws IOException {
        long at = offset;
        while (into.hasRemaining()) {
            int n = channel.read(into, at);
            if (n < 0) {
                throw new EOFException(path + " ended at byte " + at + " while it was read");
            }
            at += n;
        }
    }
}
