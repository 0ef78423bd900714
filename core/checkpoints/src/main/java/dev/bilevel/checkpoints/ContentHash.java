package dev.bilevel.checkpoints;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// SHA-256 of files, and of named inputs: the name under which a worker stores what it made from them.
///
/// The hash of inputs is stable for ever: names are sorted, every value carries a tag for its type and its length,
/// so no two different sets of inputs share an encoding, and no locale, platform or order of insertion plays a
/// part.
public final class ContentHash {
    private final SortedMap<String, Object> inputs = new TreeMap<>();

    private ContentHash() {}

    /// The hash of a whole file, as 64 lower-case hex digits.
    public static String of(Path file) throws IOException {
        MessageDigest digest = sha256();
        ByteBuffer block = ByteBuffer.allocate(1 << 20);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(block) >= 0) {
                digest.update(block.flip());
                block.clear();
            }
        }
        return hex(digest);
    }

    /// Begins the hash of named inputs.
    ///
    /// @param purpose what is made from the inputs, with a version: `fusion/1`; changed whenever the same inputs
    ///     would give other bytes
    public static ContentHash inputs(String purpose) {
        return new ContentHash().with("", purpose);
    }

    /// Adds an input.
    ///
    /// @param value a String, Boolean, Integer, Long, Float or Double (by its bits; integers of both kinds are one
    ///     type, and so are floats), an enum constant (by its name), or a List or Map of these, nested at will
    /// @throws IllegalArgumentException for another type, null, or a name that was given before
    public ContentHash with(String name, Object value) {
        encode(new ByteArrayOutputStream(), value);
        if (inputs.putIfAbsent(name, value) != null) {
            throw new IllegalArgumentException("input " + Names.shown(name) + " was given before");
        }
        return this;
    }

    /// The hash, as 64 lower-case hex digits.
    public String hex() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        encode(bytes, inputs);
        MessageDigest digest = sha256();
        digest.update(bytes.toByteArray());
        return hex(digest);
    }

    private static void encode(ByteArrayOutputStream out, Object value) {
        switch (value) {
            case String text -> {
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                tag(out, 's', utf8.length);
                out.writeBytes(utf8);
            }
            case Boolean truth -> tag(out, 'b', truth ? 1 : 0);
            case Integer number -> tag(out, 'i', number);
            case Long number -> tag(out, 'i', number);
            case Float number -> tag(out, 'd', Double.doubleToLongBits(number));
            case Double number -> tag(out, 'd', Double.doubleToLongBits(number));
            case Enum<?> constant -> encode(out, constant.name());
            case List<?> list -> {
                tag(out, 'l', list.size());
                list.forEach(each -> encode(out, each));
            }
            case Map<?, ?> map -> {
                tag(out, 'm', map.size());
                SortedMap<String, Object> sorted = new TreeMap<>();
                map.forEach((key, each) -> sorted.put((String) key, each));
                sorted.forEach((key, each) -> {
                    encode(out, key);
                    encode(out, each);
                });
            }
            case null -> throw new IllegalArgumentException("an input is null");
            default ->
                throw new IllegalArgumentException("an input is a "
                        + value.getClass().getName() + ", expected a text, number, truth value, list or map");
        }
    }

    private static void tag(ByteArrayOutputStream out, char type, long number) {
        out.write(type);
        out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
