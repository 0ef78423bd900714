/// What was tried before, from files and streams of JSON lines.
///
/// [LineReader] cuts a stream into lines without trusting it, [JsonLine] turns a line into an object.
/// [HistoryFile] is a level's own history, [PointsFile] holds configurations to try first, [EarlierFile] what
/// another study found out. Each file is accepted whole or not at all; a message names file, line and field.
package dev.bilevel.standalone.history;
