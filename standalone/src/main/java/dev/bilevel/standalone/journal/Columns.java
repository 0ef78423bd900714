package dev.bilevel.standalone.journal;

import java.util.ArrayList;
import java.util.List;

/// Rows of cells as lines of even columns.
final class Columns {
    private static final String GAP = "  ";

    private final boolean numbersRight;
    private final List<List<String>> rows = new ArrayList<>();

    private Columns(boolean numbersRight) {
        this.numbersRight = numbersRight;
    }

    /// Texts to the left, numbers to the right: for columns of one kind.
    static Columns aligned() {
        return new Columns(true);
    }

    /// Everything to the left: for rows of one kind.
    static Columns left() {
        return new Columns(false);
    }

    void row(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    List<String> lines() {
        int[] widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
        rows.forEach(row -> {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            String cell = row.get(i);
            String space = " ".repeat(widths[i] - cell.length());
            boolean right =
                    numbersRight && !cell.isEmpty() && (Character.isDigit(cell.charAt(0)) || cell.charAt(0) == '-');
            line.append(right ? space + cell : cell + space).append(GAP);
        }
        return line.toString().stripTrailing();
    }
}
