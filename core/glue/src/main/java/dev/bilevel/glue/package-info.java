/// GLUE on this machine: its tasks, its files, the splits made of them, and its metrics.
///
/// Start with [dev.bilevel.glue.Task], which knows for each of the nine tasks where a line keeps its texts and label
/// and how predictions are measured. [dev.bilevel.glue.GlueData] reads an official file into a
/// [dev.bilevel.glue.Dataset]: bytes become lines (`Lines`), lines become columns (`Layout`, `Columns`), the label
/// becomes a number (`Answers`). [dev.bilevel.glue.Carving] takes validation out of train, so that the score that
/// the outer loop optimises is never the one that is reported; [dev.bilevel.glue.Subset] picks what the inner loop
/// measures its loss on. [dev.bilevel.glue.Metrics] turns a whole split's predictions into the task's official
/// numbers and the one number that a study maximises.
///
/// Nothing here knows models, tensors or events; it needs the JDK alone.
package dev.bilevel.glue;
