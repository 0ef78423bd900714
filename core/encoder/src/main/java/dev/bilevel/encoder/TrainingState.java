package dev.bilevel.encoder;

import dev.bilevel.checkpoints.InvalidSafetensors;
import dev.bilevel.checkpoints.SafetensorsFile;
import dev.bilevel.checkpoints.SafetensorsWriter;
import dev.bilevel.checkpoints.TensorSet;
import dev.bilevel.checkpoints.TensorSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A training in the middle, as a safetensors file: weights, both moments, and in the header how far it had come and
/// which training it was. Random numbers need no state: each step's derive from the seed and its number.
final class TrainingState {
    private TrainingState() {}

    static void write(Path target, Optimizer optimizer, Course course, TrainingIdentity identity) throws IOException {
        List<TensorSource> sources = new ArrayList<>();
        for (Parameters each : optimizer.tensors()) {
            sources.addAll(each.sources());
        }
        Map<String, String> header = new TreeMap<>(SafetensorsWriter.PYTORCH);
        header.putAll(identity.header());
        course.numbers().forEach((name, number) -> header.put(name, Double.toString(number)));
        SafetensorsWriter.write(target, sources, header);
    }

    /// Fills the optimizer's tensors from a file.
    ///
    /// @throws InvalidModel if the file is none of these, or of another training
    static Course read(Path file, Optimizer optimizer, TrainingIdentity identity, int steps)
            throws InvalidModel, IOException {
        Course course = course(file, identity, steps);
        try (TensorSet saved = StartingWeights.openFile(file)) {
            for (Parameters each : optimizer.tensors()) {
                each.load(saved);
            }
        }
        return course;
    }

    private static Course course(Path file, TrainingIdentity identity, int steps) throws InvalidModel, IOException {
        try (SafetensorsFile saved = SafetensorsFile.open(file)) {
            Map<String, String> header = saved.metadata();
            identity.check(file, header);
            Map<String, Double> numbers = new HashMap<>();
            for (String name : Course.beginning().numbers().keySet()) {
                numbers.put(name, number(file, header, name));
            }
            Course course = Course.of(numbers);
            if (course.taken() < 1 || course.taken() > steps) {
                throw new InvalidModel(file + ": taken is " + course.taken() + ", expected a step from 1 to " + steps);
            }
            return course;
        } catch (InvalidSafetensors e) {
            throw new InvalidModel(e.getMessage(), e);
        }
    }

    private static double number(Path file, Map<String, String> header, String name) throws InvalidModel {
        String text = header.getOrDefault(name, "absent");
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new InvalidModel(file + ": " + name + " is " + text + ", expected a number", e);
        }
    }
}
