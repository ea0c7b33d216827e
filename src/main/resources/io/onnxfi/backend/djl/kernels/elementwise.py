# Functions of single elements, mostly of real numbers.

def Abs(X: Tensor) -> Tensor:
    return X if X.dtype == 0 or X.dtype >= 27 else torch.abs(X)

def Neg(X: Tensor) -> Tensor:
    return torch.neg(X)

def Sign(X: Tensor) -> Tensor:
    if torch.is_floating_point(X):
        return torch.where(torch.isnan(X), X, torch.sign(X))
    return self._same(torch.ne(self._wide(X), 0), X) if X.dtype >= 27 else torch.sign(X)

def Ceil(X: Tensor) -> Tensor:
    return torch.ceil(X)

def Floor(X: Tensor) -> Tensor:
    return torch.floor(X)

def Round(X: Tensor) -> Tensor:
    return torch.round(X)

def Sqrt(X: Tensor) -> Tensor:
    return torch.sqrt(X)

def Exp(input: Tensor) -> Tensor:
    return torch.exp(input)

def Log(input: Tensor) -> Tensor:
    return torch.log(input)

def Reciprocal(X: Tensor) -> Tensor:
    return torch.reciprocal(X)

def Erf(input: Tensor) -> Tensor:
    return self._same(torch.erf(self._wide(input)), input)

def Sin(input: Tensor) -> Tensor:
    return torch.sin(input)

def Cos(input: Tensor) -> Tensor:
    return torch.cos(input)

def Tan(input: Tensor) -> Tensor:
    return torch.tan(input)

def Asin(input: Tensor) -> Tensor:
    return torch.asin(input)

def Acos(input: Tensor) -> Tensor:
    return torch.acos(input)

def Atan(input: Tensor) -> Tensor:
    return torch.atan(input)

def Sinh(input: Tensor) -> Tensor:
    return torch.sinh(input)

def Cosh(input: Tensor) -> Tensor:
    return torch.cosh(input)

def Tanh(input: Tensor) -> Tensor:
    return torch.tanh(input)

def Asinh(input: Tensor) -> Tensor:
    return torch.asinh(input)

def Acosh(input: Tensor) -> Tensor:
    return torch.acosh(input)

def Atanh(input: Tensor) -> Tensor:
    return torch.atanh(input)

def Sigmoid(X: Tensor) -> Tensor:
    return torch.sigmoid(X)

def HardSigmoid(X: Tensor, *, alpha: float = 0.2, beta: float = 0.5) -> Tensor:
    return torch.clamp(torch.add(torch.mul(X, alpha), beta), 0, 1)

# libtorch's own product overflows six times earlier.
def HardSwish(X: Tensor) -> Tensor:
    return torch.mul(X, torch.hardsigmoid(X))

def Swish(X: Tensor, *, alpha: float = 1.0) -> Tensor:
    return torch.silu(X) if alpha == 1.0 else torch.mul(X, torch.sigmoid(torch.mul(X, alpha)))

def Mish(X: Tensor) -> Tensor:
    return torch.mish(X)

# Above the threshold the function is the identity; with libtorch's own 20 it would not yet be in double precision.
def Softplus(X: Tensor) -> Tensor:
    return torch.softplus(X, 1, 40)

def Softsign(input: Tensor) -> Tensor:
    return torch.div(input, torch.add(torch.abs(input), 1))

def Elu(X: Tensor, *, alpha: float = 1.0) -> Tensor:
    return torch.elu(X, alpha)

def Selu(X: Tensor, *, alpha: float = 1.6732, gamma: float = 1.0507) -> Tensor:
    return torch.elu(X, alpha, gamma)

def Selu_6(X: Tensor, *, alpha: float = 1.67326319217681884765625, gamma: float = 1.05070102214813232421875) -> Tensor:
    return torch.elu(X, alpha, gamma)

def Celu(X: Tensor, *, alpha: float = 1.0) -> Tensor:
    return torch.celu(X, alpha)

def LeakyRelu(X: Tensor, *, alpha: float = 0.01) -> Tensor:
    return torch.leaky_relu(X, alpha)

