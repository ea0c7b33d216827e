# Arithmetic of any numbers, comparisons, truth values and bits.

# Before version 7, B lay along the dimensions of A from an axis on.
def _placed(A: Tensor, B: Tensor, axis: Optional[int]) -> Tensor:
    if axis is None:
        return B
    shape = annotate(List[int], [])
    for i in range(B.dim()):
        shape.append(torch.size(B, i))
    start = axis + A.dim() if axis < 0 else axis
    for i in range(A.dim() - start - B.dim()):
        shape.append(1)
    return torch.reshape(B, shape)

# Unsigned integers so that they compare like the numbers that they are: with 64 bits, less 2 to the 63.
def _ordered(x: Tensor) -> Tensor:
    if x.dtype == 29:
        return torch.bitwise_xor(torch.to(x, 4), -9223372036854775807 - 1)
    return self._wide(x)

def _unordered(x: Tensor, like: Tensor) -> Tensor:
    if like.dtype == 29:
        return torch.to(torch.bitwise_xor(x, -9223372036854775807 - 1), 29)
    return self._same(x, like)

def _add(A: Tensor, B: Tensor) -> Tensor:
    return self._same(torch.add(self._wide(A), self._wide(B)), A)

def Add(A: Tensor, B: Tensor, *, axis: Optional[int] = None, broadcast: int = 0) -> Tensor:
    return self._add(A, self._placed(A, B, axis))

def Sub(A: Tensor, B: Tensor, *, axis: Optional[int] = None, broadcast: int = 0) -> Tensor:
    return self._same(torch.sub(self._wide(A), self._wide(self._placed(A, B, axis))), A)

def Mul(A: Tensor, B: Tensor, *, axis: Optional[int] = None, broadcast: int = 0) -> Tensor:
    return self._same(torch.mul(self._wide(A), self._wide(self._placed(A, B, axis))), A)

# Of 64 bits without a sign: by half of the dividend, then one more where the rest still holds the divisor.
def _quotient(a: Tensor, b: Tensor) -> Tensor:
    most = -9223372036854775807 - 1
    half = torch.bitwise_and(torch.bitwise_right_shift(a, 1), 9223372036854775807)
    small = torch.where(torch.lt(b, 0), 1, b)
    q = torch.mul(torch.div(half, small, rounding_mode="trunc"), 2)
    rest = torch.bitwise_xor(torch.sub(a, torch.mul(q, small)), most)
    more = torch.add(q, torch.to(torch.ge(rest, torch.bitwise_xor(small, most)), 4))
    large = torch.to(torch.ge(torch.bitwise_xor(a, most), torch.bitwise_xor(b, most)), 4)
    return torch.where(torch.lt(b, 0), large, more)

# The processor traps at the least number divided by -1.
def Div(A: Tensor, B: Tensor, *, axis: Optional[int] = None, broadcast: int = 0) -> Tensor:
    b = self._placed(A, B, axis)
    if torch.is_floating_point(A):
        return torch.true_divide(A, b)
    if A.dtype == 29:
        return torch.to(self._quotient(torch.to(A, 4), torch.to(b, 4)), 29)
    a = self._wide(A)
    b = self._wide(b)
    if a.dtype == 0:
        return torch.div(a, b, rounding_mode="trunc")
    opposite = torch.eq(b, -1)
    quotient = torch.div(a, torch.where(opposite, 1, b), rounding_mode="trunc")
    return self._same(torch.where(opposite, torch.neg(a), quotient), A)

# libtorch's vector code gives NaN for very large quotients: those elements one by one.
def _remainder(A: Tensor, B: Tensor) -> Tensor:
    result = torch.fmod(A, B)
    valid = torch.logical_and(torch.isfinite(A), torch.logical_not(torch.logical_or(torch.isnan(B), torch.eq(B, 0))))
    missed = torch.logical_and(torch.isnan(result), valid)
    if bool(torch.any(missed)):
        a = torch.masked_select(torch.expand(A, result.size()), missed)
        b = torch.masked_select(torch.expand(B, result.size()), missed)
        exact = annotate(List[float], [])
        for i in range(torch.numel(a)):
            exact.append(torch.fmod(float(torch.select(a, 0, i)), float(torch.select(b, 0, i))))
        result = torch.masked_scatter(result, missed, torch.tensor(exact, dtype=A.dtype))
    return result

