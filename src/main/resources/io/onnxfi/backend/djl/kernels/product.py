# Products: convolutions and matrices.

# A list of an attribute that may be absent: one number for each axis.
def _each(given: Optional[List[int]], count: int, fallback: int) -> List[int]:
    if given is not None:
        if len(given) != count:
            ops.prim.RaiseException("an attribute with a wrong number of axes", "builtins.RuntimeError")
        return given
    result = annotate(List[int], [])
    for i in range(count):
        result.append(fallback)
    return result

# Padding at the beginning of each axis, then at the end of each, as ONNX has it. Where windows leave gaps, it is
# negative by ONNX's formula: ONNX Runtime cuts for pooling and not for convolutions.
def _padding(size: List[int], kernel: List[int], strides: List[int], dilations: List[int], pads: Optional[List[int]], auto_pad: str, cuts: bool) -> List[int]:
    count = len(size)
    if auto_pad == "NOTSET" or auto_pad == "":
        return self._each(pads, 2 * count, 0)
    begins = annotate(List[int], [])
    ends = annotate(List[int], [])
    for i in range(count):
        need = 0
        if auto_pad != "VALID":
            out = (size[i] + strides[i] - 1) // strides[i]
            need = (out - 1) * strides[i] + (kernel[i] - 1) * dilations[i] + 1 - size[i]
            if not cuts:
                need = max(need, 0)
        twice = need
        if auto_pad == "SAME_LOWER":
            twice = need + 1
        begin = max(twice, 0) // 2 - max(-twice, 0) // 2
        begins.append(begin)
        ends.append(need - begin)
    return begins + ends

# Adds or, where negative, cuts at the ends of the last axes.
def _extend(x: Tensor, begins: List[int], ends: List[int], value: float) -> Tensor:
    pads = annotate(List[int], [])
    changes = False
    for i in range(len(begins)):
        last = len(begins) - 1 - i
        pads.append(begins[last])
        pads.append(ends[last])
        if begins[last] != 0 or ends[last] != 0:
            changes = True
    if changes:
        return torch.constant_pad_nd(x, pads, value)
    return x

def _convolve(x: Tensor, w: Tensor, b: Optional[Tensor], auto_pad: str, dilations: Optional[List[int]], group: int, kernel: Optional[List[int]], pads: Optional[List[int]], strides: Optional[List[int]]) -> Tensor:
    size = torch.size(x)[2:]
    count = len(size)
    shape = torch.size(w)[2:]
    if kernel is not None:
        if kernel != shape:
            ops.prim.RaiseException("a kernel_shape that is not the weight's", "builtins.RuntimeError")
    steps = self._each(strides, count, 1)
    gaps = self._each(dilations, count, 1)
    padding = self._padding(size, shape, steps, gaps, pads, auto_pad, False)
    begins = padding[:count]
    ends = padding[count:]
    none = self._each(None, count, 0)
    given = x
    if begins != ends or min(padding) < 0:
        given = self._extend(x, begins, ends, 0.0)
        begins = none
    return torch.convolution(given, w, b, steps, begins, gaps, False, none, group)

def Conv(X: Tensor, W: Tensor, B: Optional[Tensor], *, auto_pad: str = "NOTSET", dilations: Optional[List[int]] = None, group: int = 1, kernel_shape: Optional[List[int]] = None, pads: Optional[List[int]] = None, strides: Optional[List[int]] = None) -> Tensor:
    return self._convolve(X, W, B, auto_pad, dilations, group, kernel_shape, pads, strides)

def ConvTranspose(X: Tensor, W: Tensor, B: Optional[Tensor], *, auto_pad: str = "NOTSET", dilations: Optional[List[int]] = None, group: int = 1, kernel_shape: Optional[List[int]] = None, output_padding: Optional[List[int]] = None, output_shape: Optional[List[int]] = None, pads: Optional[List[int]] = None, strides: Optional[List[int]] = None) -> Tensor:
    size = torch.size(X)[2:]
    count = len(size)
    shape = torch.size(W)[2:]
    if kernel_shape is not None:
        if kernel_shape != shape:
            ops.prim.RaiseException("a kernel_shape that is not the weight's", "builtins.RuntimeError")
    steps = self._each(strides, count, 1)
    gaps = self._each(dilations, count, 1)
    extra = self._each(output_padding, count, 0)
    padding = self._each(None, 2 * count, 0)
    same = auto_pad == "SAME_UPPER" or auto_pad == "SAME_LOWER"
    if not same and output_shape is None and auto_pad != "VALID":
        padding = self._each(pads, 2 * count, 0)
    begins = padding[:count]
    ends = padding[count:]
    direct = begins == ends and min(begins) >= 0 and output_shape is None and not same
    for i in range(count):
        if extra[i] >= max(steps[i], gaps[i]):
            direct = False
    none = self._each(None, count, 0)
    if direct:
        return torch.convolution(X, W, B, steps, begins, gaps, True, extra, group)
    full = torch.convolution(X, W, None, steps, none, gaps, True, none, group)
    whole = torch.size(full)[2:]
    before = annotate(List[int], [])
    after = annotate(List[int], [])
    for i in range(count):
        out = whole[i] + extra[i] - begins[i] - ends[i]
        begin = begins[i]
        if output_shape is not None or same:
            out = size[i] * steps[i]
            if output_shape is not None:
                out = output_shape[len(output_shape) - count + i]
            need = max(whole[i] + extra[i] - out, 0)
            begin = need // 2
            if auto_pad != "SAME_UPPER":
                begin = need - begin
            if output_shape is None:
                out = whole[i] + extra[i] - need
        before.append(-begin)
        after.append(out - (whole[i] - begin))
    result = self._extend(full, before, after, 0.0)
    if B is not None:
        one = annotate(List[int], [-1])
        for i in range(count):
            one.append(1)
        result = torch.add(result, torch.reshape(B, one))
    return result

