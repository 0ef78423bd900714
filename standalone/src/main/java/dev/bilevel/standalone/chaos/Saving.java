package dev.bilevel.standalone.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A trainer has written some of a checkpoint, under the temporary name that it has until all of it is on the disk:
/// `studies/<study>/t3/checkpoints/<hash>/.checkpoint-2.safetensors.<uuid>.part`. A small one has its bytes sooner than
/// a signal comes, and is on its way to the disk.
final class Saving implements Moment {
    private static final Pattern PART = Pattern.compile("\\.(checkpoint-\\d+)\\.safetensors\\..+\\.part");
    /// An empty file is a poor half; a few milliseconds pass until its first byte.
    private static final Duration FIRST_BYTE = Duration.ofMillis(50);
    /// Counted from the end of a part's path: file, hash of inputs, `checkpoints`, trial.
    private static final int TRIAL = 4;

    private final Appearing files;
    private Path part;

    /// @param store the checkpoint store's folder
    Saving(Path store) {
        files = new Appearing(store);
    }

    @Override
    public boolean comes(Duration patience) throws InterruptedException {
        Optional<Path> file = files.next(patience);
        if (file.isEmpty() || !name(file.get()).matches()) {
            return false;
        }
        part = file.get();
        long deadline = System.nanoTime() + FIRST_BYTE.toNanos();
        Optional<Long> bytes = size();
        while (bytes.isPresent() && bytes.get() == 0 && System.nanoTime() < deadline) {
            bytes = size();
        }
        return bytes.isPresent();
    }

    /// `131 kB of t3's checkpoint-2`.
    @Override
    public Optional<String> look() {
        Matcher name = name(part);
        return size().filter(_ -> name.matches())
                .map(bytes -> Math.ceilDiv(bytes, 1000) + " kB of " + part.getName(part.getNameCount() - TRIAL) + "'s "
                        + name.group(1));
    }

    @Override
    public void close() {
        files.close();
    }

    private static Matcher name(Path file) {
        return PART.matcher(file.getFileName().toString());
    }

    private Optional<Long> size() {
        try {
            return Optional.of(Files.size(part));
        } catch (IOException _) {
            // It has its final name by now.
            return Optional.empty();
        }
    }
}
