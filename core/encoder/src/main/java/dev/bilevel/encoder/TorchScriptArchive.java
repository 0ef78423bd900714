package dev.bilevel.encoder;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Packs TorchScript source into the archive that `torch::jit::load` reads: a stored zip with the code of one
/// class and a pickle that says "an instance of it, without parameters". So every ATen operator is within reach
/// of Java, gradients included, and no Python is.
final class TorchScriptArchive {
    /// The class's name inside the archive, as methods must write the type of `self`.
    static final String SELF = "__torch__.M";

    private TorchScriptArchive() {}

    /// @param methods of the class, indented by two blanks
    static byte[] of(String methods) {
        String code = "class M(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n" + methods;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, "m/data.pkl", pickledInstance());
            put(zip, "m/code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
            put(zip, "m/constants.pkl", latin("\u0080\u0002)."));
            // From 10 on gelu takes an approximation.
            put(zip, "m/version", latin("10\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// Pickle protocol 2: `__torch__.M` built from the state `{"training": False}`.
    private static byte[] pickledInstance() {
        return latin("\u0080\u0002c__torch__\nM\nq\u0000)\u0081}(X\b\u0000\u0000\u0000training\u0089ub.");
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// The loader maps entries in place, so they must be stored, not compressed.
    private static void put(ZipOutputStream zip, String name, byte[] data) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(data);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(data.length);
        entry.setCrc(checksum.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(data);
        zip.closeEntry();
    }
}
