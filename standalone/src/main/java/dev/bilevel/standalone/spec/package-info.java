/// From a spec file and `--set` to a spec that can be run.
///
/// [SpecFile] reads the file, [Setting] is one `--set`, `EarlierStudy` embeds what `outer.earlier` names, `HubModels`
/// pins a model of the hub to its commit. [Preflight] looks at the files that the spec names, and downloads those of
/// the network, before anything is started.
package dev.bilevel.standalone.spec;
