/// The evaluator service: takes models from the share group `bilevel-evaluator` and answers with
/// [dev.bilevel.events.ModelScored], or says why there is no score.
///
/// | asked by | what is scored | where there is no score |
/// | --- | --- | --- |
/// | [dev.bilevel.events.ModelFused] | the training loss, on a seeded subset of train ([FusedWork]) |
/// [dev.bilevel.events.FusionFailed] |
/// | [dev.bilevel.events.ModelSelected] | loss and every GLUE metric of a split ([SelectedWork]) |
/// [dev.bilevel.events.ScoringFailed] |
///
/// [ModelScoring] does what both have in common, and keeps models and examples between scores: a study asks for a
/// hundred of them.
package dev.bilevel.evaluator;
