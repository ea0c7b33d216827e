# Pooling.

# How many windows there are along each axis.
def _windows(size: List[int], kernel: List[int], strides: List[int], dilations: List[int], padding: List[int], ceil_mode: int) -> List[int]:
    result = annotate(List[int], [])
    count = len(size)
    for i in range(count):
        room = size[i] + padding[i] + padding[count + i] - dilations[i] * (kernel[i] - 1) - 1
        windows = room // strides[i] + 1
        if ceil_mode != 0:
            windows = (room + strides[i] - 1) // strides[i] + 1
            # no window begins behind the elements
            if (windows - 1) * strides[i] >= size[i] + padding[i]:
                windows = windows - 1
        result.append(windows)
    return result

# What is missing behind the elements of each axis, so that all windows are full; negative where elements are left over.
def _missing(size: List[int], windows: List[int], kernel: List[int], strides: List[int], dilations: List[int], padding: List[int]) -> List[int]:
    result = annotate(List[int], [])
    for i in range(len(size)):
        reach = (windows[i] - 1) * strides[i] + dilations[i] * (kernel[i] - 1) + 1
        result.append(reach - size[i] - padding[i])
    return result

# Whether libtorch's own padding is that of ONNX.
def _is_plain(kernel: List[int], padding: List[int]) -> bool:
    count = len(kernel)
    result = count <= 3
    for i in range(count):
        if padding[i] != padding[count + i] or padding[i] < 0 or padding[i] > kernel[i] // 2:
            result = False
    return result

def _max_pool(x: Tensor, kernel: List[int], strides: List[int], padding: List[int], dilations: List[int], ceil: bool) -> Tuple[Tensor, Tensor]:
    if len(kernel) == 1:
        y, i = torch.max_pool2d_with_indices(torch.unsqueeze(x, -2), [1, kernel[0]], [1, strides[0]], [0, padding[0]], [1, dilations[0]], ceil)
        return (torch.squeeze(y, -2), torch.squeeze(i, -2))
    if len(kernel) == 2:
        y2, i2 = torch.max_pool2d_with_indices(x, kernel, strides, padding, dilations, ceil)
        return (y2, i2)
    if len(kernel) != 3:
        ops.prim.RaiseException("pooling over more than three axes", "builtins.RuntimeError")
    y3, i3 = torch.max_pool3d_with_indices(x, kernel, strides, padding, dilations, ceil)
    return (y3, i3)

# From places in a padded plane, row by row, to ONNX's places in the whole tensor.
def _flat(places: Tensor, size: List[int], padded: List[int], begins: List[int], storage_order: int, channels: int) -> Tensor:
    count = len(size)
    rest = places
    coordinates = annotate(List[Tensor], [])
    for j in range(count):
        i = count - 1 - j
        coordinate = torch.sub(torch.remainder(rest, padded[i]), begins[i])
        coordinates.append(torch.clamp(coordinate, 0, size[i] - 1))
        rest = torch.div(rest, padded[i], rounding_mode="floor")
    result = torch.zeros_like(places)
    plane = 1
    for j in range(count):
        i = count - 1 - j
        plane = plane * size[i]
        if storage_order == 0:
            result = torch.add(torch.mul(result, size[j]), coordinates[i])
        else:
            result = torch.add(torch.mul(result, size[i]), coordinates[j])
    number = torch.arange(torch.size(places, 0) * channels)
    shape = [torch.size(places, 0), channels]
    for i in range(count):
        shape.append(1)
    return torch.add(result, torch.mul(torch.reshape(number, shape), plane))

def MaxPool(X: Tensor, *, kernel_shape: List[int], _outputs: int, auto_pad: str = "NOTSET", ceil_mode: int = 0, dilations: Optional[List[int]] = None, pads: Optional[List[int]] = None, storage_order: int = 0, strides: Optional[List[int]] = None) -> List[Tensor]:
    x = X
    lowest = float("-inf")
    if not torch.is_floating_point(X):
        if X.dtype != 0 and X.dtype != 1:
            ops.prim.RaiseException("pooling of this type", "builtins.RuntimeError")
        x = torch.to(X, 6)
        lowest = -128.0
        if X.dtype == 0:
            lowest = 0.0
    size = torch.size(x)[2:]
    count = len(size)
    steps = self._each(strides, count, 1)
    gaps = self._each(dilations, count, 1)
    padding = self._padding(size, kernel_shape, steps, gaps, pads, auto_pad, True)
    begins = padding[:count]
    padded = size
    if not self._is_plain(kernel_shape, padding):
        windows = self._windows(size, kernel_shape, steps, gaps, padding, ceil_mode)
        missing = self._missing(size, windows, kernel_shape, steps, gaps, padding)
        x = self._extend(x, begins, missing, lowest)
        padded = torch.size(x)[2:]
        y, i = self._max_pool(x, kernel_shape, steps, self._each(None, count, 0), gaps, False)
    else:
        y, i = self._max_pool(x, kernel_shape, steps, begins, gaps, ceil_mode != 0)
        begins = self._each(None, count, 0)
    y = self._same(y, X)
    if _outputs < 2:
        return [y]
    return [y, self._flat(i, size, padded, begins, storage_order, torch.size(X, 1))]