def ConvInteger(x: Tensor, w: Tensor, x_zero_point: Optional[Tensor], w_zero_point: Optional[Tensor], *, auto_pad: str = "NOTSET", dilations: Optional[List[int]] = None, group: int = 1, kernel_shape: Optional[List[int]] = None, pads: Optional[List[int]] = None, strides: Optional[List[int]] = None) -> Tensor:
    values = torch.to(x, 7)
    weights = torch.to(w, 7)
    if x_zero_point is not None:
        values = torch.sub(values, torch.to(torch.reshape(x_zero_point, annotate(List[int], [])), 7))
    if w_zero_point is not None:
        one = annotate(List[int], [-1])
        for i in range(torch.dim(w) - 1):
            one.append(1)
        weights = torch.sub(weights, torch.to(torch.reshape(w_zero_point, one), 7))
    result = self._convolve(values, weights, None, auto_pad, dilations, group, kernel_shape, pads, strides)
    return torch.to(torch.to(result, 4), 3)

# Products of eight-bit numbers are exact in float64.
def MatMulInteger(A: Tensor, B: Tensor, a_zero_point: Optional[Tensor], b_zero_point: Optional[Tensor]) -> Tensor:
    a = torch.to(A, 7)
    b = torch.to(B, 7)
    if a_zero_point is not None:
        zero = torch.to(a_zero_point, 7)
        if torch.numel(zero) == 1:
            zero = torch.reshape(zero, annotate(List[int], []))
        elif torch.dim(zero) == 1:
            zero = torch.unsqueeze(zero, -1)
        a = torch.sub(a, zero)
    if b_zero_point is not None:
        zero = torch.to(b_zero_point, 7)
        if torch.numel(zero) == 1:
            zero = torch.reshape(zero, annotate(List[int], []))
        b = torch.sub(b, zero)
    return torch.to(torch.to(torch.matmul(a, b), 4), 3)

def MatMul(A: Tensor, B: Tensor) -> Tensor:
    return self._same(torch.matmul(self._wide(A), self._wide(B)), A)

# Whole numbers times a factor that is whole too: anything else would be rounded by nobody's rule.
def _whole(factor: float) -> int:
    if torch.floor(factor) != factor:
        ops.prim.RaiseException("a factor of whole numbers that is not whole", "builtins.RuntimeError")
    return int(factor)

def _gemm(A: Tensor, B: Tensor, C: Optional[Tensor], alpha: float, beta: float, transA: int, transB: int) -> Tensor:
    a = self._wide(A)
    b = self._wide(B)
    if transA != 0:
        a = torch.t(a)
    if transB != 0:
        b = torch.t(b)
    if torch.is_floating_point(a):
        if C is not None:
            return torch.addmm(C, a, b, beta=beta, alpha=alpha)
        product = torch.mm(a, b)
        if alpha != 1.0:
            product = torch.mul(product, alpha)
        return product
    result = torch.mul(torch.mm(a, b), self._whole(alpha))
    if C is not None:
        result = torch.add(result, torch.mul(self._wide(C), self._whole(beta)))
    return self._same(result, A)

# Before opset 7, broadcasting had to be asked for.
def Gemm(A: Tensor, B: Tensor, C: Optional[Tensor], *, alpha: float = 1.0, beta: float = 1.0, transA: int = 0, transB: int = 0, broadcast: int = 0) -> Tensor:
    return self._gemm(A, B, C, alpha, beta, transA, transB)

def Einsum(Inputs: List[Tensor], *, equation: str) -> Tensor:
    wide = annotate(List[Tensor], [])
    for x in Inputs:
        wide.append(self._wide(x))
    return self._same(torch.einsum(equation, wide), Inputs[0])

