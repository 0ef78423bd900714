package dev.bilevel.bayesopt;

import java.util.Map;
import java.util.OptionalLong;

/// One dimension of a search space; [Simplex] is several that sum to one.
///
/// | kind | tree | values |
/// | --- | --- | --- |
/// | [Uniform] | `{uniform: [0, 0.1]}` | [Double], both ends included |
/// | [Log] | `{log: [1e-5, 1e-2]}` | [Double], searched by its logarithm |
/// | [IntRange] | `{int: [1, 4]}` | [Long], both ends included |
/// | [LogInt] | `{logInt: [16, 512]}` | [Long], searched by its logarithm |
/// | [Choice] | `{choice: [8, 16, 32], ordered: true}` | one of the options |
/// | [Fixed] | `{fixed: 0.1}` | that value |
/// | [Simplex] | `{simplex: 5}` | a `List<Double>`, not negative, that sums to 1 |
public sealed interface Parameter permits Uniform, Log, IntRange, LogInt, Choice, Fixed, Simplex {

    String name();

    /// This parameter's entry in the space's tree, such as `{log: [1e-5, 1e-2]}`.
    Map<String, Object> toTree();

    /// The value in its canonical type ([Double], [Long], [Boolean], [String] or `List<Double>`).
    ///
    /// @throws InvalidConfiguration where the value is not one of this parameter's
    Object read(Object value);

    /// How many values there are; empty where they form a continuum.
    OptionalLong cardinality();
}
