# Where elements go: parts of tensors, and tensors of parts.

def Transpose(data: Tensor, *, perm: Optional[List[int]] = None) -> Tensor:
    if perm is not None:
        return torch.contiguous(torch.permute(data, perm))
    order = annotate(List[int], [])
    for i in range(data.dim()):
        order.append(data.dim() - 1 - i)
    return torch.contiguous(torch.permute(data, order))

def Concat(inputs: List[Tensor], *, axis: int = 1) -> Tensor:
    return torch.cat(inputs, axis)

# Equal parts, but for a smaller last one.
def Split(input: Tensor, split: Optional[Tensor], *, _outputs: int, axis: int = 0, num_outputs: Optional[int] = None) -> List[Tensor]:
    if split is not None:
        return torch.split_with_sizes(input, self._ints(split), axis)
    parts = _outputs if num_outputs is None else num_outputs
    extent = torch.size(input, axis)
    size = (extent + parts - 1) // parts
    sizes = annotate(List[int], [])
    for i in range(parts - 1):
        sizes.append(size)
    sizes.append(extent - size * (parts - 1))
    return torch.split_with_sizes(input, sizes, axis)

def Slice(data: Tensor, starts: Tensor, ends: Tensor, axes: Optional[Tensor], steps: Optional[Tensor]) -> Tensor:
    first = self._ints(starts)
    last = self._ints(ends)
    along = self._axes(axes, data.dim())
    by = annotate(List[int], [])
    if steps is not None:
        by = self._ints(steps)
    result = data
    for i in range(len(first)):
        axis = i
        if axes is not None:
            axis = along[i]
        step = 1
        if steps is not None:
            step = by[i]
        extent = torch.size(data, axis)
        start = first[i] + extent if first[i] < 0 else first[i]
        end = last[i] + extent if last[i] < 0 else last[i]
        if step > 0:
            start = min(max(start, 0), extent)
            end = min(max(end, 0), extent)
            result = torch.slice(result, axis, start, max(start, end), min(step, max(extent, 1)))
        else:
            start = min(max(start, 0), extent - 1)
            end = min(max(end, -1), extent - 1)
            step = max(step, -max(extent, 1))
            count = max((start - end - step - 1) // -step, 0)
            lowest = start + (count - 1) * step
            if count == 0:
                result = torch.slice(result, axis, 0, 0, 1)
            else:
                part = torch.slice(result, axis, lowest, start + 1, -step)
                result = self._same(torch.flip(self._wide(part), [axis]), part)
    return result

def _pad(data: Tensor, pads: List[int], axes: List[int], mode: str, value: Optional[Tensor]) -> Tensor:
    rank = data.dim()
    x = self._wide(data)
    count = len(axes)
    if mode == "constant":
        borders = annotate(List[int], [])
        for i in range(2 * rank):
            borders.append(0)
        for i in range(count):
            borders[2 * (rank - 1 - axes[i])] = pads[i]
            borders[2 * (rank - 1 - axes[i]) + 1] = pads[count + i]
        if value is None:
            return self._same(torch.constant_pad_nd(x, borders, 0), data)
        return self._same(torch.constant_pad_nd(x, borders, torch.item(self._wide(value))), data)
    for i in range(count):
        begin = pads[i]
        end = pads[count + i]
        if begin < 0 or end < 0:
            x = torch.slice(x, axes[i], max(-begin, 0), torch.size(x, axes[i]) - max(-end, 0), 1)
            begin = max(begin, 0)
            end = max(end, 0)
        extent = torch.size(x, axes[i])
        if begin + end > 0:
            if extent == 0:
                ops.prim.RaiseException("Pad of an empty axis", "builtins.RuntimeError")
            places = torch.arange(-begin, extent + end)
            if mode == "edge":
                places = torch.clamp(places, 0, extent - 1)
            elif mode == "wrap":
                places = torch.remainder(places, extent)
            elif mode == "reflect":
                places = torch.remainder(places, max(2 * (extent - 1), 1))
                places = torch.minimum(places, torch.sub(max(2 * (extent - 1), 1), places)) if extent > 1 else places
            else:
                ops.prim.RaiseException("Pad of this mode", "builtins.RuntimeError")
            x = torch.index_select(x, axes[i], places)
    return self._same(x, data)

def Pad(data: Tensor, *, pads: Optional[List[int]] = None, paddings: Optional[List[int]] = None, mode: str = "constant", value: float = 0.0) -> Tensor:
    borders = annotate(List[int], [])
    if pads is not None:
        borders = pads
    elif paddings is not None:
        borders = paddings
    axes = annotate(List[int], [])
    for i in range(data.dim()):
        axes.append(i)
    return self._pad(data, borders, axes, mode, torch.tensor(value, dtype=7))

def Pad_11(data: Tensor, pads: Tensor, constant_value: Optional[Tensor], axes: Optional[Tensor], *, mode: str = "constant") -> Tensor:
    along = self._axes(axes, data.dim())
    if axes is None:
        for i in range(data.dim()):
            along.append(i)
    return self._pad(data, self._ints(pads), along, mode, constant_value)

def ReverseSequence(input: Tensor, sequence_lens: Tensor, *, batch_axis: int = 1, time_axis: int = 0) -> Tensor:
    times = torch.unsqueeze(torch.arange(torch.size(input, time_axis)), 0)
    lengths = torch.unsqueeze(torch.to(sequence_lens, 4), 1)
    places = torch.where(torch.lt(times, lengths), torch.sub(torch.sub(lengths, 1), times), times)
    shape = annotate(List[int], [])
    for i in range(input.dim()):
        shape.append(torch.size(input, i) if i == batch_axis or i == time_axis else 1)
    if time_axis < batch_axis:
        places = torch.transpose(places, 0, 1)
    places = torch.expand(torch.reshape(places, shape), input.size())
    x = self._wide(input)
    return self._same(torch.gather(x, time_axis, places), input)

def Compress(input: Tensor, condition: Tensor, *, axis: Optional[int] = None) -> Tensor:
    x = self._wide(input)
    along = 0
    if axis is None:
        x = torch.reshape(x, [-1])
    else:
        along = axis
    kept = torch.reshape(torch.nonzero(torch.slice(condition, 0, 0, torch.size(x, along), 1)), [-1])
    return self._same(torch.index_select(x, along, kept), input)

def Unique(X: Tensor, *, axis: Optional[int] = None, sorted: int = 1) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
    x = self._ordered(X)
    along = 0
    if axis is None:
        y, inverse, counts = torch._unique2(x, True, True, True)
    else:
        along = axis
        y, inverse, counts = torch.unique_dim(x, axis, True, True, True)
    inverse = torch.reshape(inverse, [-1])
    size = torch.numel(inverse)
    first = torch.full([torch.numel(counts)], size, dtype=4)
    first = torch.scatter_reduce(first, 0, inverse, torch.arange(size), "amin")
    if sorted == 0:
        order = torch.argsort(first)
        y = torch.index_select(y, along, order)
        first = torch.index_select(first, 0, order)
        counts = torch.index_select(counts, 0, order)
        inverse = torch.index_select(torch.argsort(order), 0, inverse)
    return (self._unordered(y, X), first, inverse, counts)
