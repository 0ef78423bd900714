package dev.bilevel.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.bilevel.encoder.ComputeSettings.Precision;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// The compiled [TorchScriptSource] of one model; freed with its manager.
///
/// DJL calls a method by the arrays' names: `X[]` gathers a list, `module_method:` names the method, and results
/// belong to the first array's manager, so the batch comes first.
final class EncoderModule {
    private final PtSymbolBlock module;
    private final NDArray step;
    private final NDArray score;

    EncoderModule(PtNDManager manager, Architecture architecture, Head head, Precision precision) {
        byte[] archive = TorchScriptArchive.of(TorchScriptSource.of(architecture, head, precision));
        try {
            module = JniUtils.loadModule(manager, new ByteArrayInputStream(archive), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        step = method(manager, "step");
        score = method(manager, "score");
    }

    private static NDArray method(NDManager manager, String name) {
        NDArray array = manager.create(0f);
        array.setName("module_method:" + name);
        return array;
    }

    /// One optimizer step in place.
    ///
    /// @param batch with labels; its manager owns what is allocated on the way
    /// @param hyper as [TorchScriptSource] orders it
    /// @return loss and gradient norm
    float[] step(BatchTensors batch, Optimizer optimizer, double[] hyper) {
        NDList arguments = batch.withLabels();
        arguments.add(batch.manager().create(hyper));
        addList(arguments, "W[]", optimizer.parameters().matrices());
        addList(arguments, "B[]", optimizer.parameters().vectors());
        addList(arguments, "MW[]", optimizer.firstMoments().matrices());
        addList(arguments, "MB[]", optimizer.firstMoments().vectors());
        addList(arguments, "VW[]", optimizer.secondMoments().matrices());
        addList(arguments, "VB[]", optimizer.secondMoments().vectors());
        arguments.add(step);
        return IValueUtils.forward(module, arguments, true).singletonOrThrow().toFloatArray();
    }

    /// The batch's logits, row by row.
    float[] score(BatchTensors batch, Parameters parameters) {
        NDList arguments = batch.withoutLabels();
        addList(arguments, "W[]", parameters.matrices());
        addList(arguments, "B[]", parameters.vectors());
        arguments.add(score);
        return IValueUtils.forward(module, arguments, false).singletonOrThrow().toFloatArray();
    }

    private static void addList(NDList arguments, String name, List<PtNDArray> tensors) {
        for (PtNDArray tensor : tensors) {
            tensor.setName(name);
            arguments.add(tensor);
        }
    }
}
