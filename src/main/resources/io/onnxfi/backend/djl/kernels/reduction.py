# Functions along axes, and those that join several tensors element by element.

# The axes to reduce; all if none are given, unless that means none.
def _reduced(axes: Optional[Tensor], rank: int, noop: int) -> List[int]:
    result = self._axes(axes, rank)
    if len(result) == 0 and noop == 0:
        for i in range(rank):
            result.append(i)
    return result

# One dimension in place of those reduced, at the end, and its shape afterwards.
def _gathered(x: Tensor, axes: List[int]) -> Tensor:
    order = annotate(List[int], [])
    kept = annotate(List[int], [])
    size = 1
    for i in range(x.dim()):
        if i in axes:
            size = size * x.size(i)
        else:
            order.append(i)
            kept.append(x.size(i))
    for i in range(x.dim()):
        if i in axes:
            order.append(i)
    kept.append(size)
    return torch.reshape(torch.permute(x, order), kept)

def _restored(y: Tensor, x: Tensor, axes: List[int], keepdims: int) -> Tensor:
    shape = annotate(List[int], [])
    for i in range(x.dim()):
        if not (i in axes):
            shape.append(x.size(i))
        elif keepdims != 0:
            shape.append(1)
    return torch.reshape(y, shape)

# Sums of the input's own type, without those of shorter types being widened.
def _sum(x: Tensor, axes: List[int], keepdims: int) -> Tensor:
    if len(axes) == 0:
        return x
    y = self._computable(x)
    return self._same(torch.sum(y, axes, keepdims != 0, dtype=y.dtype), x)

def _extreme(x: Tensor, axes: List[int], keepdims: int, greatest: bool) -> Tensor:
    if len(axes) == 0:
        return x
    y = self._computable(x)
    if x.dtype == 29:
        y = torch.bitwise_xor(y, -9223372036854775807 - 1)
    empty = False
    for axis in axes:
        if x.size(axis) == 0:
            empty = True
    if empty:
        shape = annotate(List[int], [])
        for i in range(x.dim()):
            if not (i in axes):
                shape.append(x.size(i))
            elif keepdims != 0:
                shape.append(1)
        return self._extreme_of_none(shape, x.dtype, greatest)
    if greatest:
        y = torch.amax(y, axes, keepdims != 0)
    else:
        y = torch.amin(y, axes, keepdims != 0)
    if x.dtype == 29:
        y = torch.bitwise_xor(y, -9223372036854775807 - 1)
    return self._same(y, x)

# The least value of a type in place of the greatest of none, and the other way round.
def _extreme_of_none(shape: List[int], type: int, greatest: bool) -> Tensor:
    if type == 11:
        return torch.full(shape, not greatest, dtype=11)
    bits = 0
    signed = 1
    if type == 0 or type == 1:
        bits = 8
    elif type == 2 or type == 27:
        bits = 16
    elif type == 3 or type == 28:
        bits = 32
    elif type == 4:
        bits = 64
    if type == 0 or type == 27 or type == 28:
        signed = 0
    if type == 29:
        return torch.to(torch.full(shape, 0 if greatest else -1, dtype=4), 29)
    if bits == 0:
        return torch.to(torch.full(shape, float("-inf") if greatest else float("inf"), dtype=6), type)
    if bits == 64:
        return torch.full(shape, -9223372036854775807 - 1 if greatest else 9223372036854775807, dtype=4)
    half = 1
    for i in range(bits - signed):
        half = half * 2
    least = -half if signed == 1 else 0
    return torch.to(torch.full(shape, least if greatest else half - 1, dtype=4), type)

def ReduceSum(data: Tensor, axes: Optional[Tensor], *, keepdims: int = 1, noop_with_empty_axes: int = 0) -> Tensor:
    return self._sum(data, self._reduced(axes, data.dim(), noop_with_empty_axes), keepdims)

# Whole numbers are divided as such.
def ReduceMean(data: Tensor, axes: Optional[Tensor], *, keepdims: int = 1, noop_with_empty_axes: int = 0) -> Tensor:
    reduced = self._reduced(axes, data.dim(), noop_with_empty_axes)
    if len(reduced) == 0:
        return data
    x = self._computable(data)
    if torch.is_floating_point(x):
        return self._same(torch.mean(x, reduced, keepdims != 0), data)
    count = 1
    for axis in reduced:
        count = count * x.size(axis)
    total = torch.sum(x, reduced, keepdims != 0, dtype=4)
    return torch.to(torch.div(total, count, rounding_mode="trunc"), data.dtype)

