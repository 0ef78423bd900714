/// RoBERTa and BERT classifiers: tokenizer, fine-tuning, scoring. The only code of Bilevel that knows DJL and
/// PyTorch.
///
/// A [ModelFolder] is a checked folder in Hugging Face layout. [FineTuning] trains from it and hands [Weights] to a
/// [TrainingListener] at the steps that [Snapshots] names, and a state to resume from after every step; [Scoring]
/// measures a weights file on examples. `ModelFolder.export` makes a folder that transformers loads.
///
/// The computation itself is TorchScript source that Java packs into an archive (`TorchScriptArchive`) and PyTorch's
/// interpreter runs. `ForwardSource` is the encoder, `TrainingSource` loss, gradients, clipping and AdamW;
/// `EncoderModule` calls them. `Training` is the loop, `Optimizer` says which tensor moves how, `Noise` draws what
/// dropout drops. Parameters are plain tensors under the names that transformers gives them (`Architecture`). DJL's
/// own transformer blocks, optimizers and arithmetic are not used: they differ from what Hugging Face computes.
///
/// [Natives] brings PyTorch into the process, or an `ExternalTorch` that the user names for its [Gpus].
package dev.bilevel.encoder;
