# Quantized numbers. Whole numbers are multiplied and summed exactly, and scaled as 32-bit floats; halves go to even ones.

# The least and the greatest whole number of a type, or of its four bits.
def _limits(type: int, four: bool) -> Tuple[float, float]:
    if four:
        return (-8., 7.) if type == 1 else (0., 15.)
    if type == 0:
        return (0., 255.)
    if type == 1:
        return (-128., 127.)
    if type == 2:
        return (-32768., 32767.)
    if type == 27:
        return (0., 65535.)
    ops.prim.RaiseException("a type that is not for quantization", "builtins.RuntimeError")
    return (0., 0.)

# What is not a number becomes the least one.
def _saturated(x: Tensor, type: int, four: bool) -> Tensor:
    least, greatest = self._limits(type, four)
    y = torch.clamp(torch.fmax(x, torch.tensor(least)), max=greatest)
    return torch.to(y, type)

def _rounded(x: Tensor, zero_point: Optional[Tensor], type: int, four: bool) -> Tensor:
    y = torch.round(x)
    if zero_point is not None:
        y = torch.add(y, torch.to(zero_point, 6))
    return self._saturated(y, type, four)

# A scale or zero point for each tensor, index of an axis, or block of indices, beside the tensor itself.
def _beside(scale: Tensor, x: Tensor, axis: int, block_size: int) -> Tensor:
    if scale.numel() == 1 and scale.dim() < 2:
        return torch.reshape(scale, annotate(List[int], []))
    place = axis + x.dim() if axis < 0 else axis
    if scale.dim() == 1 and block_size == 0:
        shape = annotate(List[int], [])
        for i in range(x.dim()):
            shape.append(-1 if i == place else 1)
        return torch.reshape(scale, shape)
    if block_size <= 0 or scale.dim() != x.dim():
        ops.prim.RaiseException("a scale of this shape", "builtins.RuntimeError")
    return torch.narrow(torch.repeat_interleave(scale, block_size, place), place, 0, x.size(place))

def _is_float_type(type: int) -> bool:
    return (type >= 5 and type <= 7) or type == 15

# Four bits are known from output_dtype or, where known, from the types of the inputs.
def _quantize(x: Tensor, scale: Tensor, zero_point: Optional[Tensor], axis: int, block_size: int, output_dtype: int, saturate: int, precision: int, types: List[int]) -> Tensor:
    onnx = output_dtype
    type = 0
    if zero_point is not None:
        type = zero_point.dtype
        if len(types) > 2:
            onnx = types[2]
    elif output_dtype != 0:
        type = self._type(output_dtype)
    four = onnx == 21 or onnx == 22
    exact = self._type(precision) if precision != 0 else scale.dtype
    if not self._is_float_type(exact):
        exact = 6
    y = torch.div(torch.to(x, exact), self._beside(torch.to(scale, exact), x, axis, block_size))
    if exact == 5 or exact == 15:
        y = torch.to(y, 6)
    if self._is_float8(type) or onnx == 23:
        if zero_point is not None:
            if bool(torch.any(torch.ne(torch.to(zero_point, 6), 0))):
                ops.prim.RaiseException("a zero point of floats that is not zero", "builtins.RuntimeError")
        return self._to_float4(y) if onnx == 23 else self._to_float8(y, type, saturate != 0)
    if zero_point is None:
        return self._rounded(y, None, type, four)
    zero = self._beside(self._wide(zero_point), x, axis, block_size)
    return self._rounded(y, zero, type, four)

def QuantizeLinear(x: Tensor, y_scale: Tensor, y_zero_point: Optional[Tensor], *, axis: int = 1, block_size: int = 0, output_dtype: int = 0, saturate: int = 1, precision: int = 0, _types: List[int] = []) -> Tensor:
    return self._quantize(x, y_scale, y_zero_point, axis, block_size, output_dtype, saturate, precision, _types)

def microsoft_QuantizeLinear(x: Tensor, y_scale: Tensor, y_zero_point: Optional[Tensor], *, axis: int = 1, block_size: int = 0, output_dtype: int = 0, saturate: int = 1, _types: List[int] = []) -> Tensor:
    return self._quantize(x, y_scale, y_zero_point, axis, block_size, output_dtype, saturate, 0, _types)

