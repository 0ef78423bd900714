package dev.bilevel.encoder;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A process that locks a file, says so, and keeps it until it is killed.
final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws Exception {
        try (FileChannel file =
                        FileChannel.open(Path.of(arguments[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = file.lock()) {
            System.out.println("locked");
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
