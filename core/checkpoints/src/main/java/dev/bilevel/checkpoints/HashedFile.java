package dev.bilevel.checkpoints;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;

/// A file being written beside its final name, hashed on the way. [#commit()] syncs it and moves it into place in
/// one step; closed without that, nothing remains. A reader of the final name sees the whole file or none.
///
/// Hashing and writing run on threads of their own, a few blocks behind: SHA-256 alone takes as long as summing what
/// is written. Another one sends to the disk what was written so far, so that the last sync has little left to wait
/// for. Used by one thread.
final class HashedFile implements TensorSource.Sink, AutoCloseable {
    /// What one stage leaves in a core's caches, the next may still find. Not larger, since a larger write makes
    /// Linux look for larger pages: on virtual machines that give free memory back, each of those must first be
    /// fetched, and blocks of a megabyte took up to four times as long as these.
    private static final int BLOCK = 1 << 17;

    private static final int BLOCKS = 24;

    /// Bytes sent to the disk at a time.
    private static final int SYNC = 1 << 25;

    private final PartFile part;
    private final MessageDigest digest = ContentHash.sha256();
    private final BlockingQueue<Stage.Block> free = new LinkedBlockingQueue<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Stage hashing;
    private final Stage writing;
    private final Stage syncing;
    private final BlockingQueue<Stage.Block> idleSync = new LinkedBlockingQueue<>();
    private long unsynced;
    private Stage.Block filling;
    private int allocated;
    private long bytes;

    HashedFile(Path target) throws IOException {
        part = new PartFile(target);
        hashing = new Stage("bilevel-hash", failure, digest::update);
        writing = new Stage("bilevel-write", failure, this::put);
        syncing = new Stage("bilevel-sync", failure, _ -> part.sync());
        idleSync.add(new Stage.Block(1, idleSync));
    }

    long bytes() {
        return bytes;
    }

    @Override
    public void write(MemorySegment data) throws IOException {
        long done = 0;
        while (done < data.byteSize()) {
            ByteBuffer block = block();
            int n = (int) Math.min(block.remaining(), data.byteSize() - done);
            MemorySegment.copy(data, done, MemorySegment.ofBuffer(block), 0, n);
            filled(block, n);
            done += n;
        }
    }

    /// The same through buffers, which a young JVM handles in half the time.
    @Override
    public void write(ByteBuffer data) throws IOException {
        while (data.hasRemaining()) {
            ByteBuffer block = block();
            int n = Math.min(block.remaining(), data.remaining());
            block.put(block.position(), data, data.position(), n);
            data.position(data.position() + n);
            filled(block, n);
        }
    }

    StoredFile commit() throws IOException {
        if (filling != null) {
            handOver();
        }
        finish();
        refuseAfterFailure();
        part.commit();
        return new StoredFile(part.target(), ContentHash.hex(digest), bytes);
    }

    @Override
    public void close() throws IOException {
        finish();
        part.close();
    }

    private ByteBuffer block() throws IOException {
        refuseAfterFailure();
        if (filling == null && free.isEmpty() && allocated < BLOCKS) {
            allocated++;
            filling = new Stage.Block(BLOCK, free);
        } else if (filling == null) {
            filling = Stage.take(free);
        }
        return filling.bytes;
    }

    private void filled(ByteBuffer block, int n) {
        block.position(block.position() + n);
        bytes += n;
        if (!block.hasRemaining()) {
            handOver();
        }
    }

    private void handOver() {
        filling.give(hashing, writing);
        filling = null;
    }

    private void finish() {
        hashing.finish();
        writing.finish();
        syncing.finish();
    }

    /// On the writing thread.
    private void put(ByteBuffer block) throws IOException {
        unsynced += block.remaining();
        part.write(block);
        Stage.Block signal = unsynced < SYNC ? null : idleSync.poll();
        if (signal != null) {
            unsynced = 0;
            signal.bytes.put((byte) 1);
            signal.give(syncing);
        }
    }

    private void refuseAfterFailure() throws IOException {
        Throwable e = failure.get();
        if (e != null) {
            throw new IOException(part.target() + " cannot be written: " + e.getMessage(), e);
        }
    }
}
