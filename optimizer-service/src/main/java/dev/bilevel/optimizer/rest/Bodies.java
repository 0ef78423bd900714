package dev.bilevel.optimizer.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Bodies of requests, up to a limit.
final class Bodies {
    private Bodies() {}

    /// A body as text, UTF-8.
    ///
    /// @param what in words, at the beginning of a sentence
    /// @param most bytes
    /// @throws Refusal where it is longer; no more than the limit is held in memory
    static String text(String what, InputStream body, int most) {
        try {
            byte[] bytes = body.readNBytes(most + 1);
            if (bytes.length > most) {
                throw Refusal.tooLarge(what, most);
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the body of the request cannot be read", e);
        }
    }
}
