# What operators that run graphs within them need.

def _select(x: Tensor, axis: Tensor, place: Tensor) -> Tensor:
    return torch.select(x, int(axis), int(place))
