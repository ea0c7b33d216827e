# Changes of type, and tests of special values.

def _is_float8(type: int) -> bool:
    return (type >= 23 and type <= 26) or type == 44

# Arithmetic is defined for neither eight-bit floats nor wide unsigned integers.
def _computable(x: Tensor) -> Tensor:
    return torch.to(x, 6) if self._is_float8(x.dtype) else self._wide(x)

def _to_float8(x: Tensor, type: int, saturate: bool) -> Tensor:
    y = torch.to(x, 6)
    if saturate:
        limits = [57344.0, 448.0, 57344.0, 240.0]
        limit = limits[type - 23]
        y = torch.clamp(y, -limit, limit)
    return torch.to(y, type)

# The nearest of 0, 0.5, 1, 1.5, 2, 3, 4 and 6, halves to even ones; held as float8e4m3fn, which has them all. NaN,
# of which ONNX does not say what becomes, is -0, as in its tests.
def _to_float4(x: Tensor) -> Tensor:
    y = torch.to(x, 6)
    y = torch.where(torch.isnan(y), -0.0, y)
    size = torch.clamp(torch.abs(y), max=6.0)
    step = torch.where(torch.lt(size, 2), 0.5, torch.where(torch.lt(size, 4), 1.0, 2.0))
    return torch.to(torch.copysign(torch.mul(torch.round(torch.div(size, step)), step), y), 24)

# A power of two. The sign does not count; what is neither a number nor in range has no power.
def _to_e8m0(x: Tensor, saturate: bool, round_mode: str) -> Tensor:
    y = torch.abs(torch.to(x, 7))
    mantissa, power = torch.frexp(y)
    if round_mode == "up":
        power = torch.sub(power, torch.to(torch.le(mantissa, 0.5), power.dtype))
    elif round_mode == "nearest":
        power = torch.sub(power, torch.to(torch.lt(mantissa, 0.75), power.dtype))
    elif round_mode == "down":
        power = torch.sub(power, 1)
    else:
        ops.prim.RaiseException("an unknown round_mode", "builtins.RuntimeError")
    power = torch.masked_fill(power, torch.eq(y, 0), -1000)
    power = torch.masked_fill(power, torch.isinf(y), 1000)
    nothing = torch.isnan(y)
    if not saturate:
        nothing = torch.logical_or(nothing, torch.logical_or(torch.lt(power, -127), torch.gt(power, 127)))
    power = torch.to(torch.clamp(power, -127, 127), 7)
    result = torch.masked_fill(torch.exp2(power), nothing, float("nan"))
    return torch.to(torch.to(result, 6), 44)

# The low four bits, which are the sign and three more if that is asked for.
def _to_four_bits(x: Tensor, signed: bool) -> Tensor:
    y = torch.bitwise_and(torch.to(x, 4), 15)
    if signed:
        y = torch.sub(torch.bitwise_xor(y, 8), 8)
    return torch.to(y, 1 if signed else 0)

def _cast(x: Tensor, onnx: int, saturate: int, round_mode: str) -> Tensor:
    if onnx == 23:
        return self._to_float4(x)
    return self._cast_to(x, self._type(onnx), onnx == 21 or onnx == 22, saturate, round_mode)

def _cast_to(x: Tensor, type: int, four: bool, saturate: int, round_mode: str) -> Tensor:
    if x.dtype == type and not four:
        return x
    y = x
    if self._is_float8(x.dtype):
        y = torch.to(x, 6)
    if four:
        return self._to_four_bits(y, type == 1)
    if type == 44:
        return self._to_e8m0(y, saturate != 0, round_mode)
    if self._is_float8(type):
        return self._to_float8(y, type, saturate != 0)
    return torch.to(y, type)

def Cast(input: Tensor, *, to: str) -> Tensor:
    names = ["FLOAT", "UINT8", "INT8", "UINT16", "INT16", "INT32", "INT64", "STRING", "BOOL", "FLOAT16", "DOUBLE", "UINT32", "UINT64"]
    onnx = 8
    for i in range(len(names)):
        if names[i] == to:
            onnx = i + 1
    return self._cast(input, onnx, 1, "up")

def Cast_6(input: Tensor, *, to: int, saturate: int = 1, round_mode: str = "up") -> Tensor:
    return self._cast(input, to, saturate, round_mode)

# Of four bits is only what is known to be, as types of inputs.
def CastLike(input: Tensor, target_type: Tensor, *, saturate: int = 1, round_mode: str = "up", _types: List[int] = []) -> Tensor:
    if len(_types) > 1 and _types[1] >= 21 and _types[1] <= 23:
        return self._cast(input, _types[1], saturate, round_mode)
    return self._cast_to(input, target_type.dtype, False, saturate, round_mode)

def IsNaN(X: Tensor) -> Tensor:
    return torch.isnan(self._computable(X))

def IsInf(X: Tensor, *, detect_positive: int = 1, detect_negative: int = 1) -> Tensor:
    x = self._computable(X)
    if detect_positive != 0 and detect_negative != 0:
        return torch.isinf(x)
    if detect_positive != 0:
        return torch.isposinf(x)
    if detect_negative != 0:
        return torch.isneginf(x)
    return torch.zeros_like(x, dtype=11)
