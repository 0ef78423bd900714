package dev.bilevel.standalone;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/// Standard output, which remembers why it could not be written: a print stream keeps that to itself.
///
/// A reader that has gone (`| head`) has what it wanted, and is no failure.
final class StandardOutput extends OutputStream {
    private final OutputStream out = new FileOutputStream(FileDescriptor.out);
    private volatile Optional<String> failure = Optional.empty();

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            if (failure.isEmpty() && !"Broken pipe".equals(e.getMessage())) {
                failure = Optional.of(String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    /// The first thing that went wrong.
    Optional<String> failure() {
        return failure;
    }
}
