# Elements by their places.

def _places(indices: Tensor, extent: int) -> Tensor:
    index = torch.to(indices, 4)
    return torch.where(torch.lt(index, 0), torch.add(index, extent), index)

def Gather(data: Tensor, indices: Tensor, *, axis: int = 0) -> Tensor:
    along = axis + data.dim() if axis < 0 else axis
    if indices.dim() == 0:
        return torch.select(data, along, int(indices))
    x = self._wide(data)
    index = self._places(indices, torch.size(data, along))
    if indices.dim() == 1:
        return self._same(torch.index_select(x, along, index), data)
    shape = annotate(List[int], [])
    for i in range(along):
        shape.append(torch.size(data, i))
    for i in range(indices.dim()):
        shape.append(torch.size(indices, i))
    for i in range(along + 1, data.dim()):
        shape.append(torch.size(data, i))
    found = torch.index_select(x, along, torch.reshape(index, [torch.numel(index)]))
    return self._same(torch.reshape(found, shape), data)

def GatherElements(data: Tensor, indices: Tensor, *, axis: int = 0) -> Tensor:
    index = self._places(indices, torch.size(data, axis))
    return self._same(torch.gather(self._wide(data), axis, index), data)

# Places of the rows to which lists of indices lead, all dimensions before them in one.
def _rows(data: Tensor, indices: Tensor, batch: int) -> Tensor:
    depth = torch.size(indices, -1)
    shape = annotate(List[int], [])
    for i in range(indices.dim() - 1):
        shape.append(torch.size(indices, i))
    rows = torch.zeros(shape, dtype=4)
    for i in range(batch):
        extents = annotate(List[int], [])
        for j in range(indices.dim() - 1):
            extents.append(torch.size(data, i) if j == i else 1)
        own = torch.reshape(torch.arange(torch.size(data, i)), extents)
        rows = torch.add(torch.mul(rows, torch.size(data, i)), own)
    for i in range(depth):
        extent = torch.size(data, batch + i)
        index = self._places(torch.select(indices, -1, i), extent)
        if bool(torch.any(torch.logical_or(torch.lt(index, 0), torch.ge(index, extent)))):
            ops.prim.RaiseException("an index lies outside of the data", "builtins.RuntimeError")
        rows = torch.add(torch.mul(rows, extent), index)
    return torch.reshape(rows, [torch.numel(rows)])

def _in_rows(data: Tensor, dims: int) -> Tensor:
    count = 1
    for i in range(dims):
        count = count * torch.size(data, i)
    shape = [count]
    for i in range(dims, data.dim()):
        shape.append(torch.size(data, i))
    return torch.reshape(data, shape)

def GatherND(data: Tensor, indices: Tensor, *, batch_dims: int = 0) -> Tensor:
    dims = batch_dims + torch.size(indices, -1)
    found = torch.index_select(self._in_rows(self._wide(data), dims), 0, self._rows(data, indices, batch_dims))
    shape = annotate(List[int], [])
    for i in range(indices.dim() - 1):
        shape.append(torch.size(indices, i))
    for i in range(dims, data.dim()):
        shape.append(torch.size(data, i))
    return self._same(torch.reshape(found, shape), data)

def Scatter(data: Tensor, indices: Tensor, updates: Tensor, *, axis: int = 0) -> Tensor:
    index = self._places(indices, torch.size(data, axis))
    return self._same(torch.scatter(self._wide(data), axis, index, self._wide(updates)), data)

def ScatterElements(data: Tensor, indices: Tensor, updates: Tensor, *, axis: int = 0, reduction: str = "none") -> Tensor:
    index = self._places(indices, torch.size(data, axis))
    if reduction == "none":
        return self._same(torch.scatter(self._wide(data), axis, index, self._wide(updates)), data)
    if reduction == "add":
        return self._same(torch.scatter_add(self._wide(data), axis, index, self._wide(updates)), data)
    if reduction == "mul":
        return self._same(torch.scatter_reduce(self._wide(data), axis, index, self._wide(updates), "prod"), data)
    kind = "amax" if reduction == "max" else "amin"
    return self._unordered(torch.scatter_reduce(self._ordered(data), axis, index, self._ordered(updates), kind), data)

