/// Bayesian optimisation.
package dev.bilevel.bayesopt;
