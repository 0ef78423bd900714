/// What Bilevel needs from the network, downloaded once and kept: models of the Hugging Face hub, and GLUE's
/// files.
///
/// Start with [dev.bilevel.hub.Models], which turns a folder or a [dev.bilevel.hub.ModelId] into a folder.
/// `Hub` asks for a model's commit and files (`Listing`, `RemoteFile`, `ModelFiles`) and keeps them in
/// `HubCache`, whose layout is `huggingface_hub`'s. `Transfer` brings one file here: resumed where it was cut
/// off, verified by its `Checksum`, under its `Lock`. `Web` sends the requests, and the `Token` to the hub
/// alone. `Settings` reads the environment, `Patience` says how long to wait, `Complaints` what went wrong and
/// what to do.
///
/// [dev.bilevel.hub.Datasets] does the same for GLUE: `GlueSource` knows addresses and hashes, `Unpacking`
/// takes files out of zips, `DevSplit` makes MRPC's two files of one.
///
/// Only safetensors are ever fetched, and every byte is checked against a hash before it gets its final name.
package dev.bilevel.hub;
