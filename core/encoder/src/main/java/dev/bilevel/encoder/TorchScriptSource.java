package dev.bilevel.encoder;

import dev.bilevel.encoder.ComputeSettings.Precision;

import java.util.Map;

/// The computation of one encoder classifier as TorchScript: [ForwardSource], [TrainingSource] and [ScoringSource] or
/// [PackedSource], with the model's sizes filled in.
final class TorchScriptSource {
    private TorchScriptSource() {}

    /// @param frozen what gets no gradients: 0 nothing, k the embeddings and the first k layers
    /// @param packed how to score
    static String of(Architecture architecture, Head head, Precision precision, int frozen, boolean packed) {
        String source = ForwardSource.TEXT + TrainingSource.TEXT + (packed ? PackedSource.TEXT : ScoringSource.TEXT);
        for (Map.Entry<String, String> each :
                constants(architecture, head, precision, frozen).entrySet()) {
            source = source.replace("<" + each.getKey() + ">", each.getValue());
        }
        return source;
    }

    private static Map<String, String> constants(Architecture a, Head head, Precision precision, int frozen) {
        String positions = switch (a.family()) {
            // transformers numbers what is not the padding token, literal padding tokens in a text included.
            case ROBERTA -> """
                        real = torch.to(torch.ne(ids, 0), 4)
                            positions = torch.add(torch.mul(torch.cumsum(real, 1), real), <PAD>)""";
            case BERT -> "positions = torch.sub(places, 1)";
        };
        String pooled = switch (a.family()) {
            case ROBERTA -> "(self).drop(x, head, 0, drops[2], own)";
            case BERT -> "x";
        };
        int width = a.hidden() / a.heads();
        return Map.ofEntries(
                Map.entry("SELF", TorchScriptArchive.SELF),
                Map.entry("POSITIONS", positions.replace("<PAD>", Integer.toString(a.padding()))),
                Map.entry("POSITION_PAD", a.family() == Family.ROBERTA ? Integer.toString(a.padding()) : "-1"),
                Map.entry("POOLED", pooled),
                Map.entry("TYPE", precision == Precision.BF16 ? "15" : "6"),
                Map.entry("HIDDEN", Integer.toString(a.hidden())),
                Map.entry("HEADS", Integer.toString(a.heads())),
                Map.entry("WIDTH", Integer.toString(width)),
                Map.entry("SCALE", Double.toString(1 / StrictMath.sqrt(width))),
                Map.entry("LAYERS", Integer.toString(a.layers())),
                Map.entry("EPS", Double.toString(a.layerNormEps())),
                Map.entry("ACTIVATION", a.activation().script()),
                Map.entry("FUSED", a.activation().fused()),
                Map.entry("TOGETHER", Integer.toString(Batches.TOKENS_SCORED_TOGETHER)),
                Map.entry("CRITERION", criterion(head)),
                Map.entry("FIRST_MATRIX", Integer.toString(frozen == 0 ? 0 : 3 + 6 * frozen)),
                Map.entry("FIRST_VECTOR", Integer.toString(frozen == 0 ? 0 : 2 + 10 * frozen)));
    }

    private static String criterion(Head head) {
        return head.regression()
                ? "torch.mse_loss(torch.view(logits, [-1]), labels)"
                : "torch.cross_entropy_loss(logits, labels, None, 1, -100, smoothing)";
    }
}