def ReduceMax(data: Tensor, axes: Optional[Tensor], *, keepdims: int = 1, noop_with_empty_axes: int = 0) -> Tensor:
    return self._extreme(data, self._reduced(axes, data.dim(), noop_with_empty_axes), keepdims, True)

def ReduceMin(data: Tensor, axes: Optional[Tensor], *, keepdims: int = 1, noop_with_empty_axes: int = 0) -> Tensor:
    return self._extreme(data, self._reduced(axes, data.dim(), noop_with_empty_axes), keepdims, False)

def ReduceProd(data: Tensor, axes: Optional[Tensor], *, keepdims: int = 1, noop_with_empty_axes: int = 0) -> Tensor:
    reduced = self._reduced(axes, data.dim(), noop_with_empty_axes)
    if len(reduced) == 0:
        return data
    x = self._computable(data)
    y = torch.prod(self._gathered(x, reduced), -1, dtype=x.dtype)
    return self._same(self._restored(y, x, reduced, keepdims), data)

def ReduceL1(data: Tensor, axes: Optional[Tensor], *, keepdims: int = 1, noop_with_empty_axes: int = 0) -> Tensor:
    x = torch.abs(self._computable(data))
    return self._same(self._sum(x, self._reduced(axes, data.dim(), noop_with_empty_axes), keepdims), data)

def ReduceL2(data: Tensor, axes: Optional[Tensor], *, keepdims: int = 1, noop_with_empty_axes: int = 0) -> Tensor:
    reduced = self._reduced(axes, data.dim(), noop_with_empty_axes)
    x = self._computable(data)
    if torch.is_floating_point(x):
        if len(reduced) == 0:
            return self._same(torch.abs(x), data)
        return self._same(torch.linalg_vector_norm(x, 2, reduced, keepdims != 0), data)
    squares = self._sum(torch.square(torch.to(x, 4)), reduced, keepdims)
    return torch.to(torch.sqrt(torch.to(squares, 7)), data.dtype)

def ReduceLogSum(data: Tensor, axes: Optional[Tensor], *, keepdims: int = 1, noop_with_empty_axes: int = 0) -> Tensor:
    total = self._sum(self._computable(data), self._reduced(axes, data.dim(), noop_with_empty_axes), keepdims)
    return self._same(torch.log(total), data)

def ReduceLogSumExp(data: Tensor, axes: Optional[Tensor], *, keepdims: int = 1, noop_with_empty_axes: int = 0) -> Tensor:
    reduced = self._reduced(axes, data.dim(), noop_with_empty_axes)
    if len(reduced) == 0:
        return data
    x = self._computable(data)
    if not torch.is_floating_point(x):
        x = torch.to(x, 7)
    return self._same(torch.logsumexp(x, reduced, keepdims != 0), data)

def ReduceSumSquare(data: Tensor, axes: Optional[Tensor], *, keepdims: int = 1, noop_with_empty_axes: int = 0) -> Tensor:
    x = torch.square(self._computable(data))
    return self._same(self._sum(x, self._reduced(axes, data.dim(), noop_with_empty_axes), keepdims), data)

# Of equal elements the first or the last is meant.
def _place(x: Tensor, axis: int, keepdims: int, last: int, greatest: bool) -> Tensor:
    y = torch.flip(self._computable(x), [axis]) if last != 0 else self._computable(x)
    if x.dtype == 29:
        y = torch.bitwise_xor(y, -9223372036854775807 - 1)
    if greatest:
        place = torch.argmax(y, axis, keepdims != 0)
    else:
        place = torch.argmin(y, axis, keepdims != 0)
    return torch.rsub(place, x.size(axis) - 1) if last != 0 else place

def ArgMax(data: Tensor, *, axis: int = 0, keepdims: int = 1, select_last_index: int = 0) -> Tensor:
    return self._place(data, axis, keepdims, select_last_index, True)

def ArgMin(data: Tensor, *, axis: int = 0, keepdims: int = 1, select_last_index: int = 0) -> Tensor:
    return self._place(data, axis, keepdims, select_last_index, False)

# Running sums or products; without the element itself they begin with the neutral one.
def _running(x: Tensor, axis: int, exclusive: int, reverse: int, product: bool) -> Tensor:
    y = torch.flip(self._wide(x), [axis]) if reverse != 0 else self._wide(x)
    if exclusive != 0:
        first = torch.narrow(y, axis, 0, min(1, y.size(axis)))
        first = torch.ones_like(first) if product else torch.zeros_like(first)
        y = torch.cat([first, torch.narrow(y, axis, 0, max(0, y.size(axis) - 1))], axis)
    y = torch.cumprod(y, axis, dtype=y.dtype) if product else torch.cumsum(y, axis, dtype=y.dtype)
    return self._same(torch.flip(y, [axis]) if reverse != 0 else y, x)

