package dev.bilevel.events;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// The running hash over the lines of a journal file. Each line ends with a member `hash`:
///
///     hash₀ = SHA-256( 64 zeros ‖ line₀ )        hashᵢ = SHA-256( hashᵢ₋₁ ‖ lineᵢ )
///
/// where a hash counts as its 64 hexadecimal digits in ASCII, and a line as its UTF-8 bytes without the member (and the
/// comma before it). Bytes are hashed as they stand, so a reader in any language needs no canonical form of JSON.
///
/// Whoever changes, drops, adds or moves a line has to write every later hash anew, and so ends with another last hash:
/// `result.json` says which it was.
public final class JournalHash {
    /// What stands for the hash before the first line.
    public static final String START = "0".repeat(64);

    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] OPENING = EventCodec.utf8(",\"hash\":\"");
    private static final byte[] CLOSING = EventCodec.utf8("\"}");
    private static final int DIGITS = START.length();
    private static final int SUFFIX = OPENING.length + DIGITS + CLOSING.length;
    private static final byte[] BRACE = {'}'};

    private String last = START;

    /// The same line with its hash; lines must come in order, from the first.
    ///
    /// @param line as [JournalLine#write] made it
    public String seal(String line) {
        byte[] utf8 = EventCodec.utf8(line);
        last = hash(last, utf8, utf8.length - BRACE.length);
        return line.substring(0, line.length() - 1) + ",\"hash\":\"" + last + "\"}";
    }

    /// The hash of the line that was sealed last; 64 zeros before the first.
    public String last() {
        return last;
    }

    /// The hash that a line carries as its last member.
    public static Optional<String> of(byte[] line) {
        int start = line.length - SUFFIX;
        boolean isSealed = start > 0
                && Arrays.equals(line, start, start + OPENING.length, OPENING, 0, OPENING.length)
                && Arrays.equals(line, line.length - CLOSING.length, line.length, CLOSING, 0, CLOSING.length);
        return isSealed
                ? Optional.of(new String(line, start + OPENING.length, DIGITS, StandardCharsets.US_ASCII))
                : Optional.empty();
    }

    /// Whether a line that carries a hash is what was written behind the line before it.
    ///
    /// @param before the hash that the line before carries; empty for the first line
    static boolean follows(Optional<String> before, byte[] line) {
        int start = line.length - SUFFIX;
        return of(line).isPresent() && isAt(line, start + OPENING.length, digest(before.orElse(START), line, start));
    }

    private static boolean isAt(byte[] line, int at, byte[] digest) {
        boolean same = true;
        for (int i = 0; i < digest.length; i++) {
            same &= line[at + 2 * i] == HEX.toHighHexDigit(digest[i]);
            same &= line[at + 2 * i + 1] == HEX.toLowHexDigit(digest[i]);
        }
        return same;
    }

    private static String hash(String before, byte[] line, int length) {
        return HEX.formatHex(digest(before, line, length));
    }

    private static byte[] digest(String before, byte[] line, int length) {
        MessageDigest digest = sha256();
        digest.update(before.getBytes(StandardCharsets.US_ASCII));
        digest.update(line, 0, length);
        digest.update(BRACE);
        return digest.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