def Det(X: Tensor) -> Tensor:
    if X.dtype == 6 or X.dtype == 7:
        return torch.det(X)
    return torch.to(torch.det(torch.to(X, 6)), X.dtype)

# Where an axis of blocks lies in the padded image: [block, number of blocks].
def _product_places(block: int, count: int, stride: int, dilation: int) -> Tensor:
    inner = torch.mul(torch.arange(block), dilation)
    outer = torch.mul(torch.arange(count), stride)
    return torch.add(torch.unsqueeze(inner, 1), torch.unsqueeze(outer, 0))

def Col2Im(input: Tensor, image_shape: Tensor, block_shape: Tensor, *, dilations: Optional[List[int]] = None, pads: Optional[List[int]] = None, strides: Optional[List[int]] = None) -> Tensor:
    image = self._ints(image_shape)
    block = self._ints(block_shape)
    count = len(image)
    steps = self._each(strides, count, 1)
    gaps = self._each(dilations, count, 1)
    padding = self._each(pads, 2 * count, 0)
    place = torch.zeros([1, 1], dtype=4)
    padded = annotate(List[int], [])
    before = annotate(List[int], [])
    after = annotate(List[int], [])
    blocks = 1
    size = 1
    for i in range(count):
        length = image[i] + padding[i] + padding[count + i]
        number = (length - gaps[i] * (block[i] - 1) - 1) // steps[i] + 1
        axis = self._product_places(block[i], number, steps[i], gaps[i])
        # [blocks so far, 1, places so far, 1] + [1, block, 1, number]
        left = torch.unsqueeze(torch.unsqueeze(torch.mul(place, length), 1), 3)
        right = torch.unsqueeze(torch.unsqueeze(axis, 0), 2)
        blocks = blocks * block[i]
        size = size * length
        place = torch.reshape(torch.add(left, right), [blocks, -1])
        padded.append(length)
        before.append(-padding[i])
        after.append(-padding[count + i])
    x = self._wide(input)
    batch = torch.size(x, 0)
    channels = torch.size(x, 1) // blocks
    columns = torch.reshape(x, [batch, channels, -1])
    flat = torch.index_add(torch.zeros([batch, channels, size], dtype=x.dtype), 2, torch.reshape(place, [-1]), columns)
    result = torch.reshape(flat, [batch, channels] + padded)
    return self._same(self._extend(result, before, after, 0.0), input)

# One corner of bilinear sampling: values [n, c, height·width], zero outside the image.
def _corner(x: Tensor, row: Tensor, column: Tensor, weight: Tensor, height: int, width: int) -> Tensor:
    inside = torch.logical_and(torch.logical_and(torch.ge(row, 0), torch.lt(row, height)), torch.logical_and(torch.ge(column, 0), torch.lt(column, width)))
    place = torch.add(torch.mul(torch.clamp(row, 0, height - 1), width), torch.clamp(column, 0, width - 1))
    place = torch.unsqueeze(torch.to(place, 4), 1)
    n = torch.size(x, 0)
    c = torch.size(x, 1)
    values = torch.gather(x, 2, torch.expand(place, [n, c, -1]))
    zero = torch.zeros([1], dtype=x.dtype)
    weighted = torch.mul(values, torch.unsqueeze(weight, 1))
    return torch.where(torch.unsqueeze(inside, 1), weighted, zero)