def Mod(A: Tensor, B: Tensor, *, fmod: int = 0) -> Tensor:
    if torch.is_floating_point(A):
        if fmod == 0:
            ops.prim.RaiseException("Mod of real numbers needs fmod = 1", "builtins.RuntimeError")
        return self._remainder(A, B)
    a = self._wide(A)
    b = self._wide(B)
    if A.dtype == 29:
        return torch.to(torch.sub(a, torch.mul(self._quotient(a, b), b)), 29)
    if a.dtype != 0:
        b = torch.where(torch.eq(b, -1), 1, b)
    return self._same(torch.remainder(a, b) if fmod == 0 else torch.fmod(a, b), A)

def BitShift(X: Tensor, Y: Tensor, *, direction: str) -> Tensor:
    x = self._wide(X)
    y = self._wide(Y)
    if direction == "LEFT":
        return self._same(torch.bitwise_left_shift(x, y), X)
    if X.dtype == 29:
        half = torch.bitwise_and(torch.bitwise_right_shift(x, 1), 9223372036854775807)
        shifted = torch.bitwise_right_shift(half, torch.clamp(torch.sub(y, 1), 0))
        return torch.to(torch.where(torch.eq(y, 0), x, shifted), 29)
    return self._same(torch.bitwise_right_shift(x, y), X)

def BitwiseAnd(A: Tensor, B: Tensor) -> Tensor:
    return self._same(torch.bitwise_and(self._wide(A), self._wide(B)), A)

def BitwiseOr(A: Tensor, B: Tensor) -> Tensor:
    return self._same(torch.bitwise_or(self._wide(A), self._wide(B)), A)

def BitwiseXor(A: Tensor, B: Tensor) -> Tensor:
    return self._same(torch.bitwise_xor(self._wide(A), self._wide(B)), A)

def BitwiseNot(X: Tensor) -> Tensor:
    return self._same(torch.bitwise_not(self._wide(X)), X)

def And(A: Tensor, B: Tensor, *, axis: Optional[int] = None, broadcast: int = 0) -> Tensor:
    return torch.logical_and(A, self._placed(A, B, axis))

def Or(A: Tensor, B: Tensor, *, axis: Optional[int] = None, broadcast: int = 0) -> Tensor:
    return torch.logical_or(A, self._placed(A, B, axis))

def Xor(A: Tensor, B: Tensor, *, axis: Optional[int] = None, broadcast: int = 0) -> Tensor:
    return torch.logical_xor(A, self._placed(A, B, axis))

def Not(X: Tensor) -> Tensor:
    return torch.logical_not(X)

def Equal(A: Tensor, B: Tensor, *, axis: Optional[int] = None, broadcast: int = 0) -> Tensor:
    return torch.eq(self._wide(A), self._wide(self._placed(A, B, axis)))

def Greater(A: Tensor, B: Tensor, *, axis: Optional[int] = None, broadcast: int = 0) -> Tensor:
    return torch.gt(self._ordered(A), self._ordered(self._placed(A, B, axis)))

def GreaterOrEqual(A: Tensor, B: Tensor) -> Tensor:
    return torch.ge(self._ordered(A), self._ordered(B))

def Less(A: Tensor, B: Tensor, *, axis: Optional[int] = None, broadcast: int = 0) -> Tensor:
    return torch.lt(self._ordered(A), self._ordered(self._placed(A, B, axis)))

def LessOrEqual(A: Tensor, B: Tensor) -> Tensor:
    return torch.le(self._ordered(A), self._ordered(B))

def Where(condition: Tensor, X: Tensor, Y: Tensor) -> Tensor:
    return self._same(torch.where(condition, self._wide(X), self._wide(Y)), X)
