# What several operators use. Numbers of types are libtorch's: 0 uint8, 1 int8, 2 int16, 3 int32, 4 int64,
# 5 float16, 6 float32, 7 float64, 11 bool, 15 bfloat16, 23 to 26 and 44 eight-bit floats, 27 to 29 unsigned.

def _ints(x: Tensor) -> List[int]:
    return annotate(List[int], torch.reshape(torch.to(x, 4), [-1]).tolist())

def _axes(axes: Optional[Tensor], rank: int) -> List[int]:
    result = annotate(List[int], [])
    if axes is not None:
        for axis in self._ints(axes):
            result.append((axis + rank) % max(rank, 1))
    return result

# libtorch's type of an ONNX type's number. A number that is none would make libtorch read beyond its tables.
def _type(onnx: int) -> int:
    types = [-1, 6, 0, 1, 27, 2, 3, 4, -1, 11, 5, 7, 28, 29, -1, -1, 15, 24, 26, 23, 25, 0, 1, 24, 44]
    known = -1
    if onnx >= 0 and onnx < len(types):
        known = types[onnx]
    if known < 0:
        ops.prim.RaiseException("an element type that PyTorch does not have", "builtins.RuntimeError")
    return known

# Unsigned integers of more than eight bits have no arithmetic in libtorch: in a wider type, and back.
def _wide(x: Tensor) -> Tensor:
    if x.dtype == 27:
        return torch.to(x, 3)
    if x.dtype == 28 or x.dtype == 29:
        return torch.to(x, 4)
    return x

def _same(x: Tensor, like: Tensor) -> Tensor:
    if x.dtype == like.dtype:
        return x
    return torch.to(x, like.dtype)
