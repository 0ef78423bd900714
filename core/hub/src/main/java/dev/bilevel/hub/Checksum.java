package dev.bilevel.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a file must hash to. The hub names its files by it: a blob in the cache has the checksum's digits as
/// its name.
sealed interface Checksum {
    /// Lower-case hex digits.
    String hex();

    /// The digest of a file of that length, with nothing of the file in it yet.
    MessageDigest digest(long bytes);

    /// Of a large file (LFS): SHA-256 of its content.
    record Sha256(String hex) implements Checksum {
        @Override
        public MessageDigest digest(long bytes) {
            return digestNamed("SHA-256");
        }
    }

    /// Of a small file: git's name of a blob, SHA-1 of `blob <length>\0` and the content.
    record GitBlob(String hex) implements Checksum {
        @Override
        public MessageDigest digest(long bytes) {
            MessageDigest digest = digestNamed("SHA-1");
            digest.update(("blob " + bytes + "\0").getBytes(StandardCharsets.US_ASCII));
            return digest;
        }
    }

    /// 40 or 64 digits.
    Pattern DIGITS = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");

    /// From the value of an `ETag` header, quoted, weak or bare; empty where it is none of the hub's.
    static Optional<Checksum> ofETag(String header) {
        String tag = (header.startsWith("W/") ? header.substring(2) : header).replace("\"", "");
        if (!DIGITS.matcher(tag).matches()) {
            return Optional.empty();
        }
        return Optional.of(tag.length() == 64 ? new Sha256(tag) : new GitBlob(tag));
    }

    /// What the file hashes to.
    default String of(Path file) throws IOException {
        MessageDigest digest = digest(Files.size(file));
        byte[] buffer = new byte[1 << 17];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digestNamed(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
