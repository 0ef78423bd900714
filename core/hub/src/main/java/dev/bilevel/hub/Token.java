package dev.bilevel.hub;

import java.util.Optional;
import java.util.regex.Pattern;

/// The secret that opens private models. Shows itself in one place: the header of a request to the hub.
final class Token {
    private static final Pattern PRINTABLE = Pattern.compile("[!-~]{1,500}");

    private final String secret;

    private Token(String secret) {
        this.secret = secret;
    }

    /// Blank counts as none, as it does for `huggingface_hub`.
    ///
    /// @param source where the text comes from, for the message, which leaves out the text
    static Optional<Token> of(String text, String source) throws HubFailed {
        String stripped = text.strip();
        if (stripped.isEmpty()) {
            return Optional.empty();
        }
        if (!PRINTABLE.matcher(stripped).matches()) {
            throw HubFailed.forGood(source + ": holds no token of the hub, expected one line such as hf_…");
        }
        return Optional.of(new Token(stripped));
    }

    /// The value of `Authorization`.
    String header() {
        return "Bearer " + secret;
    }

    @Override
    public String toString() {
        return "a token";
    }
}
