package dev.bilevel.checkpoints;

import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// A thread that does one thing to every block that it is given, in order.
///
/// Goes on letting blocks pass after a failure, here or in another stage, so that nobody waits for a free one for
/// ever.
final class Stage {
    /// What is done to a block: reads from position to limit.
    interface Step {
        void take(ByteBuffer bytes) throws Exception;
    }

    /// Bytes on their way through several stages at once; free again when the last of them is done. They lie on the
    /// heap, since SHA-256 takes others only four kilobytes at a time.
    static final class Block {
        final ByteBuffer bytes;
        private final BlockingQueue<Block> free;
        private final AtomicInteger users = new AtomicInteger();

        Block(int capacity, BlockingQueue<Block> free) {
            this.bytes = ByteBuffer.allocate(capacity);
            this.free = free;
        }

        /// Lets these stages read what was filled in so far.
        void give(Stage... stages) {
            bytes.flip();
            users.set(stages.length);
            for (Stage stage : stages) {
                stage.given.add(this);
            }
        }

        private void done() {
            if (users.decrementAndGet() == 0) {
                bytes.clear();
                free.add(this);
            }
        }
    }

    private final Step step;
    private final AtomicReference<Throwable> failure;
    private final BlockingQueue<Block> given = new LinkedBlockingQueue<>();
    private final Thread thread;

    /// @param failure where the first one is kept; work stops where it is not null
    Stage(String name, AtomicReference<Throwable> failure, Step step) {
        this.step = step;
        this.failure = failure;
        this.thread = Thread.ofPlatform().daemon().name(name).start(this::run);
    }

    /// Lets the thread end after the last block, and waits for it. May be called again.
    void finish() {
        new Block(0, given).give(this);
        join(thread);
    }

    /// Waits for a thread's end, through interrupts, and passes them on.
    static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// An empty block is the last.
    private void run() {
        for (Block block = take(given); block.bytes.hasRemaining(); block = take(given)) {
            try {
                if (failure.get() == null) {
                    step.take(block.bytes.duplicate());
                }
            } catch (Throwable e) {
                failure.compareAndSet(null, e);
            }
            block.done();
        }
    }

    /// Waits through interrupts, and passes them on: a file is finished or given up as a whole.
    static <T> T take(BlockingQueue<T> queue) {
        boolean interrupted = false;
        while (true) {
            try {
                T taken = queue.take();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return taken;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
    }
}
