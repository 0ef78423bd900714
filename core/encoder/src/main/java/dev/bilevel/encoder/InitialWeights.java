package dev.bilevel.encoder;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/// Draws parameters as transformers' `_init_weights` does: normal around zero for matrices and tables, their
/// padding row zero; zeros for biases; ones and zeros for LayerNorm. Each tensor has its own stream, so no
/// tensor's numbers depend on which others are drawn.
final class InitialWeights {
    private InitialWeights() {}

    /// @param memory of a float32 tensor, filled as a whole
    static void fill(MemorySegment memory, Parameter parameter, double deviation, long seed) {
        long elements = parameter.elements();
        switch (parameter.start()) {
            case ZEROS -> memory.fill((byte) 0);
            case ONES -> {
                for (long i = 0; i < elements; i++) {
                    memory.setAtIndex(ValueLayout.JAVA_FLOAT, i, 1);
                }
            }
            case NORMAL -> {
                // java.util.Random: its Gaussian is specified down to the bit.
                Random random = new Random(Seed.derive(seed, "initial " + parameter.name(), 0));
                for (long i = 0; i < elements; i++) {
                    memory.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) (deviation * random.nextGaussian()));
                }
            }
        }
        if (parameter.zeroRow().isPresent()) {
            long width = parameter.shape().getLast() * Float.BYTES;
            memory.asSlice(parameter.zeroRow().getAsInt() * width, width).fill((byte) 0);
        }
    }
}