def CumSum(x: Tensor, axis: Tensor, *, exclusive: int = 0, reverse: int = 0) -> Tensor:
    return self._running(x, int(axis), exclusive, reverse, False)

def CumProd(x: Tensor, axis: Tensor, *, exclusive: int = 0, reverse: int = 0) -> Tensor:
    return self._running(x, int(axis), exclusive, reverse, True)

# A stable order, so that of equal elements the first come first.
def _top(x: Tensor, k: int, axis: int, largest: int) -> Tuple[Tensor, Tensor]:
    y = self._computable(x)
    if x.dtype == 29:
        y = torch.bitwise_xor(y, -9223372036854775807 - 1)
    values, places = torch.sort(y, stable=True, dim=axis, descending=largest != 0)
    values = torch.narrow(values, axis, 0, k)
    if x.dtype == 29:
        values = torch.bitwise_xor(values, -9223372036854775807 - 1)
    return (self._same(values, x), torch.narrow(places, axis, 0, k))

def TopK(X: Tensor, *, k: int, axis: int = -1) -> Tuple[Tensor, Tensor]:
    return self._top(X, k, axis, 1)

def TopK_10(X: Tensor, K: Tensor, *, axis: int = -1, largest: int = 1, sorted: int = 1) -> Tuple[Tensor, Tensor]:
    return self._top(X, self._ints(K)[0], axis, largest)

# Older versions take all from an axis on as one.
def _coerced(x: Tensor, axis: int) -> Tensor:
    rows = 1
    columns = 1
    for i in range(x.dim()):
        if i < (axis + x.dim() if axis < 0 else axis):
            rows = rows * x.size(i)
        else:
            columns = columns * x.size(i)
    return torch.reshape(x, [rows, columns])

def Softmax(input: Tensor, *, axis: int = 1) -> Tensor:
    return torch.reshape(torch.softmax(self._coerced(input, axis), 1), input.size())

def Softmax_13(input: Tensor, *, axis: int = -1) -> Tensor:
    return torch.softmax(input, axis)

def LogSoftmax(input: Tensor, *, axis: int = 1) -> Tensor:
    return torch.reshape(torch.log_softmax(self._coerced(input, axis), 1), input.size())

def LogSoftmax_13(input: Tensor, *, axis: int = -1) -> Tensor:
    return torch.log_softmax(input, axis)

def _hardmax(x: Tensor, axis: int) -> Tensor:
    return torch.scatter(torch.zeros_like(x), axis, torch.argmax(x, axis, True), 1)

def Hardmax(input: Tensor, *, axis: int = 1) -> Tensor:
    return torch.reshape(self._hardmax(self._coerced(input, axis), 1), input.size())

def Hardmax_13(input: Tensor, *, axis: int = -1) -> Tensor:
    return self._hardmax(input, axis)

def _greatest(x: List[Tensor], greatest: bool) -> Tensor:
    turned = x[0].dtype == 29
    y = self._wide(x[0])
    if turned:
        y = torch.bitwise_xor(y, -9223372036854775807 - 1)
    for i in range(1, len(x)):
        z = self._wide(x[i])
        if turned:
            z = torch.bitwise_xor(z, -9223372036854775807 - 1)
        y = torch.maximum(y, z) if greatest else torch.minimum(y, z)
    if turned:
        y = torch.bitwise_xor(y, -9223372036854775807 - 1)
    return self._same(y, x[0])

def Max(data_0: List[Tensor], *, consumed_inputs: List[int] = []) -> Tensor:
    return self._greatest(data_0, True)

def Min(data_0: List[Tensor], *, consumed_inputs: List[int] = []) -> Tensor:
    return self._greatest(data_0, False)

def _total(x: List[Tensor]) -> Tensor:
    y = x[0]
    for i in range(1, len(x)):
        y = torch.add(y, x[i])
    return y

def Sum(data_0: List[Tensor], *, consumed_inputs: List[int] = []) -> Tensor:
    return self._total(data_0)

def Mean(data_0: List[Tensor], *, consumed_inputs: List[int] = []) -> Tensor:
    return torch.div(self._total(data_0), len(data_0))
