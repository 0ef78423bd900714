package dev.bilevel.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// Takes single files out of a zip. Entries are looked up by the names that are wanted, so that no entry
/// decides where something is written; and no file gets longer than the largest that GLUE has.
final class Unpacking {
    private static final int PIECE = 1 << 17;

    private final long largest;

    /// @param largest bytes of one file
    Unpacking(long largest) {
        this.largest = largest;
    }

    /// @throws ZipException if the archive is none, lacks the entry, or the entry is too large
    void extract(Path archive, String name, Path target) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            ZipEntry entry = zip.getEntry(name);
            if (entry == null || entry.isDirectory()) {
                throw new ZipException("has no file " + name);
            }
            try (InputStream in = zip.getInputStream(entry);
                    OutputStream out = Files.newOutputStream(target)) {
                copy(name, in, out);
            }
        }
    }

    /// An archive may lie about an entry's length: what counts is what comes out.
    private void copy(String name, InputStream in, OutputStream out) throws IOException {
        byte[] piece = new byte[PIECE];
        long done = 0;
        for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
            done += read;
            if (done > largest) {
                throw new ZipException("unpacks " + name + " to more than " + largest + " bytes");
            }
            out.write(piece, 0, read);
        }
    }
}
