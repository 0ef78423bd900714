/// What a study leaves behind in `runs/<study id>/`: its journal, `result.json`, the model, and a table for the eye.
///
/// [Journal] reads the journal that the optimizer handed out; [StudyResult] is what `result.json` says; [ModelFolder]
/// is the winner in Hugging Face layout.
package dev.bilevel.standalone.result;
