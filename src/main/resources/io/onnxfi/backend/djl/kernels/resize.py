# Changes of the size of images. Coordinates are computed in float32, as ONNX Runtime and PyTorch do: what pixel is
# the nearest may depend on it.

# Where each element of a resized axis lies in the original one.
def _coordinates(size: int, out: int, scale: float, start: float, end: float, mode: str) -> Tensor:
    x = torch.arange(out, dtype=6)
    # ONNX's reference does not cut the length for the corners; ONNX Runtime does
    length = float(size) * scale
    if max(length - float(out), float(out) - length) < 1e-5 * float(out):
        length = float(out)
    by = torch.full_like(x, scale)
    if mode == "asymmetric":
        return torch.div(x, by)
    if mode == "align_corners":
        if out == 1:
            return torch.zeros_like(x)
        return torch.div(torch.mul(x, float(size - 1)), torch.full_like(x, length - 1.0))
    if mode == "tf_crop_and_resize":
        first = torch.mul(torch.full_like(x, start), float(size - 1))
        part = torch.sub(torch.full_like(x, end), torch.full_like(x, start))
        if out == 1:
            return torch.add(first, torch.mul(torch.mul(part, float(size - 1)), 0.5))
        return torch.add(first, torch.div(torch.mul(torch.mul(x, part), float(size - 1)), torch.full_like(x, length - 1.0)))
    half = torch.sub(torch.div(torch.add(x, 0.5), by), 0.5)
    if mode == "half_pixel":
        return half
    if mode == "pytorch_half_pixel":
        if out == 1:
            return torch.zeros_like(x)
        return half
    if mode == "half_pixel_symmetric":
        adjustment = float(out) / (scale * float(size))
        return torch.add(half, float(size) * 0.5 * (1.0 - adjustment))
    if mode == "tf_half_pixel_for_nn":
        return torch.div(torch.add(x, 0.5), by)
    ops.prim.RaiseException("an unknown coordinate_transformation_mode", "builtins.RuntimeError")
    return x

def _nearest(x: Tensor, mode: str, scale: float) -> Tensor:
    if mode == "floor":
        return torch.floor(x)
    if mode == "ceil":
        return torch.ceil(x)
    if mode == "round_prefer_floor":
        return torch.ceil(torch.sub(x, 0.5))
    if mode == "round_prefer_ceil":
        return torch.floor(torch.add(x, 0.5))
    if mode == "simple":
        # before opset 11
        if scale < 1.0:
            return torch.ceil(x)
        return torch.floor(x)
    ops.prim.RaiseException("an unknown nearest_mode", "builtins.RuntimeError")
    return x

# Weights of pixels at these distances.
def _weights(distance: Tensor, is_cubic: bool, a: float) -> Tensor:
    d = torch.abs(distance)
    if not is_cubic:
        return torch.clamp(torch.rsub(d, 1.0), 0.0, 1.0)
    near = torch.add(torch.mul(torch.mul(torch.sub(torch.mul(d, a + 2.0), a + 3.0), d), d), 1.0)
    far = torch.sub(torch.mul(torch.add(torch.mul(torch.sub(torch.mul(d, a), 5.0 * a), d), 8.0 * a), d), 4.0 * a)
    return torch.where(torch.le(d, 1.0), near, torch.where(torch.lt(d, 2.0), far, torch.zeros_like(d)))

