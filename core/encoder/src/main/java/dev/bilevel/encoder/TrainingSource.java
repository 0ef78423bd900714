package dev.bilevel.encoder;

/// The TorchScript of an optimizer step, on top of [ForwardSource].
///
/// Of the table of words only the rows that a batch names take part in the computation: `uniques` are their numbers,
/// and their gradient is a small matrix. AdamW moves the other rows as well (a gradient of zero decays weights and
/// moments), so it reads a whole table of gradients, `zeros`, into which the small one is written for a moment.
///
/// Clipping and AdamW are those of PyTorch's `clip_grad_norm_` and `AdamW(fused=True)`: the fused kernel divides a
/// gradient by `scale` on its way. Gradients are made contiguous, for that kernel reads memory, not strides. A list
/// that is updated in place must be an argument: PyTorch's alias analysis takes a write to a list's tensors for a
/// write to the list, and optimises away what it believes that nobody sees.
final class TrainingSource {
    private TrainingSource() {}

    static final String TEXT = """
              def room(self: <SELF>, count: Tensor) -> Tensor:
                return torch.empty([int(count)], dtype=15, device=ops.prim.device(count))
              def inner(self: <SELF>, W: List[Tensor], i: int) -> bool:
                return i >= 3 and i < torch.len(W) - 2
              def leaves(self: <SELF>, parameters: List[Tensor], first: int) -> List[Tensor]:
                leaves = annotate(List[Tensor], [])
                for i in range(torch.len(parameters)):
                  _0 = torch.append(leaves, torch.requires_grad_(torch.detach(parameters[i]), i >= first))
                return leaves
              def gradients(self: <SELF>, uniques: Tensor, ids: Tensor, types: Tensor, lengths: Tensor, labels: Tensor, numbers: Tensor, W: List[Tensor], B: List[Tensor], hidden: Tensor, attention: Tensor, head: Tensor) -> List[Tensor]:
                drops = [float(numbers[0]), float(numbers[1]), float(numbers[2])]
                own = bool(numbers[3])
                smoothing = float(numbers[4])
                share = float(numbers[5])
                V = annotate(List[Tensor], [])
                for i in range(torch.len(W)):
                  t = torch.detach(W[i])
                  if i == 0:
                    t = torch.index_select(t, 0, uniques)
                  if (self).inner(W, i):
                    t = (self).narrow(t)
                  _0 = torch.append(V, t)
                leavesW = (self).leaves(V, <FIRST_MATRIX>)
                leavesB = (self).leaves(B, <FIRST_VECTOR>)
                logits = (self).logits(ids, types, lengths, leavesW, leavesB, hidden, attention, head, drops, own)
                loss = <CRITERION>
                free = torch.add(torch.slice(leavesW, <FIRST_MATRIX>, 100000, 1), torch.slice(leavesB, <FIRST_VECTOR>, 100000, 1))
                all = torch.grad([torch.mul(loss, share)], free, None, None, False, False)
                result = annotate(List[Tensor], [])
                _1 = torch.append(result, torch.detach(loss))
                for i in range(torch.len(free)):
                  _2 = torch.append(result, torch.to(torch.contiguous(unchecked_cast(Tensor, all[i])), 6))
                return result
              def accumulate(self: <SELF>, sums: List[Tensor], gradients: List[Tensor]) -> Tensor:
                torch._foreach_add_(sums, gradients)
                return sums[0]
              def length(self: <SELF>, gradients: List[Tensor]) -> Tensor:
                norms = annotate(List[Tensor], [])
                for i in range(torch.len(gradients)):
                  rows = torch.view(gradients[i], [-1, torch.size(gradients[i], -1)])
                  _0 = torch.append(norms, torch.linalg_vector_norm(rows, 2, [1]))
                return torch.linalg_vector_norm(torch.cat(norms))
              def repeated(self: <SELF>, t: Tensor, count: int) -> List[Tensor]:
                ts = annotate(List[Tensor], [])
                for i in range(count):
                  _0 = torch.append(ts, t)
                return ts
              def update(self: <SELF>, step: float, lr: float, decay: float, adam: List[float], scale: float, W: List[Tensor], G: List[Tensor], M: List[Tensor], V: List[Tensor]) -> Tensor:
                t = torch.new_full(W[0], annotate(List[int], []), step)
                steps = (self).repeated(t, torch.len(W))
                if scale == 1.0:
                  torch._fused_adamw_(W, G, M, V, [], steps, lr=lr, beta1=adam[0], beta2=adam[1], weight_decay=decay, eps=adam[2], amsgrad=False, maximize=False)
                else:
                  s = torch.new_full(W[0], annotate(List[int], []), scale)
                  torch._fused_adamw_(W, G, M, V, [], steps, lr=lr, beta1=adam[0], beta2=adam[1], weight_decay=decay, eps=adam[2], amsgrad=False, maximize=False, grad_scale=s)
                return t
              def empty(self: <SELF>, tensors: List[Tensor]) -> Tensor:
                for i in range(torch.len(tensors)):
                  _0 = torch.set_(tensors[i])
                return tensors[0]
              def spread(self: <SELF>, zeros: Tensor, uniques: Tensor, gradient: Tensor) -> Tensor:
                return torch.index_copy_(zeros, 0, uniques, gradient)
              def wipe(self: <SELF>, zeros: Tensor, uniques: Tensor) -> Tensor:
                return torch.index_fill_(zeros, 0, uniques, 0)
            """;
}
