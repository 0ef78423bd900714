/// Model weights in files: reading, writing, naming, verifying and averaging them. Never a pickle.
///
/// A checkpoint is a [safetensors](https://github.com/huggingface/safetensors) file. [SafetensorsFile] opens one:
/// the header is parsed by `Header`, which believes nothing it reads, and data is mapped when asked for. A [TensorSet]
/// is a whole model: one such file, or shards under an index.
///
/// [SafetensorsWriter] writes one from [TensorSource]s, through `HashedFile`, which hashes on the way and makes the
/// file appear complete or not at all. [Fusion] streams the weighted sum of several into a new one, or into shards;
/// `WeightedSum` is its kernel, and `ReadAhead` reads for it.
///
/// Between processes, files lie in their study's [StudyFolder], are named by what they were made from ([ContentHash]),
/// and are found through a [CheckpointStore], which lets no URI lead anywhere else and verifies what it hands out. Its
/// files may lie in an [ObjectStore]; then it keeps copies, and a `Cache` limits them.
///
/// Read [SafetensorsFile] first, then [Fusion].
package dev.bilevel.checkpoints;
