/// `./bilevel suggest`: the optimiser for any program, over files and pipes.
///
/// [SpaceFile] and the options become a level, and [Suggestions] what it suggests; [Dialogue] is the conversation of
/// `--stream`, results in and suggestions
/// out, by the rule of `docs/adr/0003`; [SuggestionLine] is how both look on a line.
package dev.bilevel.standalone.suggest;
