package dev.bilevel.encoder;

import dev.bilevel.encoder.ComputeSettings.Precision;

import java.util.Map;

/// The computation of an encoder classifier as TorchScript: forward, loss, gradients, and one optimizer step.
///
/// | symbol | meaning | shape |
/// | --- | --- | --- |
/// | `W` | matrices and tables in the order of [Architecture#parameters(Head)]: what weight decay is for | list |
/// | `B` | biases and LayerNorm's vectors in that order | list |
/// | `MW`, `MB` | AdamW's first moments, like `W` and `B` | list |
/// | `VW`, `VB` | its second moments | list |
/// | `ids`, `types` | token and segment ids, int64, padded on the right | [B, S] |
/// | `lengths` | tokens of each row, int64 | [B, 1] |
/// | `labels` | int64 classes or float32 scores | [B] |
/// | `x` | hidden states | [B, S, H] |
///
/// Matrix products run in bf16 where asked for, on weights cast from their fp32 masters; sums, normalisations,
/// soft-max, loss and optimizer stay in fp32. Post-norm residual layers as in transformers' `modeling_roberta.py`
/// and `modeling_bert.py`; AdamW and clipping as in PyTorch's `AdamW(fused=True)` and `clip_grad_norm_`.
final class TorchScriptSource {
    private TorchScriptSource() {}

    static String of(Architecture architecture, Head head, Precision precision) {
        String source = DENSE + EMBED + LAYER + LOGITS + STEP;
        for (Map.Entry<String, String> each :
                constants(architecture, head, precision).entrySet()) {
            source = source.replace("<" + each.getKey() + ">", each.getValue());
        }
        return source;
    }

    private static Map<String, String> constants(Architecture a, Head head, Precision precision) {
        String positions = switch (a.family()) {
            // transformers numbers what is not the padding token, literal padding tokens in a text included.
            case ROBERTA -> """
                        real = torch.to(torch.ne(ids, <PAD>), 4)
                            positions = torch.add(torch.mul(torch.cumsum(real, 1), real), <PAD>)""";
            case BERT -> "positions = torch.sub(places, 1)";
        };
        String pooled = switch (a.family()) {
            case ROBERTA -> "torch.dropout(h, dropout, dropout > 0.0)";
            case BERT -> "h";
        };
        return Map.ofEntries(
                Map.entry("SELF", TorchScriptArchive.SELF),
                Map.entry("POSITIONS", positions.replace("<PAD>", Integer.toString(a.padding()))),
                Map.entry("POSITION_PAD", a.family() == Family.ROBERTA ? Integer.toString(a.padding()) : "-1"),
                Map.entry("POOLED", pooled),
                Map.entry("PAD", Integer.toString(a.padding())),
                Map.entry("BF16", precision == Precision.BF16 ? "True" : "False"),
                Map.entry("HIDDEN", Integer.toString(a.hidden())),
                Map.entry("HEADS", Integer.toString(a.heads())),
                Map.entry("WIDTH", Integer.toString(a.hidden() / a.heads())),
                Map.entry("LAYERS", Integer.toString(a.layers())),
                Map.entry("EPS", Double.toString(a.layerNormEps())),
                Map.entry("ACTIVATION", a.activation().script()),
                Map.entry("CRITERION", criterion(head)));
    }

    private static String criterion(Head head) {
        return head.regression()
                ? "torch.mse_loss(torch.view(logits, [-1]), labels)"
                : "torch.cross_entropy_loss(logits, labels, None, 1, -100, 0.)";
    }

    private static final String DENSE = """
              def dense(self: <SELF>, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
                if <BF16>:
                  y = torch.linear(torch.to(x, 15), torch.to(w, 15), torch.to(b, 15))
                else:
                  y = torch.linear(x, w, b)
                return y
            """;

    private static final String EMBED = """
              def embed(self: <SELF>, ids: Tensor, types: Tensor, places: Tensor, W: List[Tensor], B: List[Tensor], dropout: float) -> Tensor:
                <POSITIONS>
                words = torch.embedding(W[0], ids, <PAD>, False, False)
                where = torch.embedding(W[1], positions, <POSITION_PAD>, False, False)
                x = torch.add(torch.add(words, torch.embedding(W[2], types, -1, False, False)), where)
                x = torch.layer_norm(x, [<HIDDEN>], B[0], B[1], <EPS>)
                return torch.dropout(x, dropout, dropout > 0.0)
            """;

    private static final String LAYER = """
              def heads(self: <SELF>, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
                y = (self).dense(x, w, b)
                y = torch.view(y, [torch.size(x, 0), torch.size(x, 1), <HEADS>, <WIDTH>])
                return torch.transpose(y, 1, 2)
              def layer(self: <SELF>, x: Tensor, mask: Tensor, W: List[Tensor], w: int, B: List[Tensor], b: int, dropout: float) -> Tensor:
                train = dropout > 0.0
                q = (self).heads(x, W[w], B[b])
                k = (self).heads(x, W[w + 1], B[b + 1])
                v = (self).heads(x, W[w + 2], B[b + 2])
                a = torch.scaled_dot_product_attention(q, k, v, mask, dropout)
                a = torch.reshape(torch.transpose(a, 1, 2), [torch.size(x, 0), torch.size(x, 1), <HIDDEN>])
                a = torch.to((self).dense(a, W[w + 3], B[b + 3]), 6)
                x = torch.layer_norm(torch.add(torch.dropout(a, dropout, train), x), [<HIDDEN>], B[b + 4], B[b + 5], <EPS>)
                f = (self).dense(x, W[w + 4], B[b + 6])
                f = torch.to((self).dense(<ACTIVATION>, W[w + 5], B[b + 7]), 6)
                return torch.layer_norm(torch.add(torch.dropout(f, dropout, train), x), [<HIDDEN>], B[b + 8], B[b + 9], <EPS>)
            """;

