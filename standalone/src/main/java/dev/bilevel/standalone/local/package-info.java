/// One worker's job on this machine, without Kafka: `finetune`, `evaluate` and `fuse`, on the same code that the
/// services run.
///
/// [FineTuneModel], [EvaluateModel] and [FuseCheckpoints] are the commands. What they share is read from the command
/// line by mixins: [ModelOptions] finds a model, [TaskOptions] a task with its examples ([Exercise]),
/// [ComputeOptions] says how to compute, [HyperparameterOptions] offers every hyperparameter that the encoder knows.
/// [OutFolder] is the folder that a training fills: nobody else writes there meanwhile, and `config.json` comes last,
/// so that what was interrupted is never taken for a model. [Measurement] is what an evaluation came to.
package dev.bilevel.standalone.local;
