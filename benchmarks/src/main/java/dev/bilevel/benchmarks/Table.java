package dev.bilevel.benchmarks;

import dev.bilevel.bayesopt.Configuration;
import dev.bilevel.bayesopt.Space;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What real trainings came to at every configuration of a finite space: one row each, a column for every parameter,
/// then the loss. `benchmarks/peers/tables.py` made the files.
final class Table {
    private final Map<Map<String, String>, Double> losses;

    private Table(Map<Map<String, String>, Double> losses) {
        this.losses = losses;
    }

    /// The problem of that name, from the file of that name.
    static Problem problem(String name, Map<String, Object> space) {
        Table table = read(name + ".csv");
        double least = table.losses.values().stream()
                .mapToDouble(Double::doubleValue)
                .min()
                .orElseThrow();
        return new Problem(name, Space.parse(space), least, 0, false, table::loss);
    }

    private static Table read(String file) {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(Table.class.getResourceAsStream(file), StandardCharsets.UTF_8))) {
            List<String> names = List.of(reader.readLine().split(",", -1));
            int last = names.size() - 1;
            Map<Map<String, String>, Double> losses = new HashMap<>();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] cells = line.split(",", -1);
                Map<String, String> row = new TreeMap<>();
                for (int i = 0; i < last; i++) {
                    row.put(names.get(i), canonical(cells[i]));
                }
                losses.put(row, Double.valueOf(cells[last]));
            }
            return new Table(losses);
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    private double loss(Configuration configuration) {
        Map<String, String> row = configuration.values().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> canonical(entry.getValue().toString())));
        Double loss = losses.get(row);
        if (loss == null) {
            throw new IllegalArgumentException(configuration + ": is not in the table");
        }
        return loss;
    }

    /// One text for each number, whichever way it is written.
    private static String canonical(String cell) {
        return Character.isLetter(cell.charAt(0)) ? cell : Double.toString(Double.parseDouble(cell));
    }
}
