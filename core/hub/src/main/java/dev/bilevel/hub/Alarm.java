package dev.bilevel.hub;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/// Closes a body that has been silent for too long: `HttpClient` waits for ever between two pieces of a body.
final class Alarm implements AutoCloseable {
    private final InputStream body;
    private final long silenceNanos;
    private final Thread watch;
    private volatile long heardAt = System.nanoTime();
    private volatile boolean rung;

    Alarm(InputStream body, Duration silence) {
        this.body = body;
        this.silenceNanos = silence.toNanos();
        this.watch = Thread.ofVirtual().name("bilevel-silence").start(this::watch);
    }

    /// The same body; reading it says that it is not silent.
    ///
    /// @return a stream whose reads fail once it was silent for too long
    InputStream watched() {
        return new FilterInputStream(body) {
            @Override
            public int read() throws IOException {
                return heard(super.read());
            }

            @Override
            public int read(byte[] buffer, int from, int length) throws IOException {
                return heard(super.read(buffer, from, length));
            }
        };
    }

    private int heard(int read) throws IOException {
        if (rung) {
            throw new IOException("silent for too long");
        }
        heardAt = System.nanoTime();
        return read;
    }

    private void watch() {
        try {
            long left = silenceNanos;
            while (left > 0) {
                Thread.sleep(Duration.ofNanos(left));
                left = silenceNanos - (System.nanoTime() - heardAt);
            }
            rung = true;
            body.close();
        } catch (InterruptedException _) {
            // The body is over.
        } catch (IOException _) {
            // Whoever reads it notices.
        }
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