def _less_zero(x: Tensor, zero_point: Optional[Tensor], axis: int, block_size: int) -> Tensor:
    y = torch.to(x, 6 if self._is_float8(x.dtype) else 3)
    if zero_point is not None:
        y = torch.sub(y, self._beside(torch.to(zero_point, y.dtype), x, axis, block_size))
    return y

def _dequantize(x: Tensor, scale: Tensor, zero_point: Optional[Tensor], axis: int, block_size: int, onnx: int) -> Tensor:
    type = scale.dtype
    if onnx != 0:
        type = self._type(onnx)
    exact = 7 if type == 7 else 6
    y = torch.to(self._less_zero(x, zero_point, axis, block_size), exact)
    return torch.to(torch.mul(y, self._beside(torch.to(scale, exact), x, axis, block_size)), type)

def DequantizeLinear(x: Tensor, x_scale: Tensor, x_zero_point: Optional[Tensor], *, axis: int = 1, block_size: int = 0, output_dtype: int = 0) -> Tensor:
    return self._dequantize(x, x_scale, x_zero_point, axis, block_size, output_dtype)

def microsoft_DequantizeLinear(x: Tensor, x_scale: Tensor, x_zero_point: Optional[Tensor], *, axis: int = 1, block_size: int = 0) -> Tensor:
    return self._dequantize(x, x_scale, x_zero_point, axis, block_size, 0)