# Sums of weighted pixels along an axis.
def _interpolate(x: Tensor, axis: int, place: Tensor, is_cubic: bool, a: float, exclude: bool, antialias: bool, scale: float) -> Tensor:
    size = torch.size(x, axis)
    shrink = 1.0
    if antialias:
        shrink = min(scale, 1.0)
    radius = 1.0
    if is_cubic:
        radius = 2.0
    first = int(torch.floor(-radius / shrink)) + 1
    taps = 2 - 2 * first
    low = torch.floor(place)
    fraction = torch.sub(place, low)
    offsets = torch.add(torch.arange(taps, dtype=6), float(first))
    weights = self._weights(torch.mul(torch.sub(torch.unsqueeze(offsets, 1), torch.unsqueeze(fraction, 0)), shrink), is_cubic, a)
    places = torch.add(torch.unsqueeze(torch.to(low, 4), 0), torch.unsqueeze(torch.to(offsets, 4), 1))
    if exclude:
        outside = torch.logical_or(torch.lt(places, 0), torch.ge(places, size))
        weights = torch.masked_fill(weights, outside, 0.0)
    if exclude or antialias:
        weights = torch.div(weights, torch.sum(weights, [0], True))
    places = torch.clamp(places, 0, size - 1)
    weights = torch.to(weights, x.dtype)
    shape = annotate(List[int], [])
    for i in range(torch.dim(x)):
        shape.append(1)
    shape[axis] = -1
    out = torch.size(places, 1)
    if taps > 8:
        # a product of matrices is less work than so many terms
        matrix = torch.scatter_add(torch.zeros([size, out], dtype=x.dtype), 0, places, weights)
        return torch.movedim(torch.matmul(torch.movedim(x, axis, -1), matrix), -1, axis)
    result = torch.mul(torch.index_select(x, axis, torch.select(places, 0, 0)), torch.reshape(torch.select(weights, 0, 0), shape))
    for i in range(1, taps):
        part = torch.index_select(x, axis, torch.select(places, 0, i))
        result = torch.add(result, torch.mul(part, torch.reshape(torch.select(weights, 0, i), shape)))
    return result

# What libtorch has one kernel for.
def _is_bilinear(x: Tensor, outs: List[int], scales: List[float], mode: str, place: str, antialias: bool) -> bool:
    if torch.dim(x) != 4 or antialias or (mode != "linear" and mode != "bilinear"):
        return False
    if outs[:2] != torch.size(x)[:2] or scales[0] != 1.0 or scales[1] != 1.0:
        return False
    for axis in range(2, 4):
        # libtorch leaves an axis as it is whose length stays
        if outs[axis] == torch.size(x, axis) and scales[axis] != 1.0:
            return False
    if place == "half_pixel":
        return True
    if place == "pytorch_half_pixel":
        return outs[2] > 1 and outs[3] > 1
    if place == "align_corners":
        for axis in range(2, 4):
            length = float(torch.size(x, axis)) * scales[axis]
            if max(length - float(outs[axis]), float(outs[axis]) - length) >= 1e-5 * float(outs[axis]):
                return False
        return True
    return False

def _resize(x: Tensor, outs: List[int], scales: List[float], starts: List[float], ends: List[float], mode: str, place: str, nearest: str, a: float, exclude: bool, antialias: bool, beyond: float) -> Tensor:
    rank = torch.dim(x)
    result = x
    is_nearest = mode == "nearest"
    if not is_nearest and mode != "linear" and mode != "bilinear" and mode != "cubic":
        ops.prim.RaiseException("an unknown mode", "builtins.RuntimeError")
    if not is_nearest:
        if x.dtype == 0 or x.dtype == 1 or not torch.is_floating_point(x):
            ops.prim.RaiseException("interpolation of whole numbers, whose rounding ONNX does not define", "builtins.RuntimeError")
        if x.dtype != 7:
            result = torch.to(x, 6)
    if self._is_bilinear(x, outs, scales, mode, place, antialias):
        by = [scales[2], scales[3]]
        return self._same(torch.upsample_bilinear2d(result, outs[2:], place == "align_corners", by[0], by[1]), x)
    for axis in range(rank):
        size = torch.size(x, axis)
        crops = place == "tf_crop_and_resize"
        if outs[axis] != size or scales[axis] != 1.0 or (crops and (starts[axis] != 0.0 or ends[axis] != 1.0)):
            at = self._coordinates(size, outs[axis], scales[axis], starts[axis], ends[axis], place)
            if is_nearest:
                index = torch.clamp(torch.to(self._nearest(at, nearest, scales[axis]), 4), 0, size - 1)
                result = torch.index_select(result, axis, index)
            else:
                result = self._interpolate(result, axis, at, mode == "cubic", a, exclude, antialias, scales[axis])
            if crops:
                shape = annotate(List[int], [])
                for i in range(rank):
                    shape.append(1)
                shape[axis] = -1
                outside = torch.logical_or(torch.lt(at, 0.0), torch.gt(at, float(size - 1)))
                result = torch.masked_fill(result, torch.reshape(outside, shape), beyond)
    return self._same(result, x)

