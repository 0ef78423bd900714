package dev.bilevel.encoder;

/// The TorchScript of scoring with plain matrices, on top of [ForwardSource]: `narrowed` casts them once for a file,
/// and `score` gives a batch's logits. [PackedSource] does the same faster, where it can.
final class ScoringSource {
    private ScoringSource() {}

    static final String TEXT = """
              def narrowed(self: <SELF>, W: List[Tensor]) -> List[Tensor]:
                narrowed = annotate(List[Tensor], [])
                for i in range(torch.len(W)):
                  t = W[i]
                  if (self).inner(W, i):
                    t = (self).narrow(t)
                  _0 = torch.append(narrowed, t)
                return narrowed
              def score(self: <SELF>, ids: Tensor, types: Tensor, lengths: Tensor, uniques: Tensor, W: List[Tensor], B: List[Tensor]) -> Tensor:
                V = annotate(List[Tensor], [])
                for i in range(torch.len(W)):
                  t = W[i]
                  if i == 0:
                    t = torch.index_select(t, 0, uniques)
                  _0 = torch.append(V, t)
                return (self).logits(ids, types, lengths, V, B, ids, ids, ids, [0.0, 0.0, 0.0], False)
            """;
}
