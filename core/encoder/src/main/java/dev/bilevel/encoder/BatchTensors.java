package dev.bilevel.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/// A batch as tensors, padded on the right with the model's padding token to its longest row; freed when closed.
final class BatchTensors implements AutoCloseable {
    private final NDManager manager;
    private final NDArray ids;
    private final NDArray types;
    private final NDArray lengths;
    private NDArray labels;

    BatchTensors(NDManager parent, TokenizedExamples examples, int[] rows, int padding) {
        int width = 0;
        for (int row : rows) {
            width = Math.max(width, examples.length(row));
        }
        long[] idValues = new long[rows.length * width];
        long[] typeValues = new long[rows.length * width];
        long[] lengthValues = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int[] rowIds = examples.ids(rows[i]);
            int[] rowTypes = examples.types(rows[i]);
            lengthValues[i] = rowIds.length;
            for (int j = 0; j < width; j++) {
                idValues[i * width + j] = j < rowIds.length ? rowIds[j] : padding;
                typeValues[i * width + j] = j < rowIds.length ? rowTypes[j] : 0;
            }
        }
        manager = parent.newSubManager();
        Shape shape = new Shape(rows.length, width);
        ids = manager.create(idValues, shape);
        types = manager.create(typeValues, shape);
        lengths = manager.create(lengthValues, new Shape(rows.length, 1));
    }

    /// Adds the rows' labels: class indices, or scores of a regression.
    BatchTensors labelled(Labels all, int[] rows) {
        labels = all.regression() ? manager.create(all.scores(rows)) : manager.create(all.classes(rows));
        return this;
    }

    NDManager manager() {
        return manager;
    }

    NDList withLabels() {
        return new NDList(ids, types, lengths, labels);
    }

    NDList withoutLabels() {
        return new NDList(ids, types, lengths);
    }

    @Override
    public void close() {
        manager.close();
    }
}