def ScatterND(data: Tensor, indices: Tensor, updates: Tensor, *, reduction: str = "none") -> Tensor:
    dims = torch.size(indices, -1)
    index = self._rows(data, indices, 0)
    ordered = reduction == "max" or reduction == "min"
    rows = self._in_rows(self._ordered(data) if ordered else self._wide(data), dims)
    shape = [torch.numel(index)]
    for i in range(1, rows.dim()):
        shape.append(torch.size(rows, i))
    new = torch.reshape(self._ordered(updates) if ordered else self._wide(updates), shape)
    if reduction == "none":
        rows = torch.index_copy(rows, 0, index, new)
    elif reduction == "add":
        rows = torch.index_add(rows, 0, index, new)
    else:
        extents = [torch.numel(index)]
        for i in range(1, rows.dim()):
            extents.append(1)
        kind = "prod" if reduction == "mul" else "amax"
        all = torch.expand(torch.reshape(index, extents), shape)
        rows = torch.scatter_reduce(rows, 0, all, new, "amin" if reduction == "min" else kind)
    result = torch.reshape(rows, data.size())
    return self._unordered(result, data) if ordered else self._same(result, data)

def TensorScatter(past_cache: Tensor, update: Tensor, write_indices: Optional[Tensor], *, axis: int = -2, mode: str = "linear") -> Tensor:
    rank = past_cache.dim()
    along = axis + rank if axis < 0 else axis
    shape = annotate(List[int], [])
    batch = annotate(List[int], [])
    for i in range(rank):
        shape.append(torch.size(update, i) if i == along else 1)
        batch.append(-1 if i == 0 else 1)
    places = torch.reshape(torch.arange(torch.size(update, along)), shape)
    if write_indices is not None:
        places = torch.add(torch.reshape(torch.to(write_indices, 4), batch), places)
    if mode == "circular":
        places = torch.remainder(places, torch.size(past_cache, along))
    places = torch.expand(places, update.size())
    return self._same(torch.scatter(self._wide(past_cache), along, places, self._wide(update)), past_cache)

# Boxes by two opposite corners, or by centre and size, as their lower and upper corners.
def _corners(boxes: Tensor, center: int) -> Tuple[Tensor, Tensor]:
    first = torch.slice(boxes, 1, 0, 2, 1)
    second = torch.slice(boxes, 1, 2, 4, 1)
    if center != 0:
        half = torch.mul(second, 0.5)
        return (torch.sub(first, half), torch.add(first, half))
    return (torch.minimum(first, second), torch.maximum(first, second))

# From the best box on, those that overlap it too much leave.
def _suppress(low: Tensor, high: Tensor, most: int, overlap: float) -> List[int]:
    area = torch.prod(torch.sub(high, low), 1)
    kept = annotate(List[int], [])
    left = torch.arange(torch.size(low, 0))
    while torch.numel(left) > 0 and len(kept) < most:
        best = int(torch.select(left, 0, 0))
        kept.append(best)
        left = torch.slice(left, 0, 1, torch.numel(left), 1)
        begin = torch.maximum(torch.index_select(low, 0, left), torch.select(low, 0, best))
        end = torch.minimum(torch.index_select(high, 0, left), torch.select(high, 0, best))
        shared = torch.prod(torch.clamp(torch.sub(end, begin), 0), 1)
        own = torch.select(area, 0, best)
        others = torch.index_select(area, 0, left)
        whole = torch.sub(torch.add(own, others), shared)
        valid = torch.logical_and(torch.gt(shared, 0), torch.gt(whole, 0))
        leaves = torch.logical_and(valid, torch.gt(torch.true_divide(shared, whole), overlap))
        left = torch.masked_select(left, torch.logical_not(leaves))
    return kept

def NonMaxSuppression(boxes: Tensor, scores: Tensor, max_output_boxes_per_class: Optional[Tensor], iou_threshold: Optional[Tensor], score_threshold: Optional[Tensor], *, center_point_box: int = 0) -> Tensor:
    none = annotate(List[int], [])
    most = 0
    if max_output_boxes_per_class is not None:
        most = int(torch.reshape(max_output_boxes_per_class, none))
    overlap = 0.0
    if iou_threshold is not None:
        overlap = float(torch.reshape(iou_threshold, none))
    found = annotate(List[int], [])
    for batch in range(torch.size(scores, 0)):
        low, high = self._corners(torch.select(boxes, 0, batch), center_point_box)
        for category in range(torch.size(scores, 1)):
            own = torch.select(torch.select(scores, 0, batch), 0, category)
            places = torch.arange(torch.numel(own))
            if score_threshold is not None:
                above = torch.gt(own, torch.reshape(score_threshold, none))
                places = torch.masked_select(places, above)
                own = torch.masked_select(own, above)
            order = torch.argsort(own, stable=True, dim=0, descending=True)
            places = torch.index_select(places, 0, order)
            kept = self._suppress(torch.index_select(low, 0, places), torch.index_select(high, 0, places), most, overlap)
            for each in kept:
                found.append(batch)
                found.append(category)
                found.append(int(torch.select(places, 0, each)))
    return torch.reshape(torch.tensor(found, dtype=4), [len(found) // 3, 3])
