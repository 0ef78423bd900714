package dev.bilevel.encoder;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Independent seeds from one: the first eight bytes of SHA-256(seed, purpose, index). Stable for ever.
final class Seed {
    private Seed() {}

    static long derive(long seed, String purpose, long index) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(seed)
                    .putLong(index)
                    .array());
            digest.update(purpose.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest.digest()).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