# A size by a scale, rounded as a float32.
def _scaled(size: int, scale: float) -> int:
    return int(torch.floor(torch.mul(torch.full([1], float(size), dtype=6), scale)).item())

def _floats(x: Tensor) -> List[float]:
    return annotate(List[float], torch.reshape(torch.to(x, 7), [-1]).tolist())

# By scales of all axes alone: what was all before opset 11.
def _upsample(x: Tensor, scales: List[float], mode: str) -> Tensor:
    outs = annotate(List[int], [])
    ends = annotate(List[float], [])
    starts = annotate(List[float], [])
    if len(scales) != torch.dim(x):
        ops.prim.RaiseException("scales of other than all axes", "builtins.RuntimeError")
    for i in range(len(scales)):
        outs.append(self._scaled(torch.size(x, i), scales[i]))
        starts.append(0.0)
        ends.append(1.0)
    return self._resize(x, outs, scales, starts, ends, mode, "asymmetric", "simple", 0.0, False, False, 0.0)

def Upsample(X: Tensor, *, height_scale: float, width_scale: float, mode: str = "nearest") -> Tensor:
    return self._upsample(X, [1.0, 1.0, height_scale, width_scale], mode)

def Upsample_7(X: Tensor, scales: Tensor, *, mode: str = "nearest") -> Tensor:
    return self._upsample(X, self._floats(scales), mode)

def Resize(X: Tensor, scales: Tensor, *, mode: str = "nearest") -> Tensor:
    return self._upsample(X, self._floats(scales), mode)

def Resize_11(X: Tensor, roi: Optional[Tensor], scales: Optional[Tensor], sizes: Optional[Tensor], *, antialias: int = 0, axes: Optional[List[int]] = None, coordinate_transformation_mode: str = "half_pixel", cubic_coeff_a: float = -0.75, exclude_outside: int = 0, extrapolation_value: float = 0.0, keep_aspect_ratio_policy: str = "stretch", mode: str = "nearest", nearest_mode: str = "round_prefer_floor") -> Tensor:
    rank = torch.dim(X)
    which = annotate(List[int], [])
    outs = annotate(List[int], [])
    factors = annotate(List[float], [])
    starts = annotate(List[float], [])
    ends = annotate(List[float], [])
    for i in range(rank):
        if axes is None:
            which.append(i)
        outs.append(torch.size(X, i))
        factors.append(1.0)
        starts.append(0.0)
        ends.append(1.0)
    if axes is not None:
        for axis in axes:
            which.append((axis + rank) % rank)
    count = len(which)
    given = annotate(List[float], [])
    if scales is not None:
        given = self._floats(scales)
    if len(given) > 0:
        if len(given) != count:
            ops.prim.RaiseException("scales of a wrong number of axes", "builtins.RuntimeError")
        for i in range(count):
            outs[which[i]] = self._scaled(torch.size(X, which[i]), given[i])
            factors[which[i]] = given[i]
    elif sizes is not None:
        wanted = self._ints(sizes)
        if len(wanted) != count:
            ops.prim.RaiseException("sizes of a wrong number of axes", "builtins.RuntimeError")
        ratios = annotate(List[float], [])
        for i in range(count):
            ratios.append(float(wanted[i]) / float(torch.size(X, which[i])))
        for i in range(count):
            axis = which[i]
            if keep_aspect_ratio_policy == "stretch":
                outs[axis] = wanted[i]
                factors[axis] = ratios[i]
            else:
                ratio = max(ratios)
                if keep_aspect_ratio_policy == "not_larger":
                    ratio = min(ratios)
                elif keep_aspect_ratio_policy != "not_smaller":
                    ops.prim.RaiseException("an unknown keep_aspect_ratio_policy", "builtins.RuntimeError")
                factors[axis] = ratio
                outs[axis] = int(torch.floor(ratio * float(torch.size(X, axis)) + 0.5))
    else:
        ops.prim.RaiseException("neither scales nor sizes", "builtins.RuntimeError")
    if coordinate_transformation_mode == "tf_crop_and_resize":
        region = annotate(List[float], [])
        if roi is not None:
            region = self._floats(roi)
        if len(region) != 2 * count:
            ops.prim.RaiseException("a roi of a wrong number of axes", "builtins.RuntimeError")
        for i in range(count):
            starts[which[i]] = region[i]
            ends[which[i]] = region[count + i]
    return self._resize(X, outs, factors, starts, ends, mode, coordinate_transformation_mode, nearest_mode, cubic_coeff_a, exclude_outside != 0, antialias != 0, extrapolation_value)

