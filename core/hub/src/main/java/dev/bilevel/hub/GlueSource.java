package dev.bilevel.hub;

import dev.bilevel.glue.Task;

/// Where a task's official files come from.
///
/// The addresses are those of GLUE's own download script and of Hugging Face's `glue` dataset; lengths and
/// SHA-256 are those that `datasets` 1.x and TensorFlow Datasets both record for them.
sealed interface GlueSource {

    /// A file below the address of GLUE's files.
    record Remote(String path, long bytes, String sha256) {
        /// Its last name.
        String name() {
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    /// A zip that holds the task's folder, with the files in their final form.
    record Zip(Remote file) implements GlueSource {}

    /// MRPC, which GLUE may not hand out: the corpus as SentEval hosts it, and the pairs that are dev. Its
    /// sentences are tokenised ("Dominick 's") here, and so in Hugging Face's `glue` dataset; in Microsoft's
    /// installer they are not.
    record Paraphrases(Remote corpus, Remote devIds) implements GlueSource {}

    /// The official ones.
    static GlueSource of(Task task) {
        return switch (task) {
            case COLA -> zip("CoLA.zip", 376_971, "f212fcd832b8f7b435fb991f101abf89f96b933ab400603bf198960dfc32cbff");
            case SST2 ->
                zip("SST-2.zip", 7_439_277, "d67e16fb55739c1b32cdce9877596db1c127dc322d93c082281f64057c16deaa");
            case STSB -> zip("STS-B.zip", 802_872, "e60a6393de5a8b5b9bac5020a1554b54e3691f9d600b775bd131e613ac179c85");
            case QQP ->
                zip("QQP-clean.zip", 41_696_084, "40e7c862c04eb26ee04b67fd900e76c45c6ba8e6d8fab4f8f1f8072a1a3fbae0");
            case MNLI ->
                zip("MNLI.zip", 312_783_507, "e7c1d896d26ed6caf700110645df426cc2d8ebf02a5ab743d5a5c68ac1c83633");
            case QNLI ->
                zip("QNLIv2.zip", 10_627_589, "e634e78627a29adaecd4f955359b22bf5e70f2cbd93b493f2d624138a0c0e5f5");
            case RTE -> zip("RTE.zip", 697_150, "6bf86de103ecd335f3441bd43574d23fef87ecc695977a63b82d5efb206556ee");
            case WNLI -> zip("WNLI.zip", 28_999, "ae0e8e4d16f4d46d4a0a566ec7ecceccfd3fbfaa4a7a4b4e02848c0f2561ac46");
            case MRPC ->
                new Paraphrases(
                        new Remote(
                                "/senteval/senteval_data/msr_paraphrase_train.txt",
                                1_047_044,
                                "60a9b09084528f0673eedee2b69cb941920f0b8cd0eeccefc464a98768457f89"),
                        new Remote(
                                "/glue/data/mrpc_dev_ids.tsv",
                                6_222,
                                "971d7767d81b997fd9060ade0ec23c4fc31cbb226a55d1bd4a1bac474eb81dc7"));
        };
    }

    private static GlueSource zip(String name, long bytes, String sha256) {
        return new Zip(new Remote("/glue/data/" + name, bytes, sha256));
    }
}
