# Normalizations, in the precision that stash_type asks for.

# One dimension of parameters for each channel.
def _channels(x: Tensor, rank: int) -> Tensor:
    shape = [1, -1]
    for i in range(rank - 2):
        shape.append(1)
    return torch.reshape(x, shape) if x.dim() == 1 else torch.unsqueeze(x, 0)

def BatchNormalization(X: Tensor, scale: Tensor, B: Tensor, mean: Tensor, var: Tensor, *, epsilon: float = 1e-05, momentum: float = 0.9, spatial: int = 1, _outputs: int = 1) -> Tensor:
    if _outputs > 1:
        ops.prim.RaiseException("outputs of training in this operator set", "builtins.RuntimeError")
    rank = X.dim()
    centred = torch.sub(X, self._channels(mean, rank))
    deviation = torch.sqrt(torch.add(self._channels(var, rank), epsilon))
    y = torch.mul(torch.div(centred, deviation), self._channels(scale, rank))
    return torch.to(torch.add(y, self._channels(B, rank)), X.dtype)

def BatchNormalization_14(X: Tensor, scale: Tensor, B: Tensor, input_mean: Tensor, input_var: Tensor, *, epsilon: float = 1e-05, momentum: float = 0.9, training_mode: int = 0) -> Tuple[Tensor, Tensor, Tensor]:
    rank = X.dim()
    mean = input_mean
    var = input_var
    running_mean = input_mean
    running_var = input_var
    if training_mode != 0:
        dims = [0]
        for i in range(2, rank):
            dims.append(i)
        batch = torch.to(X, input_mean.dtype)
        var, mean = torch.var_mean(batch, dims, correction=0)
        running_mean = torch.add(torch.mul(input_mean, momentum), torch.mul(mean, 1 - momentum))
        running_var = torch.add(torch.mul(input_var, momentum), torch.mul(var, 1 - momentum))
    centred = torch.sub(X, self._channels(mean, rank))
    deviation = torch.sqrt(torch.add(self._channels(var, rank), epsilon))
    y = torch.mul(torch.div(centred, deviation), self._channels(scale, rank))
    y = torch.to(torch.add(y, self._channels(B, rank)), X.dtype)
    return (y, running_mean, running_var)

def _layer_norm(X: Tensor, scale: Tensor, B: Optional[Tensor], axis: int, epsilon: float, stash_type: int) -> Tuple[Tensor, Tensor, Tensor]:
    first = axis + X.dim() if axis < 0 else axis
    shape = annotate(List[int], [])
    for i in range(first, X.dim()):
        shape.append(X.size(i))
    stash = self._type(stash_type)
    fits = stash == X.dtype and scale.size() == shape and scale.dtype == X.dtype
    if B is not None:
        fits = fits and B.size() == shape and B.dtype == X.dtype
    if fits:
        return torch.native_layer_norm(X, shape, scale, B, epsilon)
    y, mean, inverse = torch.native_layer_norm(torch.to(X, stash), shape, None, None, epsilon)
    y = torch.mul(torch.to(y, X.dtype), scale)
    if B is not None:
        y = torch.add(y, B)
    return (torch.to(y, X.dtype), mean, inverse)

def LayerNormalization(X: Tensor, Scale: Tensor, B: Optional[Tensor], *, axis: int = -1, epsilon: float = 1e-05, stash_type: int = 1) -> Tuple[Tensor, Tensor, Tensor]:
    return self._layer_norm(X, Scale, B, axis, epsilon, stash_type)

def microsoft_LayerNormalization(X: Tensor, Scale: Tensor, B: Optional[Tensor], *, axis: int = -1, epsilon: float = 1e-05, stash_type: int = 1) -> Tuple[Tensor, Tensor, Tensor]:
    return self._layer_norm(X, Scale, B, axis, epsilon, stash_type)

# Without the mean being taken off; also the inverse of the root.
def _rms_norm(X: Tensor, scale: Tensor, axis: int, epsilon: float, stash_type: int) -> Tuple[Tensor, Tensor]:
    dims = annotate(List[int], [])
    for i in range(axis + X.dim() if axis < 0 else axis, X.dim()):
        dims.append(i)
    x = torch.to(X, self._type(stash_type))
    root = torch.sqrt(torch.add(torch.mean(torch.square(x), dims, True), epsilon))
    y = torch.mul(torch.to(torch.div(x, root), X.dtype), scale)
    return (torch.to(y, scale.dtype), torch.reciprocal(root))

