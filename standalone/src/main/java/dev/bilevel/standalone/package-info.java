/// The command line `./bilevel`, and the whole stack on one machine.
///
/// [Bilevel] lists the commands and turns every failure into one line and an exit status. [Run] is the main one, and
/// reads as the story of a study: take the spec (`spec`), start the stack (`stack`), submit and watch (`progress`),
/// leave the result (`result`), stop everything.
///
/// Nothing here decides anything about a study: it meets the services at their REST interface, as any other user does.
package dev.bilevel.standalone;