def _grid_sample(x: Tensor, grid: Tensor, mode: str, padding_mode: str, align: bool) -> Tensor:
    kinds = ["bilinear", "linear", "nearest", "bicubic", "cubic"]
    numbers = [0, 0, 1, 2, 2]
    kind = -1
    for i in range(len(kinds)):
        if kinds[i] == mode:
            kind = numbers[i]
    paddings = ["zeros", "border", "reflection"]
    padding = -1
    for i in range(len(paddings)):
        if paddings[i] == padding_mode:
            padding = i
    if kind < 0 or padding < 0:
        ops.prim.RaiseException("an unknown mode", "builtins.RuntimeError")
    wide = x
    if not torch.is_floating_point(x):
        if kind != 1 or x.dtype == 4 or x.dtype == 28 or x.dtype == 29:
            ops.prim.RaiseException("samples of whole numbers", "builtins.RuntimeError")
        wide = torch.to(self._wide(x), 7)
    elif x.dtype != 7:
        wide = torch.to(x, 6)
    where = torch.to(grid, wide.dtype)
    if torch.dim(x) == 3:
        # a single axis: an image of one row, at whose middle the samples lie
        flat = torch.unsqueeze(torch.cat([where, torch.zeros_like(where)], -1), 1)
        return self._same(torch.squeeze(torch.grid_sampler_2d(torch.unsqueeze(wide, 2), flat, kind, padding, align), 2), x)
    if torch.dim(x) == 4:
        return self._same(torch.grid_sampler_2d(wide, where, kind, padding, align), x)
    if torch.dim(x) != 5 or kind == 2:
        ops.prim.RaiseException("samples over so many axes in this mode", "builtins.RuntimeError")
    return self._same(torch.grid_sampler_3d(wide, where, kind, padding, align), x)

def GridSample(X: Tensor, grid: Tensor, *, align_corners: int = 0, mode: str = "linear", padding_mode: str = "zeros") -> Tensor:
    return self._grid_sample(X, grid, mode, padding_mode, align_corners != 0)

def AffineGrid(theta: Tensor, size: Tensor, *, align_corners: int = 0) -> Tensor:
    wide = theta
    if theta.dtype != 7:
        wide = torch.to(theta, 6)
    return self._same(torch.affine_grid_generator(wide, self._ints(size), align_corners != 0), theta)

def DepthToSpace(input: Tensor, *, blocksize: int, mode: str = "DCR") -> Tensor:
    n, c, h, w = torch.size(input, 0), torch.size(input, 1), torch.size(input, 2), torch.size(input, 3)
    deep = c // (blocksize * blocksize)
    if mode == "DCR":
        blocks = torch.permute(torch.reshape(input, [n, blocksize, blocksize, deep, h, w]), [0, 3, 4, 1, 5, 2])
        return torch.reshape(blocks, [n, deep, h * blocksize, w * blocksize])
    if mode != "CRD":
        ops.prim.RaiseException("an unknown mode", "builtins.RuntimeError")
    blocks2 = torch.permute(torch.reshape(input, [n, deep, blocksize, blocksize, h, w]), [0, 1, 4, 2, 5, 3])
    return torch.reshape(blocks2, [n, deep, h * blocksize, w * blocksize])

def SpaceToDepth(input: Tensor, *, blocksize: int) -> Tensor:
    n, c, h, w = torch.size(input, 0), torch.size(input, 1), torch.size(input, 2), torch.size(input, 3)
    blocks = torch.reshape(input, [n, c, h // blocksize, blocksize, w // blocksize, blocksize])
    blocks = torch.permute(blocks, [0, 3, 5, 1, 2, 4])
    return torch.reshape(blocks, [n, c * blocksize * blocksize, h // blocksize, w // blocksize])
