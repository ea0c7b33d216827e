# Shapes of tensors, and tensors that are made from a shape or a few numbers.

def Shape(data: Tensor, *, start: int = 0, end: Optional[int] = None) -> Tensor:
    rank = data.dim()
    stop = rank if end is None else end
    stop = max(stop + rank, 0) if stop < 0 else min(stop, rank)
    first = max(start + rank, 0) if start < 0 else min(start, rank)
    dims = annotate(List[int], [])
    for i in range(first, stop):
        dims.append(torch.size(data, i))
    return torch.tensor(dims, dtype=4)

def Size(data: Tensor) -> Tensor:
    return torch.tensor(torch.numel(data), dtype=4)

def Reshape(data: Tensor, shape: Tensor, *, allowzero: int = 0) -> Tensor:
    dims = self._ints(shape)
    if allowzero == 0:
        for i in range(len(dims)):
            if dims[i] == 0:
                dims[i] = torch.size(data, i)
    return torch.reshape(data, dims)

def Flatten(input: Tensor, *, axis: int = 1) -> Tensor:
    first = axis + input.dim() if axis < 0 else axis
    rows = 1
    columns = 1
    for i in range(input.dim()):
        if i < first:
            rows = rows * torch.size(input, i)
        else:
            columns = columns * torch.size(input, i)
    return torch.reshape(input, [rows, columns])

def Squeeze(data: Tensor, axes: Optional[Tensor]) -> Tensor:
    if axes is None:
        return torch.squeeze(data)
    dropped = self._axes(axes, data.dim())
    for axis in dropped:
        if torch.size(data, axis) != 1:
            ops.prim.RaiseException("Squeeze of an axis whose extent is not 1", "builtins.RuntimeError")
    return torch.squeeze(data, dropped)

def Unsqueeze(data: Tensor, axes: Tensor) -> Tensor:
    rank = data.dim() + torch.numel(axes)
    added = self._axes(axes, rank)
    dims = annotate(List[int], [])
    next = 0
    for i in range(rank):
        if i in added:
            dims.append(1)
        else:
            dims.append(torch.size(data, next))
            next = next + 1
    return torch.reshape(data, dims)

def Expand(input: Tensor, shape: Tensor) -> Tensor:
    dims = self._ints(shape)
    rank = max(len(dims), input.dim())
    extents = annotate(List[int], [])
    for i in range(rank):
        own = i - rank + input.dim()
        asked = i - rank + len(dims)
        extent = torch.size(input, own) if own >= 0 else 1
        if asked >= 0 and extent == 1:
            extent = dims[asked]
        elif asked >= 0 and dims[asked] != 1 and dims[asked] != extent:
            ops.prim.RaiseException("Expand to a shape that does not fit", "builtins.RuntimeError")
        extents.append(extent)
    return torch.expand(input, extents)

def ConstantOfShape(input: Tensor, *, value: Optional[Tensor] = None) -> Tensor:
    dims = self._ints(input)
    if value is None:
        return torch.zeros(dims, dtype=6)
    return torch.contiguous(torch.expand(torch.reshape(value, annotate(List[int], [])), dims))

def Range(start: Tensor, limit: Tensor, delta: Tensor) -> Tensor:
    none = annotate(List[int], [])
    first = torch.reshape(start, none)
    last = torch.reshape(limit, none)
    step = torch.reshape(delta, none)
    if torch.is_floating_point(first):
        length = torch.ceil((float(last) - float(first)) / float(step))
    else:
        length = -((int(first) - int(last)) // int(step))
    places = torch.arange(max(length, 0), dtype=first.dtype)
    return torch.add(first, torch.mul(places, step))

def Tile(input: Tensor, tiles: Tensor, axis: Tensor) -> Tensor:
    repeats = annotate(List[int], [])
    for i in range(input.dim()):
        repeats.append(1)
    repeats[int(axis)] = int(tiles)
    return torch.repeat(input, repeats)

def Tile_6(input: Tensor, repeats: Tensor) -> Tensor:
    return self._same(torch.repeat(self._wide(input), self._ints(repeats)), input)

def EyeLike(input: Tensor, *, dtype: Optional[int] = None, k: int = 0) -> Tensor:
    rows = torch.unsqueeze(torch.arange(torch.size(input, 0)), 1)
    columns = torch.arange(torch.size(input, 1))
    diagonal = torch.eq(torch.add(rows, k), columns)
    return torch.to(diagonal, input.dtype if dtype is None else self._type(dtype))

def NonZero(X: Tensor) -> Tensor:
    return torch.transpose(torch.nonzero(self._wide(X)), 0, 1)

def OneHot(indices: Tensor, depth: Tensor, values: Tensor, *, axis: int = -1) -> Tensor:
    classes = int(torch.reshape(depth, annotate(List[int], [])))
    place = axis + indices.dim() + 1 if axis < 0 else axis
    index = torch.to(indices, 4)
    index = torch.unsqueeze(torch.where(torch.lt(index, 0), torch.add(index, classes), index), place)
    shape = annotate(List[int], [])
    for i in range(indices.dim() + 1):
        shape.append(classes if i == place else 1)
    hot = torch.eq(index, torch.reshape(torch.arange(classes), shape))
    all = self._wide(values)
    return self._same(torch.where(hot, torch.select(all, 0, 1), torch.select(all, 0, 0)), values)

def Trilu(input: Tensor, k: Optional[Tensor], *, upper: int = 1) -> Tensor:
    diagonal = 0
    if k is not None:
        diagonal = int(torch.reshape(k, annotate(List[int], [])))
    x = self._wide(input)
    return self._same(torch.triu(x, diagonal) if upper != 0 else torch.tril(x, diagonal), input)

def CenterCropPad(input_data: Tensor, shape: Tensor, *, axes: Optional[List[int]] = None) -> Tensor:
    rank = input_data.dim()
    dims = self._ints(shape)
    x = self._wide(input_data)
    pads = annotate(List[int], [])
    for i in range(2 * rank):
        pads.append(0)
    for i in range(len(dims)):
        axis = i
        if axes is not None:
            axis = (axes[i] + rank) % rank
        extent = torch.size(x, axis)
        if dims[i] < extent:
            start = (extent - dims[i]) // 2
            x = torch.slice(x, axis, start, start + dims[i], 1)
        else:
            before = (dims[i] - extent) // 2
            pads[2 * (rank - 1 - axis)] = before
            pads[2 * (rank - 1 - axis) + 1] = dims[i] - extent - before
    return self._same(torch.constant_pad_nd(x, pads, 0), input_data)
