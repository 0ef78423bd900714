package dev.bilevel.encoder;

/// The PyTorch that `PYTORCH_LIBRARY_PATH` names cannot be used on this machine: one line with what was found and what
/// was expected.
public final class UnusableTorch extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnusableTorch(Object found, String expected) {
        super(ExternalTorch.VARIABLE + ": is " + found + ", expected " + expected);
    }

    UnusableTorch(Object found, String expected, Throwable cause) {
        this(found, expected);
        initCause(cause);
    }

    /// The line alone: it ends in a study's journal, where a class says nothing to anybody.
    @Override
    public String toString() {
        return getMessage();
    }
}
