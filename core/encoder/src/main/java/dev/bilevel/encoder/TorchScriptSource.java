package dev.bilevel.encoder;

import dev.bilevel.encoder.ComputeSettings.Precision;

import java.util.Map;

/// The computation of an encoder classifier as TorchScript: forward, loss, gradients, and one optimizer step.
///
/// | symbol | meaning | shape |
/// | --- | --- | --- |
/// | `P` | parameters in the order of [Architecture#parameters(Head)] | list |
/// | `M`, `V` | AdamW's first and second moments, like `P` | list |
/// | `t` | number of steps taken, float32 | [] |
/// | `ids`, `types` | token and segment ids, int64, padded on the right | [B, S] |
/// | `lengths` | tokens of each row, int64 | [B, 1] |
/// | `labels` | int64 classes or float32 scores | [B] |
/// | `x` | hidden states | [B, S, H] |
///
/// Matrix products run in bf16 where asked for, on weights cast from their fp32 masters; sums, normalisations,
/// soft-max,
/// loss and optimizer stay in fp32. Post-norm residual layers as in transformers' `modeling_roberta.py` and
/// `modeling_bert.py`; AdamW and clipping as in PyTorch's `AdamW(fused=True)` and `clip_grad_norm_`.
final class TorchScriptSource {
    private TorchScriptSource() {}

