/// Trains one trial of a journal again and compares bits: [RecordedTrial] finds it, [Elsewhere] says where its
/// model and data lie on this machine, [Retraining] does it. The code is the trainer's own
/// ([dev.bilevel.learning.TrialTraining]).
package dev.bilevel.standalone.retrain;
