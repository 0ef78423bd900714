package dev.bilevel.encoder;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.bilevel.encoder.ComputeSettings.Precision;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// The compiled [TorchScriptSource] of one model; freed with its manager. Each method calls the one of its name.
final class EncoderModule {
    private final PtSymbolBlock module;
    private final boolean packed;
    private final NDArray name;

    /// @param precision one that the [Hardware] has
    EncoderModule(PtNDManager manager, Architecture architecture, Head head, Precision precision, int frozen) {
        this(
                manager,
                architecture,
                head,
                precision,
                frozen,
                precision == Precision.BF16 && manager.getDevice().equals(Device.cpu()));
    }

    /// @param packed whether to score by [PackedSource]
    EncoderModule(
            PtNDManager manager,
            Architecture architecture,
            Head head,
            Precision precision,
            int frozen,
            boolean packed) {
        this.packed = packed;
        byte[] archive = TorchScriptArchive.of(TorchScriptSource.of(architecture, head, precision, frozen, packed));
        try {
            module = JniUtils.loadModule(manager, new ByteArrayInputStream(archive), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        name = manager.create(0f);
    }

    /// How a step drops and smooths.
    ///
    /// @param hidden noise for hidden states, and so on
    /// @param drops the three probabilities, in that order
    /// @param own whether to use the noise; else PyTorch draws its own
    record Regularisation(
            PtNDArray hidden, PtNDArray attention, PtNDArray head, List<Double> drops, boolean own, double smoothing) {}

    /// A part's loss, not yet scaled, and the gradients of `share` times it.
    ///
    /// @param gradients fp32, of what is not frozen: matrices, then vectors; that of the words has a row for every
    ///     unique id
    record Gradients(double loss, List<PtNDArray> gradients) {}

    /// @param uniques as the batch was made with; their manager gets the gradients
    /// @param labels classes, int64, or scores, float32
    /// @param share of this part in its batch; 1 for a whole one
    Gradients gradients(
            BatchTensors batch,
            PtNDArray uniques,
            PtNDArray labels,
            Parameters parameters,
            Regularisation r,
            double share) {
        NDList arguments = new NDList(uniques, batch.ids(), batch.types(), batch.lengths(), labels);
        List<Double> drops = r.drops();
        arguments.add(batch.manager()
                .create(new double[] {drops.get(0), drops.get(1), drops.get(2), r.own() ? 1 : 0, r.smoothing(), share
                }));
        addList(arguments, "W[]", parameters.matrices());
        addList(arguments, "B[]", parameters.vectors());
        arguments.addAll(List.of(r.hidden(), r.attention(), r.head()));
        List<PtNDArray> found = recorded("gradients", arguments).stream()
                .map(PtNDArray.class::cast)
                .toList();
        return new Gradients(found.getFirst().toFloatArray()[0], found.subList(1, found.size()));
    }

    /// Calls a method whose results can take part in gradients; others give what PyTorch calls inference tensors.
    /// Arrays say by their names what they are: `W[]` gathers a list, and `module_method:` names the method.
    /// Results belong to the first array's manager.
    private NDList recorded(String method, NDList arguments) {
        name.setName("module_method:" + method);
        arguments.add(name);
        return IValueUtils.forward(module, arguments, true);
    }

    private static void addList(NDList arguments, String name, List<PtNDArray> tensors) {
        for (PtNDArray tensor : tensors) {
            tensor.setName(name);
            arguments.add(tensor);
        }
    }

    /// Frees the memory of parameters after a failure: DJL keeps what it has handed to a computation that failed.
    void abandon(Parameters parameters) {
        call("empty", list(parameters.tensors()));
    }

    /// Memory for bf16 numbers, where the manager's tensors are.
    PtNDArray room(PtNDManager manager, long count) {
        return (PtNDArray) recorded("room", new NDList(manager.create(count))).singletonOrThrow();
    }

    /// Adds the gradients to the sums, in place.
    void accumulate(List<PtNDArray> sums, List<PtNDArray> gradients) {
        call("accumulate", list(sums), list(gradients));
    }

    /// The Euclidean norm of all gradients together.
    float length(PtNDManager manager, List<PtNDArray> gradients) {
        return tensor(manager, "length", list(gradients)).toFloatArray()[0];
    }

    /// AdamW's numbers for some tensors.
    ///
    /// @param number of the step, from 1
    /// @param scale what gradients are divided by first
    record Update(
            int number,
            double learningRate,
            double weightDecay,
            double beta1,
            double beta2,
            double epsilon,
            double scale) {}

    /// Moves tensors and their moments, in place.
    void update(
            Update update,
            List<PtNDArray> tensors,
            List<PtNDArray> gradients,
            List<PtNDArray> firstMoments,
            List<PtNDArray> secondMoments) {
        call(
                "update",
                IValue.from((double) update.number()),
                IValue.from(update.learningRate()),
                IValue.from(update.weightDecay()),
                IValue.listFrom(update.beta1(), update.beta2(), update.epsilon()),
                IValue.from(update.scale()),
                list(tensors),
                list(gradients),
                list(firstMoments),
                list(secondMoments));
    }

    /// Writes a gradient's rows into a table of zeros.
    void spread(PtNDArray zeros, PtNDArray uniques, PtNDArray gradient) {
        call("spread", IValue.from(zeros), IValue.from(uniques), IValue.from(gradient));
    }

    /// Makes them zeros again.
    void wipe(PtNDArray zeros, PtNDArray uniques) {
        call("wipe", IValue.from(zeros), IValue.from(uniques));
    }

    /// What every batch of a scoring needs of the parameters, made once for many of them. Never ask one of these for
    /// its type: DJL ends the process at bf16.
    List<PtNDArray> prepared(PtNDManager manager, Parameters parameters) {
        return packed
                ? tensors(manager, "packed", list(parameters.matrices()), list(parameters.vectors()))
                : tensors(manager, "narrowed", list(parameters.matrices()));
    }

    /// The batch's logits, row by row. Several threads may ask at once.
    ///
    /// @param prepared of these parameters
    float[] score(BatchTensors batch, PtNDArray uniques, Parameters parameters, List<PtNDArray> prepared) {
        List<IValue> arguments = new ArrayList<>(List.of(
                IValue.from(batch.ids()),
                IValue.from(batch.types()),
                IValue.from(batch.lengths()),
                IValue.from(uniques)));
        if (packed) {
            arguments.add(list(parameters.matrices()));
            arguments.add(list(parameters.vectors()));
            arguments.add(list(prepared));
        } else {
            arguments.add(list(prepared));
            arguments.add(list(parameters.vectors()));
        }
        return tensor(batch.manager(), packed ? "score_packed" : "score", arguments.toArray(IValue[]::new))
                .toFloatArray();
    }

    private static IValue list(List<PtNDArray> tensors) {
        return IValue.listFrom(tensors.toArray(PtNDArray[]::new));
    }

    private void call(String method, IValue... arguments) {
        run(method, arguments).close();
    }

    private PtNDArray tensor(PtNDManager manager, String method, IValue... arguments) {
        try (IValue result = run(method, arguments)) {
            return result.toTensor(manager);
        }
    }

    private List<PtNDArray> tensors(PtNDManager manager, String method, IValue... arguments) {
        try (IValue result = run(method, arguments)) {
            return List.of(result.toTensorArray(manager));
        }
    }

    private IValue run(String method, IValue... arguments) {
        try {
            return IValueUtils.runMethod(module, method, arguments);
        } finally {
            for (IValue argument : arguments) {
                argument.close();
            }
        }
    }
}
