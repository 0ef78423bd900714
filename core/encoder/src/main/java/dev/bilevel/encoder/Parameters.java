package dev.bilevel.encoder;

import ai.djl.Device;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import dev.bilevel.checkpoints.DType;
import dev.bilevel.checkpoints.SafetensorsWriter;
import dev.bilevel.checkpoints.StoredFile;
import dev.bilevel.checkpoints.TensorInfo;
import dev.bilevel.checkpoints.TensorSet;
import dev.bilevel.checkpoints.TensorSource;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A model's parameters as fp32 tensors. Numbers go in and out through the tensors' own memory: PyTorch allocates it,
/// which aligns it alike in every process, and nothing passes through the heap. Beside a GPU they go through a copy.
final class Parameters implements Weights {
    private static final NDIndex WHOLE = new NDIndex("...");
    private static final long ALIGNMENT = 64;

    private final List<Parameter> parameters;
    private final List<PtNDArray> tensors = new ArrayList<>();
    private final List<PtNDArray> matrices = new ArrayList<>();
    private final List<PtNDArray> vectors = new ArrayList<>();

    /// Tensors of these shapes, all zeros; freed with the manager.
    Parameters(List<Parameter> parameters, PtNDManager manager) {
        this.parameters = parameters;
        for (Parameter parameter : parameters) {
            long[] shape = parameter.shape().stream().mapToLong(Long::longValue).toArray();
            PtNDArray tensor = (PtNDArray) manager.zeros(new Shape(shape), DataType.FLOAT32);
            tensors.add(tensor);
            (parameter.matrix() ? matrices : vectors).add(tensor);
        }
    }

    List<Parameter> all() {
        return parameters;
    }

    /// In the order of [#all()].
    List<PtNDArray> tensors() {
        return tensors;
    }

    /// Matrices and tables, in the order of [Architecture#parameters(Head)]: what weight decay is for.
    List<PtNDArray> matrices() {
        return matrices;
    }

    /// Biases and LayerNorm's vectors, in that order.
    List<PtNDArray> vectors() {
        return vectors;
    }

    /// Fills them with what a training starts from: the folder's weights, and random numbers for what it lacks.
    void start(ModelFolder model, long seed) throws InvalidModel, IOException {
        double deviation = model.architecture().initializerRange();
        if (model.randomWeights()) {
            for (int i = 0; i < tensors.size(); i++) {
                draw(i, deviation, seed);
            }
            return;
        }
        try (TensorSet file = StartingWeights.openFile(model.weights())) {
            Family family = model.architecture().family();
            for (int i = 0; i < tensors.size(); i++) {
                Optional<TensorInfo> found = StartingWeights.find(file, parameters.get(i), family);
                if (found.isPresent()) {
                    copy(file, found.get(), i);
                } else {
                    draw(i, deviation, seed);
                }
            }
        }
    }

    /// Fills them from a file, or a sharded model's index or folder, that holds every one, whatever its prefix.
    void load(Path weights, Family family) throws InvalidModel, IOException {
        try (TensorSet file = StartingWeights.openFile(weights)) {
            for (int i = 0; i < tensors.size(); i++) {
                copy(file, StartingWeights.present(file, parameters.get(i), family), i);
            }
        }
    }

    /// Fills them from a file that holds every one under its own name.
    void load(TensorSet file) throws InvalidModel, IOException {
        for (int i = 0; i < tensors.size(); i++) {
            copy(file, StartingWeights.exactly(file, parameters.get(i)), i);
        }
    }

    @Override
    public StoredFile writeTo(Path target, Map<String, String> metadata) throws IOException {
        Map<String, String> header = new TreeMap<>(SafetensorsWriter.PYTORCH);
        header.putAll(metadata);
        return SafetensorsWriter.write(target, sources(), header);
    }

    /// Each under its name, read when its turn comes.
    List<TensorSource> sources() {
        List<TensorSource> sources = new ArrayList<>();
        for (int i = 0; i < tensors.size(); i++) {
            PtNDArray tensor = tensors.get(i);
            Parameter parameter = parameters.get(i);
            sources.add(new TensorSource(parameter.name(), DType.F32, parameter.shape(), sink -> read(tensor, sink)));
        }
        return sources;
    }

    private void draw(int i, double deviation, long seed) {
        write(tensors.get(i), memory -> InitialWeights.fill(memory, parameters.get(i), deviation, seed));
    }

    private void copy(TensorSet file, TensorInfo from, int i) throws IOException {
        write(tensors.get(i), memory -> file.readFloats(from.name(), memory));
    }

    private interface Filling<E extends Exception> {
        void fill(MemorySegment memory) throws E;
    }

    private static <E extends Exception> void write(PtNDArray tensor, Filling<E> filling) throws E {
        if (tensor.getDevice().equals(Device.cpu())) {
            filling.fill(memory(tensor));
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment onHost = arena.allocate(tensor.size() * Float.BYTES, ALIGNMENT);
            filling.fill(onHost);
            try (PtNDArray filled =
                    tensor.getManager().create(onHost.asByteBuffer(), tensor.getShape(), DataType.FLOAT32)) {
                tensor.set(WHOLE, filled);
            }
        }
    }

    private static void read(PtNDArray tensor, TensorSource.Sink sink) throws IOException {
        if (tensor.getDevice().equals(Device.cpu())) {
            sink.write(memory(tensor));
            return;
        }
        PtNDArray onHost = tensor.toDevice(Device.cpu(), true);
        // DJL makes a manager of its own for it.
        try (PtNDManager _ = onHost.getManager()) {
            sink.write(memory(onHost));
        }
    }

    private static MemorySegment memory(PtNDArray tensor) {
        return MemorySegment.ofBuffer(JniUtils.getByteBuffer(tensor, true));
    }
}
