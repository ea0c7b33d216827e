# Losses of classification.

# Without the elements whose class is to be ignored; in double or single precision.
def _likelihood_loss(x: Tensor, target: Tensor, weight: Optional[Tensor], ignore_index: Optional[int], reduction: str) -> Tensor:
    kinds = ["none", "mean", "sum"]
    kind = -1
    for i in range(3):
        if kinds[i] == reduction:
            kind = i
    if kind < 0:
        ops.prim.RaiseException("an unknown reduction", "builtins.RuntimeError")
    ignored = -9223372036854775807
    if ignore_index is not None:
        ignored = ignore_index
    type = 7 if x.dtype == 7 else 6
    weights = annotate(Optional[Tensor], None)
    if weight is not None:
        weights = torch.to(weight, type)
    loss = torch.nll_loss_nd(torch.to(x, type), torch.to(target, 4), weights, kind, ignored)
    return torch.to(loss, x.dtype)

def NegativeLogLikelihoodLoss(input: Tensor, target: Tensor, weight: Optional[Tensor], *, ignore_index: Optional[int] = None, reduction: str = "mean") -> Tensor:
    return self._likelihood_loss(input, target, weight, ignore_index, reduction)

def SoftmaxCrossEntropyLoss(scores: Tensor, labels: Tensor, weights: Optional[Tensor], *, ignore_index: Optional[int] = None, reduction: str = "mean") -> Tuple[Tensor, Tensor]:
    logarithms = torch.log_softmax(scores, 1)
    return (self._likelihood_loss(logarithms, labels, weights, ignore_index, reduction), logarithms)
