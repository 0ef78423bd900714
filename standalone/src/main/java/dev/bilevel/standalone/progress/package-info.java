/// What a person sees while a study runs.
///
/// A [Snapshot] is the study at a moment, [Remaining] estimates the time left from snapshots, and a [Display] shows
/// them: [Bar] on a terminal, [Lines] where standard error is a file or a pipe.
package dev.bilevel.standalone.progress;
