package dev.bilevel.encoder;

import dev.bilevel.checkpoints.StoredFile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// The parameters of a model as they are at this moment, all of them and the head, under their Hugging Face
/// names.
public interface Weights {

    /// Writes a safetensors file, float32, straight from the tensors' own memory: temporary file, then atomic
    /// rename.
    ///
    /// @param metadata for the file's header, beside `format: pt`, which transformers wants to see
    StoredFile writeTo(Path target, Map<String, String> metadata) throws IOException;
}