def _prelu(X: Tensor, slope: Tensor) -> Tensor:
    if X.dtype >= 27:
        return X
    count = torch.numel(slope)
    channels = X.dim() > 1 and slope.dim() == X.dim() - 1 and count == torch.size(X, 1) and count == torch.size(slope, 0)
    if torch.is_floating_point(X) and (count == 1 and slope.dim() <= X.dim() or channels):
        return torch.prelu(X, torch.reshape(slope, [-1]))
    return torch.where(torch.lt(X, 0), torch.mul(X, slope), X)

# One slope for all, or one for each channel.
def PRelu(X: Tensor, slope: Tensor) -> Tensor:
    shape = annotate(List[int], [1, -1])
    for i in range(X.dim() - 2):
        shape.append(1)
    return self._prelu(X, slope if torch.numel(slope) == 1 or X.dim() < 2 else torch.reshape(slope, shape))

def PRelu_7(X: Tensor, slope: Tensor) -> Tensor:
    return self._prelu(X, slope)

def ThresholdedRelu(X: Tensor, *, alpha: float = 1.0) -> Tensor:
    return torch.where(torch.gt(X, alpha), X, 0)

def Shrink(input: Tensor, *, bias: float = 0.0, lambd: float = 0.5) -> Tensor:
    x = self._wide(input)
    zero = torch.zeros_like(x)
    above = torch.where(torch.gt(x, lambd), self._same(torch.sub(x, bias), x), zero)
    return self._same(torch.where(torch.lt(x, -lambd), self._same(torch.add(x, bias), x), above), input)

def Gelu(X: Tensor, *, approximate: str = "none") -> Tensor:
    if approximate == "none":
        return torch.gelu(X)
    x = torch.to(X, 6) if X.dtype == 5 or X.dtype == 15 else X
    cubic = torch.add(x, torch.mul(torch.pow(x, 3), 0.044715))
    bent = torch.add(torch.tanh(torch.mul(cubic, 0.7978845608028654)), 1)
    return self._same(torch.mul(torch.mul(x, 0.5), bent), X)

def _largest(type: int) -> float:
    if type == 5:
        return 65504.0
    if type == 15:
        return 3.3895313892515355e+38
    return 1.7976931348623157e+308 if type == 7 else 3.4028234663852886e+38

# Bounds that are not given are the greatest finite numbers: infinities do not pass.
def Clip(input: Tensor, *, min: float = -3.4028234663852886e+38, max: float = 3.4028234663852886e+38) -> Tensor:
    largest = self._largest(input.dtype)
    low = min if min > -largest else -largest
    high = max if max < largest else largest
    return torch.clamp(input, low, high)

def Clip_11(input: Tensor, min: Optional[Tensor], max: Optional[Tensor]) -> Tensor:
    x = self._ordered(input)
    low = annotate(Optional[Tensor], None)
    high = annotate(Optional[Tensor], None)
    if torch.is_floating_point(x):
        largest = torch.full([], self._largest(x.dtype), dtype=x.dtype)
        low = torch.neg(largest)
        high = largest
    if min is not None:
        low = self._ordered(torch.reshape(min, annotate(List[int], [])))
    if max is not None:
        high = self._ordered(torch.reshape(max, annotate(List[int], [])))
    if low is None and high is None:
        return input
    return self._unordered(torch.clamp(x, low, high), input)

# The exponent has a gradient where the base is positive: elsewhere its logarithm is none.
def Pow(X: Tensor, Y: Tensor, *, axis: Optional[int] = None, broadcast: int = 0) -> Tensor:
    base = self._wide(X)
    y = self._wide(self._placed(X, Y, axis))
    if ops.prim.requires_grad(y):
        positive = torch.gt(base, 0)
        learned = torch.pow(torch.where(positive, base, 1), y)
        return self._same(torch.where(positive, learned, torch.pow(base, torch.detach(y))), X)
    if torch.numel(y) == 1 and y.dim() <= base.dim() and torch.is_floating_point(base):
        exponent = float(y)
        if exponent == 2.0 or exponent == 3.0:
            return torch.pow(base, exponent)
        y = torch.expand(y, base.size())
    return self._same(torch.pow(base, y), X)

def Identity(input: Tensor) -> Tensor:
    return input
