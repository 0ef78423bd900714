/// A study: what is asked for, where it stands, and what is decided next.
///
/// ```
/// event ─► Admission ─► Decider ─► [observation, decision, decision, …] ─► journal, topics
///                          │ ▲
///          OuterLoop, InnerSuggestions,      Study ◄─ Evolution ◄─ journal
///          Decisions, Verdict                   (the state)
/// ```
///
/// Read [Study] first, the state as a journal adds it up; then [Trial], whose records are the stages of one trial;
/// then [Decider], which takes an event in and says what follows. `decide` never changes state and `evolve` never
/// decides; neither looks at a clock, draws a random number or does I/O, so a journal says everything about a study.
///
/// [StudySpec] is what a user writes; [SpecReader] checks it field by field.
package dev.bilevel.study;