# Like MaxPool of two axes with channels last.
def microsoft_NhwcMaxPool(x: Tensor, *, kernel_shape: List[int], auto_pad: str = "NOTSET", ceil_mode: int = 0, dilations: Optional[List[int]] = None, pads: Optional[List[int]] = None, strides: Optional[List[int]] = None) -> Tensor:
    moved = torch.to(torch.movedim(x, -1, 1), 6)
    size = torch.size(moved)[2:]
    count = len(size)
    steps = self._each(strides, count, 1)
    gaps = self._each(dilations, count, 1)
    padding = self._padding(size, kernel_shape, steps, gaps, pads, auto_pad, True)
    windows = self._windows(size, kernel_shape, steps, gaps, padding, ceil_mode)
    missing = self._missing(size, windows, kernel_shape, steps, gaps, padding)
    lowest = -128.0
    if x.dtype == 0:
        lowest = 0.0
    elif x.dtype != 1:
        ops.prim.RaiseException("pooling of this type", "builtins.RuntimeError")
    moved = self._extend(moved, padding[:count], missing, lowest)
    y, i = self._max_pool(moved, kernel_shape, steps, self._each(None, count, 0), gaps, False)
    return torch.to(torch.movedim(y, 1, -1), x.dtype)

# Sums over windows, one axis after the other.
def _window_sums(x: Tensor, windows: List[int], kernel: List[int], strides: List[int], dilations: List[int], first: int) -> Tensor:
    result = x
    for i in range(len(kernel)):
        axis = first + i
        reach = (windows[i] - 1) * strides[i] + 1
        total = torch.slice(result, axis, 0, reach, strides[i])
        for j in range(1, kernel[i]):
            begin = j * dilations[i]
            total = torch.add(total, torch.slice(result, axis, begin, begin + reach, strides[i]))
        result = total
    return result

def AveragePool(X: Tensor, *, kernel_shape: List[int], auto_pad: str = "NOTSET", ceil_mode: int = 0, count_include_pad: int = 0, dilations: Optional[List[int]] = None, pads: Optional[List[int]] = None, strides: Optional[List[int]] = None) -> Tensor:
    size = torch.size(X)[2:]
    count = len(size)
    steps = self._each(strides, count, 1)
    gaps = self._each(dilations, count, 1)
    padding = self._padding(size, kernel_shape, steps, gaps, pads, auto_pad, True)
    begins = padding[:count]
    if self._is_plain(kernel_shape, padding) and max(gaps) == 1:
        if count == 1:
            return torch.avg_pool1d(X, kernel_shape, steps, begins, ceil_mode != 0, count_include_pad != 0)
        if count == 2:
            return torch.avg_pool2d(X, kernel_shape, steps, begins, ceil_mode != 0, count_include_pad != 0)
        wide = X
        if X.dtype != 7:
            # libtorch has no kernel of smaller types
            wide = torch.to(X, 6)
        return self._same(torch.avg_pool3d(wide, kernel_shape, steps, begins, ceil_mode != 0, count_include_pad != 0), X)
    windows = self._windows(size, kernel_shape, steps, gaps, padding, ceil_mode)
    missing = self._missing(size, windows, kernel_shape, steps, gaps, padding)
    x = X
    if X.dtype != 7:
        x = torch.to(X, 6)
    sums = self._window_sums(self._extend(x, begins, missing, 0.0), windows, kernel_shape, steps, gaps, 2)
    for i in range(count):
        counted = torch.ones([size[i]])
        before = begins[i]
        after = missing[i]
        if count_include_pad != 0:
            # of the padding too, but not of what lies behind it
            counted = torch.ones([max(size[i] + padding[i] + padding[count + i], 0)])
            before = 0
            after = missing[i] - padding[count + i]
        counted = self._extend(counted, [before], [after], 0.0)
        counted = self._window_sums(counted, [windows[i]], [kernel_shape[i]], [steps[i]], [gaps[i]], 0)
        shape = annotate(List[int], [])
        for j in range(count):
            if i == j:
                shape.append(-1)
            else:
                shape.append(1)
        sums = torch.div(sums, torch.to(torch.reshape(counted, shape), sums.dtype))
    return self._same(sums, X)

