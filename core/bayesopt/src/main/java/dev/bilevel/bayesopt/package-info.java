/// Bayesian optimisation: what to try next, given what was tried.
///
/// [Suggester] is the whole of it: a [Level] (space, goal, acquisition, initial design, seed) and a [History] of
/// [Observation]s go in, a [Suggestion] comes out. It is a pure function: no clock, no state between calls, the same
/// bits on every machine. Everything else is package-private.
///
/// A suggestion takes this way; each step is a file:
///
/// 1. [Space] and its [Parameter]s say what may be tried; `Encoding` and `Axis` turn a [Configuration] into a point x
///    whose coordinates lie in [0, 1] (a category is an index, simplex weights stand for themselves)
/// 2. the initial design: points given, then a scrambled `Sobol` sequence; `Untried` keeps anything from being
///    suggested twice
/// 3. then `ModelBased`: `Completed` holds what was observed, by `Scale` standardised, as much of it as
///    `Selection` lets through; `Warp` bends heavy tails where the likelihood asks for it
/// 4. `Surrogate` fits the Gaussian process: `Descent` minimises `Likelihood` plus `Hyperprior`, over `Cholesky`, a
///    [Kernel] and `Points`; a `Posterior` is what comes of it. A failure counts as the worst value measured; a pending
///    suggestion is one more row of the factor
/// 5. an [Acquisition] is a `Surface` over encoded points: `Judged` by a `Criterion` of mean and deviation, on top of
///    `Normal`, or a `SamplePath`; `Maximiser` finds where it is highest, by `Neighbours` and by `Descent` within the
///    `Region` that the point may move in
///
/// | symbol | meaning | shape |
/// | --- | --- | --- |
/// | D, n | encoded dimensions, completed observations | |
/// | x_nd | encoded points | n × D |
/// | y, z_n | outcomes in their unit; standardised, less is better | n |
/// | θ | log length scales, log signal variance, log noise variance | D + 2 |
/// | K | covariance of the observations, noise included | n × n |
/// | L | lower Cholesky factor of K; U = Lᵀ | n × n |
/// | α | K⁻¹(z − m) for the constant mean m | n |
///
/// **Bit for bit.** Floating-point sums are taken in one order, by plain loops that a JIT may speed up but not
/// rearrange. Transcendental functions come from `StrictMath` or from `Exp`; `Math.sqrt`, `min`, `max` and `abs` are
/// exact by specification. Random numbers come from `SplitMix` and `Sobol`, whose seeds [Seeds] derives from the
/// level's seed and the suggestion's index. Nothing iterates over a hash table. `GoldenTest` compares bits; whoever
/// changes them gives [Suggester#ALGORITHM] a new version.
package dev.bilevel.bayesopt;
