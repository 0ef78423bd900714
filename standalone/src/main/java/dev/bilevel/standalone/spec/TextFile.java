package dev.bilevel.standalone.spec;

import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.study.SpecTree;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file that a person wrote: UTF-8, and not a large one.
public final class TextFile {
    private TextFile() {}

    /// @param what the file should be, in messages
    /// @throws CommandFailed (wrong input) where the file is missing, too large, or no text
    public static String read(Path file, String what) {
        if (Files.isDirectory(file)) {
            throw CommandFailed.wrongInput(file + ": is a folder, expected " + what);
        }
        if (!Files.exists(file)) {
            throw CommandFailed.wrongInput(file + ": is no file, expected " + what);
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(SpecTree.LARGEST + 1);
            if (bytes.length > SpecTree.LARGEST) {
                throw CommandFailed.wrongInput(
                        file + ": is larger than " + SpecTree.LARGEST + " bytes, expected " + what);
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            throw CommandFailed.wrongInput(file + ": is no UTF-8 text, expected " + what);
        } catch (IOException e) {
            throw CommandFailed.wrongInput(file + ": cannot be read: " + e.getMessage());
        }
    }
}