# The root of sums of powers; its gradient at zero is zero.
def _root(sums: Tensor, p: float) -> Tensor:
    zero = torch.eq(sums, 0.0)
    safe = torch.masked_fill(sums, zero, 1.0)
    root = torch.pow(safe, 1.0 / p)
    if p == 2.0:
        root = torch.sqrt(safe)
    return torch.masked_fill(root, zero, 0.0)

def _lp_pool(x: Tensor, auto_pad: str, ceil_mode: int, dilations: Optional[List[int]], kernel: List[int], p: float, pads: Optional[List[int]], strides: Optional[List[int]]) -> Tensor:
    size = torch.size(x)[2:]
    count = len(size)
    steps = self._each(strides, count, 1)
    gaps = self._each(dilations, count, 1)
    padding = self._padding(size, kernel, steps, gaps, pads, auto_pad, True)
    windows = self._windows(size, kernel, steps, gaps, padding, ceil_mode)
    missing = self._missing(size, windows, kernel, steps, gaps, padding)
    wide = x
    if x.dtype != 7:
        wide = torch.to(x, 6)
    powers = torch.pow(torch.abs(self._extend(wide, padding[:count], missing, 0.0)), p)
    return self._same(self._root(self._window_sums(powers, windows, kernel, steps, gaps, 2), p), x)

def LpPool(X: Tensor, *, kernel_shape: List[int], auto_pad: str = "NOTSET", p: float = 2.0, pads: Optional[List[int]] = None, strides: Optional[List[int]] = None) -> Tensor:
    return self._lp_pool(X, auto_pad, 0, None, kernel_shape, p, pads, strides)

def LpPool_2(X: Tensor, *, kernel_shape: List[int], auto_pad: str = "NOTSET", ceil_mode: int = 0, dilations: Optional[List[int]] = None, p: int = 2, pads: Optional[List[int]] = None, strides: Optional[List[int]] = None) -> Tensor:
    return self._lp_pool(X, auto_pad, ceil_mode, dilations, kernel_shape, float(p), pads, strides)

# All axes behind the channels.
def _spatial(x: Tensor) -> List[int]:
    result = annotate(List[int], [])
    for i in range(2, torch.dim(x)):
        result.append(i)
    return result

def GlobalAveragePool(X: Tensor) -> Tensor:
    axes = self._spatial(X)
    if len(axes) == 0:
        return X
    return torch.mean(X, axes, True)

def GlobalMaxPool(X: Tensor) -> Tensor:
    axes = self._spatial(X)
    if len(axes) == 0:
        return X
    return torch.amax(X, axes, True)

def _global_lp(x: Tensor, p: float) -> Tensor:
    axes = self._spatial(x)
    if len(axes) == 0:
        return torch.abs(x)
    wide = x
    if x.dtype != 7:
        wide = torch.to(x, 6)
    return self._same(self._root(torch.sum(torch.pow(torch.abs(wide), p), axes, True), p), x)

def GlobalLpPool(X: Tensor, *, p: float = 2.0) -> Tensor:
    return self._global_lp(X, p)

def GlobalLpPool_2(X: Tensor, *, p: int = 2) -> Tensor:
    return self._global_lp(X, float(p))

# Places are those in the tensor that the attributes tell; a greater output has it in its first corner.
def MaxUnpool(X: Tensor, I: Tensor, output_shape: Optional[Tensor], *, kernel_shape: List[int], pads: Optional[List[int]] = None, strides: Optional[List[int]] = None) -> Tensor:
    size = torch.size(X)
    count = len(kernel_shape)
    steps = self._each(strides, count, 1)
    padding = self._each(pads, 2 * count, 0)
    shape = [size[0], size[1]]
    for i in range(count):
        shape.append((size[2 + i] - 1) * steps[i] - padding[i] - padding[count + i] + kernel_shape[i])
    total = 1
    for each in shape:
        total = total * each
    values = torch.scatter(torch.zeros([total], dtype=X.dtype), 0, torch.reshape(I, [-1]), torch.reshape(X, [-1]))
    result = torch.reshape(values, shape)
    if output_shape is not None:
        after = annotate(List[int], [])
        before = annotate(List[int], [])
        wanted = self._ints(output_shape)
        for i in range(len(wanted)):
            before.append(0)
            after.append(wanted[i] - shape[i])
            if wanted[i] < shape[i]:
                ops.prim.RaiseException("an output_shape below the inferred one", "builtins.RuntimeError")
        result = self._extend(result, before, after, 0.0)
    return result