def RMSNormalization(X: Tensor, scale: Tensor, *, axis: int = -1, epsilon: float = 1e-05, stash_type: int = 1) -> Tensor:
    return self._rms_norm(X, scale, axis, epsilon, stash_type)[0]

def SimplifiedLayerNormalization(X: Tensor, scale: Tensor, *, axis: int = -1, epsilon: float = 1e-05, stash_type: int = 1) -> Tuple[Tensor, Tensor]:
    return self._rms_norm(X, scale, axis, epsilon, stash_type)

def microsoft_SimplifiedLayerNormalization(X: Tensor, scale: Tensor, *, axis: int = -1, epsilon: float = 1e-05, stash_type: int = 1) -> Tuple[Tensor, Tensor]:
    return self._rms_norm(X, scale, axis, epsilon, stash_type)

def InstanceNormalization(input: Tensor, scale: Tensor, B: Tensor, *, epsilon: float = 1e-05, consumed_inputs: List[int] = []) -> Tensor:
    return torch.instance_norm(input, scale, B, None, None, True, 0., epsilon, False)

def _group_norm(X: Tensor, scale: Tensor, bias: Tensor, num_groups: int, epsilon: float, stash_type: int) -> Tensor:
    stash = self._type(stash_type)
    if stash == X.dtype:
        return torch.group_norm(X, num_groups, scale, bias, epsilon, False)
    y = torch.to(torch.group_norm(torch.to(X, stash), num_groups, None, None, epsilon, False), X.dtype)
    return torch.add(torch.mul(y, self._channels(scale, X.dim())), self._channels(bias, X.dim()))

# Of each group, not of each channel, are the parameters in this version.
def GroupNormalization(X: Tensor, scale: Tensor, bias: Tensor, *, num_groups: int, epsilon: float = 1e-05) -> Tensor:
    size = X.size(1) // num_groups
    onnx = 11 if X.dtype == 7 else 1
    return self._group_norm(X, torch.repeat_interleave(scale, size), torch.repeat_interleave(bias, size), num_groups, epsilon, onnx)

def GroupNormalization_21(X: Tensor, scale: Tensor, bias: Tensor, *, num_groups: int, epsilon: float = 1e-05, stash_type: int = 1) -> Tensor:
    return self._group_norm(X, scale, bias, num_groups, epsilon, stash_type)

def LRN(X: Tensor, *, size: int, alpha: float = 0.0001, beta: float = 0.75, bias: float = 1.0) -> Tensor:
    x = torch.to(X, 6) if X.dtype == 5 or X.dtype == 15 else X
    squares = torch.reshape(torch.square(x), [X.size(0), 1, X.size(1), -1])
    squares = torch.constant_pad_nd(squares, [0, 0, (size - 1) // 2, size // 2], 0)
    mean = torch.reshape(torch.avg_pool2d(squares, [size, 1], [1, 1]), X.size())
    return self._same(torch.div(x, torch.pow(torch.add(torch.mul(mean, alpha), bias), beta)), X)

def LpNormalization(input: Tensor, *, axis: int = -1, p: int = 2) -> Tensor:
    norm = torch.linalg_vector_norm(input, p, [axis], True)
    return torch.div(input, norm)

def MeanVarianceNormalization(X: Tensor, *, axes: List[int] = [0, 2, 3]) -> Tensor:
    var, mean = torch.var_mean(X, axes, correction=0, keepdim=True)
    return torch.div(torch.sub(X, mean), torch.add(torch.sqrt(var), 1e-09))

def _undropped(data: Tensor, training_mode: Optional[Tensor]) -> Tensor:
    if training_mode is not None:
        if bool(training_mode):
            ops.prim.RaiseException("elements would be dropped at random", "builtins.RuntimeError")
    return data

def Dropout(data: Tensor, *, ratio: float = 0.5) -> Tuple[Tensor, Tensor]:
    return (data, torch.ones_like(data))

def Dropout_10(data: Tensor, ratio: Optional[Tensor], training_mode: Optional[Tensor], *, seed: int = 0) -> Tuple[Tensor, Tensor]:
    return (self._undropped(data, training_mode), torch.ones_like(data, dtype=11))
