package dev.bilevel.encoder;

/// The TorchScript of scoring in bf16 on a processor, with what is the same for every batch done once for a file.
///
/// `packed` lays the matrices out as oneDNN's kernels read them, which a product otherwise does anew each time, joins
/// those of query, key and value to one, and casts the biases. For each layer `P` holds matrix and bias of
///
/// | at | what | rows |
/// | --- | --- | --- |
/// | 0 | query, key and value; in the last layer key and value, with the query's after them | 3 H, or 2 H and H |
/// | 2 | attention's output | H |
/// | 4 | the feed-forward part's first map, which comes with the activation | I |
/// | 6 | its second | H |
///
/// Everything else is as in [ForwardSource], whose symbols these are. `y` holds what was asked of all tokens, one
/// after the other: [1 to 3, R, heads, S, width].
///
/// oneDNN compiles kernels for every number of rows that it meets, for a third of a batch's time. `even` fills up
/// with rows of zeros to a multiple of 128, or of 32 where only the first tokens are left, so that most batches of a
/// scoring have the same number.
///
/// PyTorch's fused attention spends more time on getting ready for a text than on a short one's products. Up to
/// 128 tokens it is two products around a soft-max; beyond, where their memory would count, the fused one.
final class PackedSource {
    private PackedSource() {}

    static final String TEXT = """
              def pack(self: <SELF>, W: List[Tensor]) -> Tensor:
                return ops.mkldnn._reorder_linear_weight((self).narrow(torch.cat(W)), <TOGETHER>)
              def packed(self: <SELF>, W: List[Tensor], B: List[Tensor]) -> List[Tensor]:
                P = annotate(List[Tensor], [])
                for i in range(<LAYERS>):
                  w = 3 + 6 * i
                  b = 2 + 10 * i
                  if i == <LAYERS> - 1:
                    _0 = torch.append(P, (self).pack([W[w + 1], W[w + 2]]))
                    _1 = torch.append(P, (self).narrow(torch.cat([B[b + 1], B[b + 2]])))
                    _2 = torch.append(P, (self).pack([W[w]]))
                    _3 = torch.append(P, (self).narrow(B[b]))
                  else:
                    _4 = torch.append(P, (self).pack([W[w], W[w + 1], W[w + 2]]))
                    _5 = torch.append(P, (self).narrow(torch.cat([B[b], B[b + 1], B[b + 2]])))
                  _6 = torch.append(P, (self).pack([W[w + 3]]))
                  _7 = torch.append(P, (self).narrow(B[b + 3]))
                  _8 = torch.append(P, (self).pack([W[w + 4]]))
                  _9 = torch.append(P, (self).narrow(B[b + 6]))
                  _10 = torch.append(P, (self).pack([W[w + 5]]))
                  _11 = torch.append(P, (self).narrow(B[b + 7]))
                return P
              def product(self: <SELF>, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
                return ops.mkldnn._linear_pointwise((self).narrow(x), w, b, "none", annotate(List[Optional[number]], []), None)
              def activated(self: <SELF>, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
                return ops.mkldnn._linear_pointwise((self).narrow(x), w, b, <FUSED>)
              def even(self: <SELF>, x: Tensor, step: int) -> Tensor:
                short = torch.neg(torch.size(x, 0)) % step
                if short > 0:
                  x = torch.constant_pad_nd(x, [0, 0, 0, short])
                return x
              def asked(self: <SELF>, x: Tensor, w: Tensor, b: Tensor, rows: int, tokens: int, what: int) -> Tensor:
                y = torch.narrow((self).product(x, w, b), 0, 0, rows * tokens)
                y = torch.view(y, [rows, tokens, what, <HEADS>, <WIDTH>])
                return torch.permute(y, [2, 0, 3, 1, 4])
              def answer(self: <SELF>, q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
                if torch.size(k, 2) <= 128:
                  a = (self).attend(q, k, v, mask, mask, 0, 0.0, True)
                else:
                  a = (self).attend(q, k, v, mask, mask, 0, 0.0, False)
                return a
              def forward_part(self: <SELF>, x: Tensor, a: Tensor, step: int, P: List[Tensor], p: int, B: List[Tensor], b: int) -> Tensor:
                x = (self).norm(torch.add(x, (self).product((self).even(a, step), P[p], P[p + 1])), B[b + 4], B[b + 5])
                f = (self).activated(x, P[p + 2], P[p + 3])
                return (self).norm(torch.add(x, (self).product(f, P[p + 4], P[p + 5])), B[b + 8], B[b + 9])
              def score_packed(self: <SELF>, ids: Tensor, types: Tensor, lengths: Tensor, uniques: Tensor, W: List[Tensor], B: List[Tensor], P: List[Tensor]) -> Tensor:
                rows = torch.size(ids, 0)
                tokens = torch.size(ids, 1)
                places = torch.cumsum(torch.ones_like(ids), 1)
                mask = (self).mask(places, lengths)
                x = (self).embed(ids, types, places, [torch.index_select(W[0], 0, uniques), W[1], W[2]], B)
                x = (self).even(x, 128)
                for i in range(<LAYERS> - 1):
                  y = (self).asked(x, P[8 * i], P[8 * i + 1], rows, tokens, 3)
                  x = (self).forward_part(x, (self).answer(y[0], y[1], y[2], mask), 128, P, 8 * i + 2, B, 2 + 10 * i)
                p = 8 * (<LAYERS> - 1)
                y = (self).asked(x, P[p], P[p + 1], rows, tokens, 2)
                x = (self).even((self).first(torch.narrow(x, 0, 0, rows * tokens), rows), 32)
                q = (self).asked(x, P[p + 2], P[p + 3], rows, 1, 1)
                x = (self).forward_part(x, (self).answer(q[0], y[0], y[1], mask), 32, P, p + 4, B, 2 + 10 * (<LAYERS> - 1))
                return (self).classify(torch.narrow(x, 0, 0, rows), W, B, x, [0.0, 0.0, 0.0], False)
            """;
}
