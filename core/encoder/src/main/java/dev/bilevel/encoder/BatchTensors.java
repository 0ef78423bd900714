package dev.bilevel.encoder;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;

import java.util.Arrays;

/// A batch as tensors, padded on the right to its longest row; freed when closed.
///
/// A token is the place of its id among `uniques`, the ids that a batch names; the padding token's comes first.
final class BatchTensors implements AutoCloseable {
    private final PtNDManager manager;
    private final int rows;
    private final int width;
    private final PtNDArray ids;
    private final PtNDArray types;
    private final PtNDArray lengths;

    BatchTensors(PtNDManager parent, TokenizedExamples examples, int[] rows, long[] uniques) {
        this.rows = rows.length;
        int longest = 0;
        for (int row : rows) {
            longest = Math.max(longest, examples.length(row));
        }
        width = longest;
        long[] idValues = new long[rows.length * width];
        long[] typeValues = new long[rows.length * width];
        long[] lengthValues = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int[] rowIds = examples.ids(rows[i]);
            int[] rowTypes = examples.types(rows[i]);
            lengthValues[i] = rowIds.length;
            for (int j = 0; j < rowIds.length; j++) {
                idValues[i * width + j] = place(uniques, rowIds[j]);
                typeValues[i * width + j] = rowTypes[j];
            }
        }
        manager = (PtNDManager) parent.newSubManager();
        Shape shape = new Shape(rows.length, width);
        ids = (PtNDArray) manager.create(idValues, shape);
        types = (PtNDArray) manager.create(typeValues, shape);
        lengths = (PtNDArray) manager.create(lengthValues, new Shape(rows.length, 1));
    }

    /// The ids of these examples, ascending, after the padding token's.
    static long[] uniques(TokenizedExamples examples, int[] rows, int padding) {
        int[][] ids = new int[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            ids[i] = examples.ids(rows[i]);
        }
        long[] others = Arrays.stream(ids)
                .flatMapToInt(Arrays::stream)
                .filter(id -> id != padding)
                .sorted()
                .distinct()
                .asLongStream()
                .toArray();
        long[] uniques = new long[others.length + 1];
        uniques[0] = padding;
        System.arraycopy(others, 0, uniques, 1, others.length);
        return uniques;
    }

    private static int place(long[] uniques, int id) {
        return id == uniques[0] ? 0 : Arrays.binarySearch(uniques, 1, uniques.length, id);
    }

    int rows() {
        return rows;
    }

    /// Tokens of the longest row.
    int width() {
        return width;
    }

    PtNDArray ids() {
        return ids;
    }

    PtNDArray types() {
        return types;
    }

    PtNDArray lengths() {
        return lengths;
    }

    /// Owns what is computed from the batch.
    PtNDManager manager() {
        return manager;
    }

    @Override
    public void close() {
        manager.close();
    }
}
