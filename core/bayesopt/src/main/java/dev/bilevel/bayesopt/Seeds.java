package dev.bilevel.bayesopt;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Seeds as a tree: `derive(study seed, "outer", 3, "model")` is the same number for ever, on every machine, and says
/// nothing about any other path.
///
/// The first eight bytes of SHA-256 over the parent seed and the path. Each step is written with its type and length,
/// so that no two paths have the same bytes. Changing this changes every decision of every study: don't.
public final class Seeds {
    private Seeds() {}

    /// @param path integers ([Integer], [Long]) and texts ([String], or an enum constant's name)
    /// @throws IllegalArgumentException where a step is of another type
    public static long derive(long seed, Object... path) {
        MessageDigest digest = sha256();
        digest.update(bytes('S', seed));
        for (Object step : path) {
            switch (step) {
                case Integer number -> digest.update(bytes('i', number));
                case Long number -> digest.update(bytes('i', number));
                case String text -> text(digest, text);
                case Enum<?> constant -> text(digest, constant.name());
                case null, default ->
                    throw new IllegalArgumentException("path: has " + step + ", expected integers and texts");
            }
        }
        return ByteBuffer.wrap(digest.digest()).getLong();
    }

    private static void text(MessageDigest digest, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        digest.update(bytes('t', utf8.length));
        digest.update(utf8);
    }

    private static byte[] bytes(char type, long number) {
        return ByteBuffer.allocate(9).put((byte) type).putLong(number).array();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
