package dev.bilevel.checkpoints;

import java.util.Optional;

/// The number formats of the safetensors format that occupy whole bytes.
///
/// Constants stand in the order of the reference implementation (`safetensors::Dtype`), by growing size: files are
/// laid out from the largest format to the smallest, which aligns every tensor without padding.
public enum DType {
    BOOL(1),
    U8(1),
    I8(1),
    F8_E5M2(1),
    F8_E4M3(1),
    I16(2),
    U16(2),
    F16(2),
    BF16(2),
    I32(4),
    U32(4),
    F32(4),
    F64(8),
    I64(8),
    U64(8);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /// The size of one element, in bytes.
    public int bytes() {
        return bytes;
    }

    /// Whether elements can be decoded to float32 and averaged: F64, F32, F16 and BF16.
    public boolean floating() {
        return switch (this) {
            case F64, F32, F16, BF16 -> true;
            case BOOL, U8, I8, F8_E5M2, F8_E4M3, I16, U16, I32, U32, I64, U64 -> false;
        };
    }

    /// The format of that name in a file's header, `F32` and so on; empty if there is none.
    public static Optional<DType> named(String name) {
        for (DType dtype : values()) {
            if (dtype.name().equals(name)) {
                return Optional.of(dtype);
            }
        }
        return Optional.empty();
    }
}