def _dynamic(x: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    least = torch.clamp(torch.amin(x), max=0)
    greatest = torch.clamp(torch.amax(x), min=0)
    spread = torch.sub(greatest, least)
    scale = torch.where(torch.eq(spread, 0), torch.ones_like(spread), torch.div(spread, 255))
    zero = torch.fmin(torch.div(torch.neg(least), scale), torch.tensor(255.0))
    zero = torch.round(torch.clamp(zero, min=0))
    y = self._rounded(torch.div(x, scale), zero, 0, False)
    return (y, scale, torch.to(zero, 0))

def DynamicQuantizeLinear(x: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    return self._dynamic(x)

# Sums of less than 2^24 are exact as float, all others as double.
def _exact_product(a: Tensor, b: Tensor) -> Tensor:
    type = 6 if a.size(-1) < 258 else 7
    return torch.matmul(torch.to(a, type), torch.to(b, type))

def _zero_of(x: Tensor, zero_point: Optional[Tensor]) -> Tensor:
    y = torch.to(x, 3)
    if zero_point is not None:
        y = torch.sub(y, torch.to(zero_point, 3))
    return y

# Of each row of the first factor.
def _of_rows(x: Tensor) -> Tensor:
    if x.numel() == 1:
        return torch.reshape(x, annotate(List[int], []))
    return torch.unsqueeze(x, -1) if x.dim() == 1 else x

# Of each column of the second factor.
def _of_columns(x: Tensor) -> Tensor:
    if x.numel() == 1:
        return torch.reshape(x, annotate(List[int], []))
    return x

def QLinearMatMul(a: Tensor, a_scale: Tensor, a_zero_point: Tensor, b: Tensor, b_scale: Tensor, b_zero_point: Tensor, y_scale: Tensor, y_zero_point: Tensor) -> Tensor:
    first = self._zero_of(a, self._of_rows(a_zero_point))
    second = self._zero_of(b, self._of_columns(b_zero_point))
    scale = torch.mul(self._of_rows(torch.to(a_scale, 6)), self._of_columns(torch.to(b_scale, 6)))
    scale = torch.div(scale, self._of_rows(torch.to(y_scale, 6)))
    y = torch.mul(torch.to(self._exact_product(first, second), 6), scale)
    return self._rounded(y, self._of_rows(y_zero_point), y_zero_point.dtype, False)

# Pads at the beginnings, then at the ends.
def _quantized_pads(auto_pad: str, pads: List[int], sizes: List[int], kernel: List[int], strides: List[int], dilations: List[int]) -> List[int]:
    rank = len(kernel)
    begins = annotate(List[int], [])
    ends = annotate(List[int], [])
    for i in range(rank):
        if auto_pad == "SAME_UPPER" or auto_pad == "SAME_LOWER":
            outputs = (sizes[i] + strides[i] - 1) // strides[i]
            total = max(0, (outputs - 1) * strides[i] + (kernel[i] - 1) * dilations[i] + 1 - sizes[i])
            smaller = total // 2
            begins.append(smaller if auto_pad == "SAME_UPPER" else total - smaller)
            ends.append(total - smaller if auto_pad == "SAME_UPPER" else smaller)
        elif auto_pad == "NOTSET" and len(pads) > 0:
            begins.append(pads[i])
            ends.append(pads[rank + i])
        else:
            begins.append(0)
            ends.append(0)
    begins.extend(ends)
    return begins

# In the order in which libtorch pads: last dimension first, beginning and end.
def _quantized_padding(pads: List[int]) -> List[int]:
    rank = len(pads) // 2
    result = annotate(List[int], [])
    for i in range(rank):
        result.append(pads[rank - 1 - i])
        result.append(pads[2 * rank - 1 - i])
    return result

def _ones(given: List[int], count: int) -> List[int]:
    if len(given) > 0:
        return given
    result = annotate(List[int], [])
    for i in range(count):
        result.append(1)
    return result

def QLinearConv(x: Tensor, x_scale: Tensor, x_zero_point: Tensor, w: Tensor, w_scale: Tensor, w_zero_point: Tensor, y_scale: Tensor, y_zero_point: Tensor, B: Optional[Tensor], *, auto_pad: str = "NOTSET", dilations: List[int] = [], group: int = 1, kernel_shape: List[int] = [], pads: List[int] = [], strides: List[int] = []) -> Tensor:
    rank = x.dim() - 2
    steps = self._ones(strides, rank)
    spread = self._ones(dilations, rank)
    around = self._quantized_pads(auto_pad, pads, x.size()[2:], w.size()[2:], steps, spread)
    shape = [-1]
    none = annotate(List[int], [])
    for i in range(rank):
        none.append(0)
        shape.append(1)
    kernels = [-1, 1]
    kernels.extend(none)
    for i in range(rank):
        kernels[2 + i] = 1
    first = self._zero_of(x, torch.reshape(x_zero_point, annotate(List[int], [])))
    second = self._zero_of(w, torch.reshape(w_zero_point, kernels))
    type = 6 if torch.select(w, 0, 0).numel() < 258 else 7
    first = torch.constant_pad_nd(torch.to(first, type), self._quantized_padding(around), 0)
    total = torch.convolution(first, torch.to(second, type), None, steps, none, spread, False, none, group)
    if B is not None:
        total = torch.add(torch.to(total, 7), torch.reshape(torch.to(B, 7), shape))
    scale = torch.div(torch.mul(torch.reshape(x_scale, [-1]), torch.reshape(w_scale, [-1])), torch.reshape(y_scale, [-1]))
    y = torch.mul(torch.to(total, 6), torch.reshape(scale, shape))
    return self._rounded(y, torch.reshape(y_zero_point, annotate(List[int], [])), y_zero_point.dtype, False)

def _scalar(x: Tensor) -> Tensor:
    return torch.reshape(torch.to(x, 6), annotate(List[int], []))

def _zero_scalar(x: Optional[Tensor]) -> Tensor:
    if x is None:
        return torch.tensor(0.0)
    return torch.reshape(torch.to(x, 6), annotate(List[int], []))

# A product and a sum that are rounded once, as processors do it.
def _fused(a: Tensor, b: Tensor, c: Tensor) -> Tensor:
    return torch.to(torch.add(torch.mul(torch.to(a, 7), torch.to(b, 7)), torch.to(c, 7)), 6)

def microsoft_QLinearAdd(A: Tensor, A_scale: Tensor, A_zero_point: Optional[Tensor], B: Tensor, B_scale: Tensor, B_zero_point: Optional[Tensor], C_scale: Tensor, C_zero_point: Optional[Tensor]) -> Tensor:
    a = torch.div(self._scalar(A_scale), self._scalar(C_scale))
    b = torch.div(self._scalar(B_scale), self._scalar(C_scale))
    zeros = torch.add(torch.mul(a, self._zero_scalar(A_zero_point)), torch.mul(b, self._zero_scalar(B_zero_point)))
    fixed = torch.sub(self._zero_scalar(C_zero_point), zeros)
    y = self._fused(torch.to(A, 6), a, self._fused(torch.to(B, 6), b, fixed))
    return self._rounded(y, None, A.dtype, False)

def microsoft_QLinearMul(A: Tensor, A_scale: Tensor, A_zero_point: Optional[Tensor], B: Tensor, B_scale: Tensor, B_zero_point: Optional[Tensor], C_scale: Tensor, C_zero_point: Optional[Tensor]) -> Tensor:
    a = torch.sub(torch.to(A, 6), self._zero_scalar(A_zero_point))
    b = torch.sub(torch.to(B, 6), self._zero_scalar(B_zero_point))
    scale = torch.div(torch.mul(self._scalar(A_scale), self._scalar(B_scale)), self._scalar(C_scale))
    y = torch.add(torch.mul(torch.mul(a, b), scale), self._zero_scalar(C_zero_point))
    return self._rounded(y, None, A.dtype, False)

def microsoft_QLinearGlobalAveragePool(X: Tensor, x_scale: Tensor, x_zero_point: Optional[Tensor], y_scale: Tensor, y_zero_point: Optional[Tensor], *, channels_last: int = 0) -> Tensor:
    dims = annotate(List[int], [])
    size = 1
    for i in range(1 if channels_last != 0 else 2, X.dim() - channels_last):
        dims.append(i)
        size = size * X.size(i)
    zero = torch.to(self._zero_scalar(x_zero_point), 4)
    total = torch.sum(torch.sub(torch.to(X, 4), zero), dims, True)
    scale = torch.div(self._scalar(x_scale), torch.mul(self._scalar(y_scale), float(size)))
    return self._rounded(torch.mul(torch.to(total, 6), scale), self._zero_scalar(y_zero_point), X.dtype, False)

def _dequantized(x: Tensor, scale: Tensor, zero_point: Optional[Tensor]) -> Tensor:
    return torch.mul(torch.sub(torch.to(x, 6), self._zero_scalar(zero_point)), self._scalar(scale))

def _requantized(x: Tensor, scale: Tensor, zero_point: Optional[Tensor], type: int) -> Tensor:
    return self._rounded(torch.div(x, self._scalar(scale)), self._zero_scalar(zero_point), type, False)

# Windows are summed one place after the other, in single precision.
def microsoft_QLinearAveragePool(X: Tensor, x_scale: Tensor, x_zero_point: Optional[Tensor], y_scale: Tensor, y_zero_point: Optional[Tensor], *, kernel_shape: List[int], auto_pad: str = "NOTSET", ceil_mode: int = 0, channels_last: int = 0, count_include_pad: int = 0, pads: List[int] = [], strides: List[int] = []) -> Tensor:
    rank = len(kernel_shape)
    steps = self._ones(strides, rank)
    real = self._dequantized(X, x_scale, x_zero_point)
    x = torch.movedim(real, -1, 1) if channels_last != 0 else real
    sizes = x.size()[2:]
    around = self._quantized_pads(auto_pad, pads, sizes, kernel_shape, steps, self._ones(annotate(List[int], []), rank))
    outputs = annotate(List[int], [])
    places = 1
    for i in range(rank):
        room = sizes[i] + around[i] + around[rank + i] - kernel_shape[i]
        count = room // steps[i] + 1
        if ceil_mode != 0 and room % steps[i] != 0 and count * steps[i] < sizes[i] + around[i]:
            count = count + 1
        outputs.append(count)
        places = places * kernel_shape[i]
        around[rank + i] = max(around[rank + i], (count - 1) * steps[i] + kernel_shape[i] - sizes[i] - around[i])
    counted = torch.ones_like(torch.select(torch.select(x, 0, 0), 0, 0))
    counted = torch.constant_pad_nd(counted, self._quantized_padding(around), 0)
    x = torch.constant_pad_nd(x, self._quantized_padding(around), 0)
    total = torch.tensor(0.0)
    number = torch.tensor(0.0)
    for place in range(places):
        part = x
        present = counted
        rest = place
        for j in range(rank):
            i = rank - 1 - j
            offset = rest % kernel_shape[i]
            rest = rest // kernel_shape[i]
            end = offset + (outputs[i] - 1) * steps[i] + 1
            part = torch.slice(part, 2 + i, offset, end, steps[i])
            present = torch.slice(present, i, offset, end, steps[i])
        total = torch.add(total, part)
        number = torch.add(number, present)
    mean = torch.div(total, float(places)) if count_include_pad != 0 else torch.div(total, number)
    y = torch.add(torch.div(mean, self._scalar(y_scale)), self._zero_scalar(y_zero_point))
    y = self._rounded(y, None, X.dtype, False)
    return torch.contiguous(torch.movedim(y, 1, -1)) if channels_last != 0 else y

def microsoft_QLinearSigmoid(X: Tensor, X_scale: Tensor, X_zero_point: Optional[Tensor], Y_scale: Tensor, Y_zero_point: Optional[Tensor]) -> Tensor:
    return self._requantized(torch.sigmoid(self._dequantized(X, X_scale, X_zero_point)), Y_scale, Y_zero_point, X.dtype)

def microsoft_QLinearLeakyRelu(X: Tensor, X_scale: Tensor, X_zero_point: Optional[Tensor], Y_scale: Tensor, Y_zero_point: Optional[Tensor], *, alpha: float = 0.01) -> Tensor:
    real = self._dequantized(X, X_scale, X_zero_point)
    return self._requantized(torch.leaky_relu(real, alpha), Y_scale, Y_zero_point, X.dtype)

# What has the scale of the result already is not touched.
def microsoft_QLinearConcat(Y_scale: Tensor, Y_zero_point: Tensor, inputs: List[Tensor], *, axis: int) -> Tensor:
    parts = annotate(List[Tensor], [])
    for i in range(len(inputs) // 3):
        x = inputs[3 * i]
        scale = inputs[3 * i + 1]
        zero = inputs[3 * i + 2]
        parts.append(self._requantized(self._dequantized(x, scale, zero), Y_scale, Y_zero_point, x.dtype))
    return torch.cat(parts, axis)

def microsoft_QLinearWhere(condition: Tensor, X: Tensor, x_scale: Tensor, x_zero_point: Tensor, Y: Tensor, y_scale: Tensor, y_zero_point: Tensor, z_scale: Tensor, z_zero_point: Tensor) -> Tensor:
    x = self._requantized(self._dequantized(X, x_scale, x_zero_point), z_scale, z_zero_point, X.dtype)
    y = self._requantized(self._dequantized(Y, y_scale, y_zero_point), z_scale, z_zero_point, Y.dtype)
    return torch.where(condition, x, y)

# Exponents count from the greatest value, so that its zero point does not matter. Before opset 13, over all axes from the given one.
def microsoft_QLinearSoftmax(X: Tensor, X_scale: Tensor, x_zero_point: Optional[Tensor], y_scale: Tensor, y_zero_point: Tensor, *, opset: int, axis: int = -1) -> Tensor:
    place = axis if axis >= 0 else axis + X.dim()
    x = X
    if opset < 13:
        x = torch.flatten(X, place)
    whole = torch.to(x, 7)
    powers = torch.exp(torch.mul(torch.sub(whole, torch.amax(whole, [place], True)), torch.to(self._scalar(X_scale), 7)))
    share = torch.div(torch.div(powers, torch.sum(powers, [place], True)), torch.to(self._scalar(y_scale), 7))
    y = self._rounded(torch.to(share, 6), self._zero_scalar(y_zero_point), X.dtype, False)
    return torch.reshape(y, X.size())

def microsoft_QGemm(A: Tensor, a_scale: Tensor, a_zero_point: Tensor, B: Tensor, b_scale: Tensor, b_zero_point: Tensor, C: Optional[Tensor], y_scale: Optional[Tensor], y_zero_point: Optional[Tensor], *, alpha: float = 1.0, transA: int = 0, transB: int = 0) -> Tensor:
    first = self._zero_of(torch.t(A) if transA != 0 else A, self._of_columns(a_zero_point))
    b = torch.t(B) if transB != 0 else B
    second = self._zero_of(b, self._of_columns(b_zero_point))
    total = torch.to(self._exact_product(first, second), 7)
    if C is not None:
        total = torch.add(total, torch.to(C, 7))
    scale = torch.mul(torch.mul(self._scalar(a_scale), alpha), self._of_columns(b_scale))
    if y_scale is None:
        return torch.mul(torch.to(total, 6), scale)
    scale = torch.div(scale, self._scalar(y_scale))
    type = A.dtype
    if y_zero_point is not None:
        type = y_zero_point.dtype
    return self._rounded(torch.mul(torch.to(total, 6), scale), self._zero_scalar(y_zero_point), type, False)

def _scaled_product(a: Tensor, b: Tensor, scale: Tensor, bias: Optional[Tensor]) -> Tensor:
    y = torch.mul(torch.to(self._exact_product(a, b), 6), scale)
    if bias is not None:
        y = torch.add(y, bias)
    return y

def microsoft_MatMulIntegerToFloat(A: Tensor, B: Tensor, a_scale: Tensor, b_scale: Tensor, a_zero_point: Optional[Tensor], b_zero_point: Optional[Tensor], bias: Optional[Tensor]) -> Tensor:
    scale = torch.mul(self._of_rows(a_scale), self._of_columns(b_scale))
    first = torch.to(A, 3)
    if a_zero_point is not None:
        first = self._zero_of(A, self._of_rows(a_zero_point))
    second = torch.to(B, 3)
    if b_zero_point is not None:
        second = self._zero_of(B, self._of_columns(b_zero_point))
    return self._scaled_product(first, second, scale, bias)

def microsoft_DynamicQuantizeMatMul(A: Tensor, B: Tensor, b_scale: Tensor, b_zero_point: Optional[Tensor], bias: Optional[Tensor]) -> Tensor:
    a, scale, zero = self._dynamic(A)
    second = torch.to(B, 3)
    if b_zero_point is not None:
        second = self._zero_of(B, self._of_columns(b_zero_point))
    return self._scaled_product(self._zero_of(a, zero), second, torch.mul(scale, self._of_columns(b_scale)), bias)

# Several numbers in a byte, the lowest bits first.
def _unpacked(x: Tensor, bits: int) -> Tensor:
    parts = annotate(List[Tensor], [])
    mask = 3 if bits == 2 else (15 if bits == 4 else 255)
    for i in range(8 // bits):
        parts.append(torch.bitwise_and(torch.bitwise_right_shift(x, i * bits), mask))
    return torch.flatten(torch.stack(parts, -1), -2, -1)

def microsoft_MatMulNBits(A: Tensor, B: Tensor, scales: Tensor, zero_points: Optional[Tensor], g_idx: Optional[Tensor], bias: Optional[Tensor], *, K: int, N: int, block_size: int, bits: int = 4, accuracy_level: int = 0) -> Tensor:
    if bits != 2 and bits != 4 and bits != 8:
        ops.prim.RaiseException("this number of bits", "builtins.RuntimeError")
    if g_idx is not None:
        ops.prim.RaiseException("g_idx", "builtins.RuntimeError")
    blocks = (K + block_size - 1) // block_size
    whole = torch.reshape(self._unpacked(torch.reshape(B, [N, blocks, -1]), bits), [N, blocks, block_size])
    weights = torch.to(whole, 6)
    if zero_points is None:
        middle = 2.0 if bits == 2 else (8.0 if bits == 4 else 128.0)
        weights = torch.sub(weights, middle)
    elif zero_points.dtype == 0:
        zeros = torch.narrow(self._unpacked(torch.reshape(zero_points, [N, -1]), bits), 1, 0, blocks)
        weights = torch.sub(weights, torch.unsqueeze(torch.to(zeros, 6), 2))
    else:
        weights = torch.sub(weights, torch.reshape(torch.to(zero_points, 6), [N, blocks, 1]))
    weights = torch.mul(weights, torch.reshape(torch.to(scales, 6), [N, blocks, 1]))
    weights = torch.narrow(torch.reshape(weights, [N, -1]), 1, 0, K)
    y = torch.matmul(torch.to(A, 6), torch.t(weights))
    if bias is not None:
        y = torch.add(y, torch.to(bias, 6))
    return torch.to(y, A.dtype)