    static String of(Architecture architecture, Head head, Precision precision) {
        String source = DENSE + EMBED + LAYERS + LOGITS + SCORE + LOSS + STEP;
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
              def embed(self: <SELF>, P: List[Tensor], ids: Tensor, types: Tensor, places: Tensor, dropout: float) -> Tensor:
                <POSITIONS>
                words = torch.embedding(P[0], ids, <PAD>, False, False)
                where = torch.embedding(P[1], positions, <POSITION_PAD>, False, False)
                x = torch.add(torch.add(words, torch.embedding(P[2], types, -1, False, False)), where)
                x = torch.layer_norm(x, [<HIDDEN>], P[3], P[4], <EPS>)
                return torch.dropout(x, dropout, dropout > 0.0)
            """;

    private static final String LAYERS = """
              def heads(self: <SELF>, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
                y = (self).dense(x, w, b)
                y = torch.view(y, [torch.size(x, 0), torch.size(x, 1), <HEADS>, <WIDTH>])
                return torch.transpose(y, 1, 2)
              def layer(self: <SELF>, P: List[Tensor], o: int, x: Tensor, mask: Tensor, dropout: float) -> Tensor:
                train = dropout > 0.0
                q = (self).heads(x, P[o], P[o + 1])
                k = (self).heads(x, P[o + 2], P[o + 3])
                v = (self).heads(x, P[o + 4], P[o + 5])
                a = torch.scaled_dot_product_attention(q, k, v, mask, dropout)
                a = torch.reshape(torch.transpose(a, 1, 2), [torch.size(x, 0), torch.size(x, 1), <HIDDEN>])
                a = torch.to((self).dense(a, P[o + 6], P[o + 7]), 6)
                x = torch.layer_norm(torch.add(torch.dropout(a, dropout, train), x), [<HIDDEN>], P[o + 8], P[o + 9], <EPS>)
                f = (self).dense(x, P[o + 10], P[o + 11])
                f = torch.to((self).dense(<ACTIVATION>, P[o + 12], P[o + 13]), 6)
                return torch.layer_norm(torch.add(torch.dropout(f, dropout, train), x), [<HIDDEN>], P[o + 14], P[o + 15], <EPS>)
            """;

    private static final String LOGITS = """
              def logits(self: <SELF>, P: List[Tensor], ids: Tensor, types: Tensor, lengths: Tensor, dropout: float) -> Tensor:
                places = torch.cumsum(torch.ones_like(ids), 1)
                mask = torch.mul(torch.to(torch.gt(places, lengths), 6), -1.0e9)
                mask = torch.unsqueeze(torch.unsqueeze(mask, 1), 1)
                if <BF16>:
                  mask = torch.to(mask, 15)
                x = (self).embed(P, ids, types, places, dropout)
                o = 5
                for i in range(<LAYERS>):
                  x = (self).layer(P, o, x, mask, dropout)
                  o = o + 16
                h = torch.select(x, 1, 0)
                h = torch.tanh(torch.linear(<POOLED>, P[o], P[o + 1]))
                h = torch.dropout(h, dropout, dropout > 0.0)
                return torch.linear(h, P[o + 2], P[o + 3])
            """;

    private static final String SCORE = """
              def score(self: <SELF>, ids: Tensor, types: Tensor, lengths: Tensor, P: List[Tensor]) -> Tensor:
                return (self).logits(P, ids, types, lengths, 0.0)
            """;

    private static final String LOSS = """
              def loss(self: <SELF>, P: List[Tensor], ids: Tensor, types: Tensor, lengths: Tensor, labels: Tensor, dropout: float) -> Tensor:
                logits = (self).logits(P, ids, types, lengths, dropout)
                return <CRITERION>
            """;

    /// `hyper`, float64: learning rate, weight decay, β1, β2, ε, largest gradient norm (0: any), dropout. Gives [loss,
    /// gradient norm].
    private static final String STEP = """
              def step(self: <SELF>, ids: Tensor, types: Tensor, lengths: Tensor, labels: Tensor, hyper: Tensor, t: Tensor, P: List[Tensor], M: List[Tensor], V: List[Tensor]) -> Tensor:
                leaves = annotate(List[Tensor], [])
                for i in range(torch.len(P)):
                  _0 = torch.append(leaves, torch.requires_grad_(torch.detach(P[i]), True))
                loss = (self).loss(leaves, ids, types, lengths, labels, float(hyper[6]))
                grads = torch.grad([loss], leaves, None, None, False, False)
                decayed = annotate(List[Tensor], [])
                decayedG = annotate(List[Tensor], [])
                decayedM = annotate(List[Tensor], [])
                decayedV = annotate(List[Tensor], [])
                decayedT = annotate(List[Tensor], [])
                free = annotate(List[Tensor], [])
                freeG = annotate(List[Tensor], [])
                freeM = annotate(List[Tensor], [])
                freeV = annotate(List[Tensor], [])
                freeT = annotate(List[Tensor], [])
                G = annotate(List[Tensor], [])
                for i in range(torch.len(P)):
                  g = unchecked_cast(Tensor, grads[i])
                  _1 = torch.append(G, g)
                  if torch.gt(torch.dim(P[i]), 1):
                    _2 = torch.append(decayed, P[i])
                    _2 = torch.append(decayedG, g)
                    _2 = torch.append(decayedM, M[i])
                    _2 = torch.append(decayedV, V[i])
                    _2 = torch.append(decayedT, t)
                  else:
                    _3 = torch.append(free, P[i])
                    _3 = torch.append(freeG, g)
                    _3 = torch.append(freeM, M[i])
                    _3 = torch.append(freeV, V[i])
                    _3 = torch.append(freeT, t)
                norm = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(G, 2)))
                if float(hyper[5]) > 0.0:
                  scale = torch.clamp(torch.mul(torch.reciprocal(torch.add(norm, 1.0e-6)), float(hyper[5])), None, 1.0)
                  torch._foreach_mul_(G, scale)
                t2 = torch.add_(t, 1)
                torch._fused_adamw_(decayed, decayedG, decayedM, decayedV, [], decayedT, lr=float(hyper[0]), beta1=float(hyper[2]), beta2=float(hyper[3]), weight_decay=float(hyper[1]), eps=float(hyper[4]), amsgrad=False, maximize=False)
                torch._fused_adamw_(free, freeG, freeM, freeV, [], freeT, lr=float(hyper[0]), beta1=float(hyper[2]), beta2=float(hyper[3]), weight_decay=0.0, eps=float(hyper[4]), amsgrad=False, maximize=False)
                return torch.stack([torch.detach(loss), norm])
            """;
}
