package dev.bilevel.encoder;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Whether this processor multiplies bf16 matrices, as [PackedSource] asks it to: oneDNN needs AVX-512 or AMX for
/// it, and no interface tells. So it is tried once, on a matrix of ones. Elsewhere PyTorch multiplies number by
/// number, thirty times slower than in fp32.
final class Bf16Products {
    private static final String ATTEMPT = """
              def attempt(self: <SELF>, ones: Tensor) -> Tensor:
                x = torch.to(ones, 15)
                w = ops.mkldnn._reorder_linear_weight(x, 16)
                y = ops.mkldnn._linear_pointwise(x, w, x[0], "gelu", annotate(List[Optional[number]], []), "none")
                return torch.to(y, 6)
            """;

    private static final boolean POSSIBLE = attempt();

    private Bf16Products() {}

    static boolean possible() {
        return POSSIBLE;
    }

    private static boolean attempt() {
        byte[] archive = TorchScriptArchive.of(ATTEMPT.replace("<SELF>", TorchScriptArchive.SELF));
        try (PtNDManager manager = (PtNDManager) Natives.engine().newBaseManager(Device.cpu());
                PtSymbolBlock module = JniUtils.loadModule(manager, new ByteArrayInputStream(archive), false, false);
                IValue ones = IValue.from((PtNDArray) manager.ones(new Shape(16, 16)));
                IValue result = IValueUtils.runMethod(module, "attempt", ones)) {
            // gelu(16 + 1), exactly.
            return result.toTensor(manager).toFloatArray()[0] == 17;
        } catch (EngineException _) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
