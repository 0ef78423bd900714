package dev.bilevel.encoder;

/// The TorchScript of an encoder classifier's forward pass: token ids in, logits out.
///
/// | symbol | meaning | shape |
/// | --- | --- | --- |
/// | `W` | matrices and tables, in [Architecture]'s order; the first holds the batch's words only | list |
/// | `B` | biases and LayerNorm's vectors, in that order | list |
/// | `ids` | rows of `W[0]`, int64, padded on the right with 0, which is the padding token's row | [R, S] |
/// | `types` | segment ids, int64 | [R, S] |
/// | `lengths` | tokens of each text, int64 | [R, 1] |
/// | `hidden`, `attention`, `head` | [Noise] of the three kinds of dropout | [n] |
/// | `drops` | their probabilities; 0 drops nothing | 3 |
/// | `own` | drop by the noise, and attend with a soft-max of our own; else leave both to PyTorch | |
/// | `x` | hidden states, fp32, all texts' tokens one after the other | [R·S, H] |
///
/// Post-norm residual layers as in transformers' `modeling_roberta.py` and `modeling_bert.py`. Matrix products run
/// in the compute type, bf16 or fp32; sums, normalisations and soft-max in fp32.
///
/// The classifier reads the first token only, so in the last layer only the first token asks: keys and values are
/// computed for all tokens, the rest for one of each text. Nothing else can reach the logits, nor a gradient it.
final class ForwardSource {
    private ForwardSource() {}

    static final String TEXT = """
              def narrow(self: <SELF>, x: Tensor) -> Tensor:
                return torch.to(x, <TYPE>)
              def dense(self: <SELF>, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
                return torch.linear(x, w, torch.to(b, <TYPE>))
              def norm(self: <SELF>, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
                return torch.layer_norm(x, [<HIDDEN>], w, b, <EPS>)
              def first(self: <SELF>, x: Tensor, rows: int) -> Tensor:
                return torch.contiguous(torch.select(torch.view(x, [rows, -1, <HIDDEN>]), 1, 0))
              def drop(self: <SELF>, y: Tensor, noise: Tensor, at: int, p: float, own: bool) -> Tensor:
                if p > 0.0:
                  if own:
                    kept = torch.view(torch.narrow(noise, 0, at, torch.numel(y)), torch.size(y))
                    y = torch.mul(torch.mul(y, torch.to(kept, ops.prim.dtype(y))), 1.0 / (1.0 - p))
                  else:
                    y = torch.dropout(y, p, True)
                return y
              def embed(self: <SELF>, ids: Tensor, types: Tensor, places: Tensor, W: List[Tensor], B: List[Tensor]) -> Tensor:
                <POSITIONS>
                words = torch.embedding(W[0], ids, 0, False, False)
                where = torch.embedding(W[1], positions, <POSITION_PAD>, False, False)
                x = torch.add(torch.add(words, torch.embedding(W[2], types, -1, False, False)), where)
                return (self).norm(torch.view(x, [-1, <HIDDEN>]), B[0], B[1])
              def heads(self: <SELF>, x: Tensor, w: Tensor, b: Tensor, rows: int) -> Tensor:
                y = torch.view((self).dense(x, w, b), [rows, -1, <HEADS>, <WIDTH>])
                return torch.transpose(y, 1, 2)
              def attend(self: <SELF>, q: Tensor, k: Tensor, v: Tensor, mask: Tensor, noise: Tensor, at: int, p: float, own: bool) -> Tensor:
                rows = torch.size(q, 0)
                asked = torch.size(q, 2)
                if own:
                  keys = torch.transpose(torch.reshape(k, [rows * <HEADS>, -1, <WIDTH>]), 1, 2)
                  scores = torch.bmm(torch.reshape(q, [rows * <HEADS>, asked, <WIDTH>]), keys)
                  scores = torch.view(torch.to(scores, 6), [rows, <HEADS>, asked, -1])
                  shares = torch.softmax(torch.add(mask, scores, alpha=<SCALE>), -1)
                  shares = (self).drop((self).narrow(shares), noise, at, p, own)
                  values = torch.reshape(v, [rows * <HEADS>, -1, <WIDTH>])
                  a = torch.bmm(torch.view(shares, [rows * <HEADS>, asked, -1]), values)
                  a = torch.view(a, [rows, <HEADS>, asked, <WIDTH>])
                else:
                  a = torch.scaled_dot_product_attention(q, k, v, (self).narrow(mask), p)
                return torch.reshape(torch.transpose(a, 1, 2), [rows * asked, <HIDDEN>])
              def layer(self: <SELF>, i: int, x: Tensor, mask: Tensor, W: List[Tensor], B: List[Tensor], hidden: Tensor, attention: Tensor, drops: List[float], own: bool) -> Tensor:
                w = 3 + 6 * i
                b = 2 + 10 * i
                rows = torch.size(mask, 0)
                tokens = torch.size(x, 0)
                at = tokens * <HIDDEN> * (1 + 2 * i)
                h = (self).narrow(x)
                k = (self).heads(h, W[w + 1], B[b + 1], rows)
                v = (self).heads(h, W[w + 2], B[b + 2], rows)
                if i == <LAYERS> - 1:
                  x = (self).first(x, rows)
                  h = (self).first(h, rows)
                q = (self).heads(h, W[w], B[b], rows)
                a = (self).attend(q, k, v, mask, attention, tokens * torch.size(mask, 3) * <HEADS> * i, drops[1], own)
                a = (self).drop((self).dense(a, W[w + 3], B[b + 3]), hidden, at, drops[0], own)
                x = (self).norm(torch.add(x, torch.to(a, 6)), B[b + 4], B[b + 5])
                f = (self).dense((self).narrow(x), W[w + 4], B[b + 6])
                f = (self).dense(<ACTIVATION>, W[w + 5], B[b + 7])
                f = (self).drop(f, hidden, at + tokens * <HIDDEN>, drops[0], own)
                return (self).norm(torch.add(x, torch.to(f, 6)), B[b + 8], B[b + 9])
              def mask(self: <SELF>, places: Tensor, lengths: Tensor) -> Tensor:
                mask = torch.mul(torch.to(torch.gt(places, lengths), 6), -1.0e9)
                return torch.unsqueeze(torch.unsqueeze(mask, 1), 1)
              def classify(self: <SELF>, x: Tensor, W: List[Tensor], B: List[Tensor], head: Tensor, drops: List[float], own: bool) -> Tensor:
                w = torch.len(W) - 2
                b = torch.len(B) - 2
                h = torch.tanh(torch.linear(<POOLED>, W[w], B[b]))
                h = (self).drop(h, head, torch.numel(h), drops[2], own)
                return torch.linear(h, W[w + 1], B[b + 1])
              def logits(self: <SELF>, ids: Tensor, types: Tensor, lengths: Tensor, W: List[Tensor], B: List[Tensor], hidden: Tensor, attention: Tensor, head: Tensor, drops: List[float], own: bool) -> Tensor:
                places = torch.cumsum(torch.ones_like(ids), 1)
                mask = (self).mask(places, lengths)
                x = (self).embed(ids, types, places, W, B)
                x = (self).drop(x, hidden, 0, drops[0], own)
                for i in range(<LAYERS>):
                  x = (self).layer(i, x, mask, W, B, hidden, attention, drops, own)
                return (self).classify(x, W, B, head, drops, own)
            """;
}
