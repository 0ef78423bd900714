package dev.bilevel.encoder;

import ai.djl.engine.EngineException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class BatchTooLargeTest {
    /// What PyTorch says of a GPU, and of a processor, is a line of what TorchScript's interpreter says.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "RuntimeError: CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 7.79 GiB",
                "RuntimeError: [enforce fail at alloc_cpu.cpp:119] . DefaultCPUAllocator: can't allocate memory"
            })
    void memoryThatIsAtItsEndIsTheBatchSizesFault(String line) {
        EngineException e = new EngineException("The following operation failed\n  File \"code\"\n" + line + "\n");

        assertThat(Training.tooLarge(64, e))
                .hasValueSatisfying(refused -> assertThat(refused)
                        .hasMessage("batchSize: is 64, expected a batch that fits into memory: " + line));
    }

    @Test
    void otherFailuresAreNot() {
        assertThat(Training.tooLarge(64, new EngineException("RuntimeError: index out of range in self")))
                .isEmpty();
    }
}
