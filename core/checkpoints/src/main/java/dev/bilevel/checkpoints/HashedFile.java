package dev.bilevel.checkpoints;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// A file being written beside its final name, hashed on the way. [#commit()] syncs it and moves it into place in
/// one step; closed without that, nothing remains. A reader of the final name sees the whole file or none.
///
/// Hashing and writing run on a thread of their own, a few blocks behind, since SHA-256 takes as long as everything
/// else. Used by one thread.
final class HashedFile implements AutoCloseable {
    private static final int BLOCK = 1 << 20;
    private static final int BLOCKS = 4;

    private final Path target;
    private final Path part;
    private final FileChannel channel;
    private final MessageDigest digest = ContentHash.sha256();
    private final BlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(BLOCKS);
    private final BlockingQueue<ByteBuffer> full = new ArrayBlockingQueue<>(BLOCKS + 1);
    private final Thread writer;
    private volatile Throwable failure;
    private ByteBuffer filling;
    private int allocated;
    private long bytes;
    private boolean finished;

    HashedFile(Path target) throws IOException {
        this.target = target.toAbsolutePath();
        Path folder = this.target.getParent();
        if (folder == null) {
            throw new IOException(target + " cannot be written: it is no file name");
        }
        Files.createDirectories(folder);
        part = folder.resolve("." + this.target.getFileName() + "." + UUID.randomUUID() + ".part");
        channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        writer = Thread.ofPlatform().daemon().name("hash-and-write").start(this::drain);
    }

    long bytes() {
        return bytes;
    }

    void write(MemorySegment data) throws IOException {
        long done = 0;
        while (done < data.byteSize()) {
            ByteBuffer block = block();
            int n = (int) Math.min(block.remaining(), data.byteSize() - done);
            MemorySegment.copy(data, done, MemorySegment.ofBuffer(block), 0, n);
            block.position(block.position() + n);
            done += n;
            bytes += n;
            if (!block.hasRemaining()) {
                handOver();
            }
        }
    }

    StoredFile commit() throws IOException {
        if (filling != null) {
            handOver();
        }
        finish();
        if (failure != null) {
            throw new IOException(target + " cannot be written: " + failure.getMessage(), failure);
        }
        channel.force(true);
        channel.close();
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder(target.getParent());
        return new StoredFile(target, ContentHash.hex(digest), bytes);
    }

    @Override
    public void close() throws IOException {
        finish();
        channel.close();
        Files.deleteIfExists(part);
    }

    private ByteBuffer block() throws IOException {
        if (failure != null) {
            throw new IOException(target + " cannot be written: " + failure.getMessage(), failure);
        }
        if (filling == null && free.isEmpty() && allocated < BLOCKS) {
            allocated++;
            filling = ByteBuffer.allocate(BLOCK);
        } else if (filling == null) {
            filling = uninterruptibly(free);
        }
        return filling;
    }

    private void handOver() {
        full.add(filling.flip());
        filling = null;
    }

    /// Lets the thread end after the last block, and waits for it.
    private void finish() {
        if (finished) {
            return;
        }
        finished = true;
        full.add(ByteBuffer.allocate(0));
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// The writing thread: goes on emptying blocks after a failure, so that nobody waits for a free one for ever.
    private void drain() {
        for (ByteBuffer block = uninterruptibly(full); block.hasRemaining(); block = uninterruptibly(full)) {
            try {
                if (failure == null) {
                    digest.update(block.duplicate());
                    while (block.hasRemaining()) {
                        channel.write(block);
                    }
                }
            } catch (Throwable e) {
                failure = e;
            }
            free.add(block.clear());
        }
    }

    private static ByteBuffer uninterruptibly(BlockingQueue<ByteBuffer> queue) {
        boolean interrupted = false;
        while (true) {
            try {
                ByteBuffer block = queue.take();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return block;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
    }

    /// Makes the new name survive a power cut too, where the system can open a folder.
    private static void syncFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException _) {
            // Some file systems have no such thing; the file itself is synced.
        }
    }
}
