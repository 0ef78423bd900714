package dev.bilevel.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/// Brings one file here: whole and verified, or not at all under its final name.
///
/// What has come is kept beside it, as `<name>.bilevel.incomplete`, and the next attempt (of this process or a
/// later one) asks for the rest. No `If-Range` is needed for that: the file's checksum is known beforehand, so
/// a rest that belongs to other content is found out, and the file fetched anew. The name differs from
/// `huggingface_hub`'s own, which holds another kind of lock while it writes.
final class Transfer {
    private static final int PIECE = 1 << 17;
    /// An attempt that came at least this much further than any before does not count as failed: a bad line may take
    /// hundreds of them. What only brings again what had been here is no progress.
    private static final long PROGRESS = 1 << 18;

    private final Web web;

    Transfer(Web web) {
        this.web = web;
    }

    /// What is wanted.
    ///
    /// @param title for people and the listener
    /// @param target where it goes; a file of that length that is there already is left alone
    record Order(String title, URI address, Path target, long bytes, Checksum checksum) {
        private Path incomplete() {
            return target.resolveSibling(target.getFileName() + ".bilevel.incomplete");
        }
    }

    /// To be called while the file's [Lock] is held.
    ///
    /// @throws WebFailed where no attempt succeeded, or the content is not what it must be
    void fetch(Order order, Listener listener) throws IOException {
        if (Files.isRegularFile(order.target()) && Files.size(order.target()) == order.bytes()) {
            return;
        }
        Files.createDirectories(order.target().getParent());
        boolean resumed = download(order, listener);
        if (!verified(order)) {
            Files.delete(order.incomplete());
            if (!resumed) {
                throw wrongContent(order);
            }
            // The part from an earlier attempt was of something else.
            boolean _ = download(order, listener);
            if (!verified(order)) {
                Files.delete(order.incomplete());
                throw wrongContent(order);
            }
        }
        Files.move(order.incomplete(), order.target(), StandardCopyOption.ATOMIC_MOVE);
    }

    /// @return true if a part of it had been here before
    private boolean download(Order order, Listener listener) throws IOException {
        boolean resumed = here(order) > 0;
        int failed = 0;
        long furthest = here(order);
        while (true) {
            try {
                attempt(order, here(order), listener);
                return resumed;
            } catch (WebFailed e) {
                long here = here(order);
                failed = here - furthest >= PROGRESS ? 1 : failed + 1;
                furthest = Math.max(furthest, here);
                web.patience().beforeNext(failed, e, listener);
            }
        }
    }

    private void attempt(Order order, long from, Listener listener) throws IOException {
        if (from == order.bytes() && Files.exists(order.incomplete())) {
            return;
        }
        Map<String, String> range = from == 0 ? Map.of() : Map.of("Range", "bytes=" + from + "-");
        Web.Answer answer;
        try {
            answer = web.get(order.address(), range);
        } catch (WebFailed e) {
            if (e.status() == 416) {
                Files.deleteIfExists(order.incomplete());
                throw WebFailed.connection(order.address(), "has nothing after byte " + from, e);
            }
            throw e;
        }
        boolean rest = answer.status() == 206 && from > 0;
        if (rest && !answer.header("Content-Range").orElse("").equals(range(from, order.bytes()))) {
            answer.body().close();
            Files.deleteIfExists(order.incomplete());
            throw WebFailed.connection(order.address(), "answered with another part than was asked for", null);
        }
        copy(order, answer, rest ? from : 0, listener);
    }

    private void copy(Order order, Web.Answer answer, long from, Listener listener) throws IOException {
        long done = from;
        try (Alarm alarm = new Alarm(answer.body(), web.patience().silence());
                InputStream in = alarm.watched();
                OutputStream out = Files.newOutputStream(
                        order.incomplete(),
                        StandardOpenOption.CREATE,
                        from > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            byte[] piece = new byte[PIECE];
            for (int read = read(order, in, piece); read >= 0; read = read(order, in, piece)) {
                if (done + read > order.bytes()) {
                    throw WebFailed.nonsense(
                            order.address(), "sends more than the " + order.bytes() + " bytes announced");
                }
                write(order, out, piece, read);
                done += read;
                listener.transferred(order.title(), done, order.bytes());
            }
        }
        if (done < order.bytes()) {
            throw WebFailed.connection(
                    order.address(), "the connection was cut after " + done + " of " + order.bytes() + " bytes", null);
        }
    }

    /// A failure to read is the network's; one to write is the disk's, and no retry helps.
    private static int read(Order order, InputStream in, byte[] piece) throws IOException {
        try {
            return in.read(piece);
        } catch (IOException e) {
            throw WebFailed.connection(order.address(), "the connection was cut (" + e.getMessage() + ")", e);
        }
    }

    /// A full disk's own message names no file.
    private static void write(Order order, OutputStream out, byte[] piece, int bytes) throws IOException {
        try {
            out.write(piece, 0, bytes);
        } catch (IOException e) {
            throw new FileSystemException(order.incomplete().toString(), null, e.getMessage());
        }
    }

    private static boolean verified(Order order) throws IOException {
        return Files.size(order.incomplete()) == order.bytes()
                && order.checksum()
                        .of(order.incomplete())
                        .equals(order.checksum().hex());
    }

    private static WebFailed wrongContent(Order order) {
        return WebFailed.nonsense(
                order.address(),
                "sent other content than it must have: its checksum is not "
                        + order.checksum().hex() + "; a proxy or mirror may have changed it");
    }

    private static long here(Order order) throws IOException {
        if (!Files.isRegularFile(order.incomplete())) {
            return 0;
        }
        long bytes = Files.size(order.incomplete());
        if (bytes > order.bytes()) {
            Files.delete(order.incomplete());
            return 0;
        }
        return bytes;
    }

    private static String range(long from, long bytes) {
        return "bytes %d-%d/%d".formatted(from, bytes - 1, bytes);
    }
}
