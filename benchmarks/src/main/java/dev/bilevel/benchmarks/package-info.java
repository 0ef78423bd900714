/// What the optimiser is measured on, and how.
///
/// [Problems] is the catalogue: a [Problem] is a space, a function of its configurations, and the least value
/// there is. [Formulas] are the classical functions of real numbers, [Trainings] those that look like this
/// project's own work, and a `Table` holds what real trainings came to at every configuration of a finite
/// space. The same functions in Python are in `benchmarks/peers`; a test compares the two.
///
/// A [Contest] plays one problem with one acquisition: the [Course] that it returns is the simple regret and the time
/// of every suggestion.
///
/// On most of the problems ([Problem#tunedOn]), or on close relatives of theirs, settings of the engine were
/// compared with one another while it was written. Whoever changes the engine may look at all of them, and
/// believes the others.
package dev.bilevel.benchmarks;