# Where samples of a region lie along an axis of the image: the pixel below, the one above, the weight of the latter,
# and whether the sample lies in the image.
def _samples(start: float, length: float, bins: int, samples: int, size: int, type: int) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
    unit = length / float(bins)
    bin = torch.unsqueeze(torch.arange(bins, dtype=7), 1)
    sample = torch.unsqueeze(torch.add(torch.arange(samples, dtype=7), 0.5), 0)
    place = torch.add(torch.add(torch.mul(bin, unit), start), torch.mul(sample, unit / float(max(samples, 1))))
    place = torch.reshape(torch.to(place, 6), [-1])
    inside = torch.logical_and(torch.ge(place, -1.0), torch.le(place, float(size)))
    place = torch.clamp(place, 0.0, float(size - 1))
    low = torch.floor(place)
    above = torch.to(torch.sub(place, low), type)
    low = torch.to(low, 4)
    return (low, torch.clamp(torch.add(low, 1), 0, size - 1), above, torch.to(inside, type))

def _region(x: Tensor, roi: List[float], offset: float, rows: int, columns: int, ratio: int, is_average: bool) -> Tensor:
    width = roi[2] - roi[0]
    height = roi[3] - roi[1]
    if offset == 0.0:
        # regions without a size are one pixel
        width = max(width, 1.0)
        height = max(height, 1.0)
    down = ratio
    across = ratio
    if ratio <= 0:
        down = int(torch.ceil(height / float(rows)))
        across = int(torch.ceil(width / float(columns)))
    channels = torch.size(x, 0)
    if down <= 0 or across <= 0:
        return torch.zeros([channels, rows, columns], dtype=x.dtype)
    top, bottom, lower, inside_y = self._samples(roi[1] - offset, height, rows, down, torch.size(x, 1), x.dtype)
    left, right, later, inside_x = self._samples(roi[0] - offset, width, columns, across, torch.size(x, 2), x.dtype)
    upper = torch.unsqueeze(torch.mul(torch.rsub(lower, 1), inside_y), 1)
    lower = torch.unsqueeze(torch.mul(lower, inside_y), 1)
    earlier = torch.mul(torch.rsub(later, 1), inside_x)
    later = torch.mul(later, inside_x)
    above = torch.index_select(x, 1, top)
    below = torch.index_select(x, 1, bottom)
    a = torch.mul(torch.index_select(above, 2, left), torch.mul(upper, earlier))
    b = torch.mul(torch.index_select(above, 2, right), torch.mul(upper, later))
    c = torch.mul(torch.index_select(below, 2, left), torch.mul(lower, earlier))
    d = torch.mul(torch.index_select(below, 2, right), torch.mul(lower, later))
    shape = [channels, rows, down, columns, across]
    if is_average:
        return torch.mean(torch.reshape(torch.add(torch.add(a, b), torch.add(c, d)), shape), [2, 4])
    # the greatest weighted pixel, not the greatest sample: so it is defined by ONNX's reference
    greatest = torch.maximum(torch.maximum(a, b), torch.maximum(c, d))
    return torch.amax(torch.reshape(greatest, shape), [2, 4])

def _roi_align(x: Tensor, rois: Tensor, batch_indices: Tensor, mode: str, rows: int, columns: int, ratio: int, scale: float, offset: float) -> Tensor:
    if mode != "avg" and mode != "max":
        ops.prim.RaiseException("an unknown mode", "builtins.RuntimeError")
    places = annotate(List[List[float]], torch.mul(torch.to(rois, 7), scale).tolist())
    images = self._ints(batch_indices)
    results = annotate(List[Tensor], [])
    for i in range(len(images)):
        results.append(self._region(torch.select(x, 0, images[i]), places[i], offset, rows, columns, ratio, mode == "avg"))
    if len(results) == 0:
        return torch.zeros([0, torch.size(x, 1), rows, columns], dtype=x.dtype)
    return torch.stack(results)

def RoiAlign(X: Tensor, rois: Tensor, batch_indices: Tensor, *, mode: str = "avg", output_height: int = 1, output_width: int = 1, sampling_ratio: int = 0, spatial_scale: float = 1.0) -> Tensor:
    return self._roi_align(X, rois, batch_indices, mode, output_height, output_width, sampling_ratio, spatial_scale, 0.0)

def RoiAlign_16(X: Tensor, rois: Tensor, batch_indices: Tensor, *, coordinate_transformation_mode: str = "half_pixel", mode: str = "avg", output_height: int = 1, output_width: int = 1, sampling_ratio: int = 0, spatial_scale: float = 1.0) -> Tensor:
    offset = 0.5
    if coordinate_transformation_mode == "output_half_pixel":
        offset = 0.0
    elif coordinate_transformation_mode != "half_pixel":
        ops.prim.RaiseException("an unknown coordinate_transformation_mode", "builtins.RuntimeError")
    return self._roi_align(X, rois, batch_indices, mode, output_height, output_width, sampling_ratio, spatial_scale, offset)
