/// The read model: what the journal says, as tables that REST can ask.
///
/// [Projection] reads the journal topic and hands batches to [Projector], which writes rows and the journal offset in
/// one database transaction; so each entry counts once, whatever is killed in between. The tables are made by
/// `schema.sql` where they are missing. Drop them, or the whole database, and the projection starts from offset 0.
/// [ReadModel] asks. Nothing is ever decided from these tables.
package dev.bilevel.optimizer.readmodel;