# In two dimensions, as ONNX Runtime and torchvision have it.
def DeformConv(X: Tensor, W: Tensor, offset: Tensor, B: Optional[Tensor], mask: Optional[Tensor], *, dilations: Optional[List[int]] = None, group: int = 1, kernel_shape: Optional[List[int]] = None, offset_group: int = 1, pads: Optional[List[int]] = None, strides: Optional[List[int]] = None) -> Tensor:
    if torch.dim(X) != 4:
        ops.prim.RaiseException("a deformable convolution of other than two dimensions", "builtins.RuntimeError")
    steps = self._each(strides, 2, 1)
    gaps = self._each(dilations, 2, 1)
    padding = self._each(pads, 4, 0)
    n = torch.size(X, 0)
    channels = torch.size(X, 1)
    height = torch.size(X, 2)
    width = torch.size(X, 3)
    rows = torch.size(W, 2)
    columns = torch.size(W, 3)
    if kernel_shape is not None:
        if kernel_shape != [rows, columns]:
            ops.prim.RaiseException("a kernel_shape that is not the weight's", "builtins.RuntimeError")
    high = torch.size(offset, 2)
    wide = torch.size(offset, 3)
    kernel = rows * columns
    moved = torch.reshape(offset, [n * offset_group, kernel, 2, high, wide])
    y = torch.to(torch.sub(self._product_places(rows, high, steps[0], gaps[0]), padding[0]), X.dtype)
    x = torch.to(torch.sub(self._product_places(columns, wide, steps[1], gaps[1]), padding[1]), X.dtype)
    y = torch.reshape(torch.expand(torch.reshape(y, [rows, 1, high, 1]), [rows, columns, high, wide]), [kernel, high, wide])
    x = torch.reshape(torch.expand(torch.reshape(x, [1, columns, 1, wide]), [rows, columns, high, wide]), [kernel, high, wide])
    row = torch.reshape(torch.add(torch.select(moved, 2, 0), y), [n * offset_group, -1])
    column = torch.reshape(torch.add(torch.select(moved, 2, 1), x), [n * offset_group, -1])
    top = torch.floor(row)
    left = torch.floor(column)
    down = torch.sub(row, top)
    right = torch.sub(column, left)
    up = torch.rsub(down, 1)
    back = torch.rsub(right, 1)
    image = torch.reshape(X, [n * offset_group, channels // offset_group, height * width])
    sampled = self._corner(image, top, left, torch.mul(up, back), height, width)
    sampled = torch.add(sampled, self._corner(image, top, torch.add(left, 1), torch.mul(up, right), height, width))
    sampled = torch.add(sampled, self._corner(image, torch.add(top, 1), left, torch.mul(down, back), height, width))
    sampled = torch.add(sampled, self._corner(image, torch.add(top, 1), torch.add(left, 1), torch.mul(down, right), height, width))
    if mask is not None:
        sampled = torch.mul(sampled, torch.reshape(mask, [n * offset_group, 1, -1]))
    patches = torch.reshape(sampled, [n, group, channels // group * kernel, high * wide])
    outs = torch.size(W, 0)
    weights = torch.reshape(W, [1, group, outs // group, channels // group * kernel])
    result = torch.reshape(torch.matmul(weights, patches), [n, outs, high, wide])
    if B is not None:
        result = torch.add(result, torch.reshape(B, [1, -1, 1, 1]))
    return result

def _activate(x: Tensor, name: str, values: List[float]) -> Tensor:
    if name == "":
        return x
    if name == "Relu":
        return torch.relu(x)
    if name == "Tanh":
        return torch.tanh(x)
    if name == "Sigmoid":
        return torch.sigmoid(x)
    if name == "LeakyRelu" and len(values) > 0:
        return torch.leaky_relu(x, values[0])
    if name == "Clip" and len(values) > 1:
        return torch.clamp(x, values[0], values[1])
    if name == "HardSigmoid" and len(values) > 1:
        return torch.clamp(torch.add(torch.mul(x, values[0]), values[1]), 0.0, 1.0)
    ops.prim.RaiseException("an activation of a fused operator that is not known", "builtins.RuntimeError")
    return x

def microsoft_FusedConv(X: Tensor, W: Tensor, B: Optional[Tensor], Z: Optional[Tensor], *, activation: str = "", activation_params: List[float] = [], auto_pad: str = "NOTSET", dilations: Optional[List[int]] = None, group: int = 1, kernel_shape: Optional[List[int]] = None, pads: Optional[List[int]] = None, strides: Optional[List[int]] = None) -> Tensor:
    result = self._convolve(X, W, B, auto_pad, dilations, group, kernel_shape, pads, strides)
    if Z is not None:
        result = torch.add(result, Z)
    return self._activate(result, activation, activation_params)

def microsoft_FusedGemm(A: Tensor, B: Tensor, C: Optional[Tensor], *, activation: str = "", activation_alpha: float = 0.01, activation_beta: float = 0.0, alpha: float = 1.0, beta: float = 1.0, transA: int = 0, transB: int = 0) -> Tensor:
    result = self._gemm(A, B, C, alpha, beta, transA, transB)
    return self._activate(result, activation, [activation_alpha, activation_beta])

# The first axis of a matrix in the place of the last but one: [m, batch …, k] to [batch …, m, k].
def _batched(x: Tensor, swap: int, batch: int) -> Tensor:
    result = x
    if batch != 0 and torch.dim(x) > 2:
        result = torch.movedim(result, 0, -2)
    if swap != 0 and torch.dim(x) > 1:
        result = torch.transpose(result, -1, -2)
    return result

def microsoft_FusedMatMul(A: Tensor, B: Tensor, *, alpha: float = 1.0, transA: int = 0, transB: int = 0, transBatchA: int = 0, transBatchB: int = 0) -> Tensor:
    product = torch.matmul(self._batched(A, transA, transBatchA), self._batched(B, transB, transBatchB))
    if alpha != 1.0:
        product = torch.mul(product, alpha)
    return product