    private static final String LOGITS = """
              def logits(self: <SELF>, ids: Tensor, types: Tensor, lengths: Tensor, W: List[Tensor], B: List[Tensor], dropout: float) -> Tensor:
                places = torch.cumsum(torch.ones_like(ids), 1)
                mask = torch.mul(torch.to(torch.gt(places, lengths), 6), -1.0e9)
                mask = torch.unsqueeze(torch.unsqueeze(mask, 1), 1)
                if <BF16>:
                  mask = torch.to(mask, 15)
                x = (self).embed(ids, types, places, W, B, dropout)
                w = 3
                b = 2
                for i in range(<LAYERS>):
                  x = (self).layer(x, mask, W, w, B, b, dropout)
                  w = w + 6
                  b = b + 10
                h = torch.select(x, 1, 0)
                h = torch.tanh(torch.linear(<POOLED>, W[w], B[b]))
                h = torch.dropout(h, dropout, dropout > 0.0)
                return torch.linear(h, W[w + 1], B[b + 1])
              def score(self: <SELF>, ids: Tensor, types: Tensor, lengths: Tensor, W: List[Tensor], B: List[Tensor]) -> Tensor:
                return (self).logits(ids, types, lengths, W, B, 0.0)
              def loss(self: <SELF>, ids: Tensor, types: Tensor, lengths: Tensor, labels: Tensor, W: List[Tensor], B: List[Tensor], dropout: float) -> Tensor:
                logits = (self).logits(ids, types, lengths, W, B, dropout)
                return <CRITERION>
            """;

    /// `hyper`, float64: learning rate, weight decay, β1, β2, ε, largest gradient norm (0: any), dropout, number
    /// of this step from 1. Gives [loss, gradient norm].
    ///
    /// Two traps that the parity tests caught. PyTorch's alias analysis takes a write to a list's tensors for a
    /// write to the list, so a list that is updated in place must be an argument, or used again, or the update is
    /// optimised away. And gradients are made contiguous, for the fused kernel reads memory, not strides.
    private static final String STEP = """
              def leaves(self: <SELF>, parameters: List[Tensor]) -> List[Tensor]:
                leaves = annotate(List[Tensor], [])
                for i in range(torch.len(parameters)):
                  _0 = torch.append(leaves, torch.requires_grad_(torch.detach(parameters[i]), True))
                return leaves
              def gradients(self: <SELF>, all: List[Optional[Tensor]], first: int, count: int) -> List[Tensor]:
                gradients = annotate(List[Tensor], [])
                for i in range(count):
                  _0 = torch.append(gradients, torch.contiguous(unchecked_cast(Tensor, all[first + i])))
                return gradients
              def repeated(self: <SELF>, t: Tensor, count: int) -> List[Tensor]:
                ts = annotate(List[Tensor], [])
                for i in range(count):
                  _0 = torch.append(ts, t)
                return ts
              def step(self: <SELF>, ids: Tensor, types: Tensor, lengths: Tensor, labels: Tensor, hyper: Tensor, W: List[Tensor], B: List[Tensor], MW: List[Tensor], MB: List[Tensor], VW: List[Tensor], VB: List[Tensor]) -> Tensor:
                lr = float(hyper[0])
                beta1 = float(hyper[2])
                beta2 = float(hyper[3])
                eps = float(hyper[4])
                maxNorm = float(hyper[5])
                t = torch.to(hyper[7], 6)
                leavesW = (self).leaves(W)
                leavesB = (self).leaves(B)
                loss = (self).loss(ids, types, lengths, labels, leavesW, leavesB, float(hyper[6]))
                grads = torch.grad([loss], torch.add(leavesW, leavesB), None, None, False, False)
                countW = torch.len(W)
                countB = torch.len(B)
                GW = (self).gradients(grads, 0, countW)
                GB = (self).gradients(grads, countW, countB)
                norm = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(torch.add(GW, GB), 2)))
                if maxNorm > 0.0:
                  scale = torch.clamp(torch.mul(torch.reciprocal(torch.add(norm, 1.0e-6)), maxNorm), None, 1.0)
                  torch._foreach_mul_(GW, scale)
                  torch._foreach_mul_(GB, scale)
                torch._fused_adamw_(W, GW, MW, VW, [], (self).repeated(t, countW), lr=lr, beta1=beta1, beta2=beta2, weight_decay=float(hyper[1]), eps=eps, amsgrad=False, maximize=False)
                torch._fused_adamw_(B, GB, MB, VB, [], (self).repeated(t, countB), lr=lr, beta1=beta1, beta2=beta2, weight_decay=0.0, eps=eps, amsgrad=False, maximize=False)
                return torch.stack([torch.detach(loss), norm])
            """;
}
