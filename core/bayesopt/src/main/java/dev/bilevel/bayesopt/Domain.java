package dev.bilevel.bayesopt;

/// A convex set that a search stays in.
interface Domain {
    /// Moves a point to the nearest one of the set.
    void project(double[] x);

    /// Projects a gradient onto the face that the point lies on: what remains can be followed downhill both ways.
    /// Marks the coordinates that may move. Zero everywhere at a stationary point.
    ///
    /// @param face a target: which coordinates are free
    void reduce(double[] x, double[] gradient, boolean[] face);
}
