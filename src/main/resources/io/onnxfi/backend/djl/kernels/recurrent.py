# Recurrent networks, step by step. All steps' products with the inputs are one product.

# What an activation is, with parameters where it has some.
def _activation(x: Tensor, name: str, alpha: Optional[float], beta: Optional[float]) -> Tensor:
    kind = name.lower()
    a = 1.0
    if alpha is not None:
        a = alpha
    b = 0.0
    if beta is not None:
        b = beta
    if kind == "sigmoid":
        return torch.sigmoid(x)
    if kind == "tanh":
        return torch.tanh(x)
    if kind == "relu":
        return torch.relu(x)
    if kind == "affine":
        return torch.add(torch.mul(x, a), b)
    if kind == "leakyrelu":
        return torch.leaky_relu(x, a if alpha is not None else 0.01)
    if kind == "thresholdedrelu":
        return torch.where(torch.gt(x, a), x, torch.zeros_like(x))
    if kind == "scaledtanh":
        return torch.mul(torch.tanh(torch.mul(x, b if beta is not None else 1.0)), a)
    if kind == "hardsigmoid":
        slope = a if alpha is not None else 0.2
        return torch.clamp(torch.add(torch.mul(x, slope), b if beta is not None else 0.5), 0, 1)
    if kind == "elu":
        return torch.elu(x, a)
    if kind == "softsign":
        return torch.div(x, torch.add(torch.abs(x), 1))
    if kind == "softplus":
        return torch.logaddexp(x, torch.zeros_like(x))
    ops.prim.RaiseException("an unknown activation", "builtins.RuntimeError")
    return x

# Names of a direction's activations.
def _named(activations: List[str], defaults: List[str], direction: int) -> List[str]:
    names = annotate(List[str], [])
    for i in range(len(defaults)):
        place = direction * len(defaults) + i
        names.append(activations[place] if len(activations) > place else defaults[i])
    return names

# Parameters are given in order of the activations, but only for those that have some.
def _parameters(names: List[str], values: List[float], second: bool) -> List[Optional[float]]:
    result = annotate(List[Optional[float]], [])
    next = 0
    for name in names:
        kind = name.lower()
        has = kind == "affine" or kind == "scaledtanh" or kind == "hardsigmoid"
        if not second:
            has = has or kind == "leakyrelu" or kind == "thresholdedrelu" or kind == "elu"
        if has and next < len(values):
            result.append(values[next])
            next = next + 1
        else:
            result.append(None)
    return result

# Those of all directions, one after the other.
def _functions(activations: List[str], defaults: List[str], directions: int) -> List[str]:
    names = annotate(List[str], [])
    for direction in range(directions):
        names.extend(self._named(activations, defaults, direction))
    return names

def _clipped(x: Tensor, clip: Optional[float]) -> Tensor:
    if clip is not None:
        return torch.clamp(x, -clip, clip)
    return x

def _directions(direction: str) -> int:
    if direction == "bidirectional":
        return 2
    if direction != "forward" and direction != "reverse":
        ops.prim.RaiseException("an unknown direction", "builtins.RuntimeError")
    return 1

# Which elements of a batch have a step: none is shorter if lengths are not given.
def _alive(lengths: Optional[Tensor], step: int) -> Optional[Tensor]:
    if lengths is None:
        return annotate(Optional[Tensor], None)
    return torch.unsqueeze(torch.gt(lengths, step), 1)

def _initial(given: Optional[Tensor], direction: int, X: Tensor, hidden: int, layout: int) -> Tensor:
    if given is None:
        return torch.zeros([X.size(1), hidden], dtype=X.dtype)
    return torch.select(given, 1 if layout != 0 else 0, direction)

def _stepped(alive: Optional[Tensor], new: Tensor, old: Tensor) -> Tensor:
    if alive is None:
        return new
    return torch.where(alive, new, old)

def _shown(alive: Optional[Tensor], new: Tensor) -> Tensor:
    if alive is None:
        return new
    return torch.where(alive, new, torch.zeros_like(new))

# Y and the last states, in the order that the layout asks for.
def _sequences(rows: List[List[Tensor]], layout: int) -> Tensor:
    directions = annotate(List[Tensor], [])
    for row in rows:
        directions.append(torch.stack(row, 0))
    y = torch.stack(directions, 1)
    return torch.permute(y, [2, 0, 1, 3]) if layout != 0 else y

def _lasts(states: List[Tensor], layout: int) -> Tensor:
    return torch.stack(states, 1 if layout != 0 else 0)

def _unrolled(step: int, steps: int, backwards: bool) -> int:
    return steps - 1 - step if backwards else step

def RNN(X: Tensor, W: Tensor, R: Tensor, B: Optional[Tensor], sequence_lens: Optional[Tensor], initial_h: Optional[Tensor], *, activations: List[str] = [], activation_alpha: List[float] = [], activation_beta: List[float] = [], clip: Optional[float] = None, direction: str = "forward", hidden_size: int = 0, layout: int = 0, output_sequence: int = 0) -> Tuple[Tensor, Tensor]:
    x = torch.transpose(X, 0, 1) if layout != 0 else X
    steps = x.size(0)
    hidden = R.size(2)
    count = self._directions(direction)
    names = self._functions(activations, ["Tanh"], count)
    alphas = self._parameters(names, activation_alpha, False)
    betas = self._parameters(names, activation_beta, True)
    rows = annotate(List[List[Tensor]], [])
    states = annotate(List[Tensor], [])
    for d in range(count):
        backwards = d == 1 or direction == "reverse"
        gates = torch.matmul(x, torch.t(torch.select(W, 0, d)))
        recurrence = torch.t(torch.select(R, 0, d))
        if B is not None:
            b = torch.select(B, 0, d)
            gates = torch.add(gates, torch.add(torch.narrow(b, 0, 0, hidden), torch.narrow(b, 0, hidden, hidden)))
        h = self._initial(initial_h, d, x, hidden, layout)
        row = annotate(List[Tensor], [])
        for i in range(steps):
            t = self._unrolled(i, steps, backwards)
            alive = self._alive(sequence_lens, t)
            total = self._clipped(torch.add(torch.select(gates, 0, t), torch.matmul(h, recurrence)), clip)
            new = self._activation(total, names[d], alphas[d], betas[d])
            h = self._stepped(alive, new, h)
            row.append(self._shown(alive, new))
        if backwards:
            row.reverse()
        rows.append(row)
        states.append(h)
    return (self._sequences(rows, layout), self._lasts(states, layout))

def GRU(X: Tensor, W: Tensor, R: Tensor, B: Optional[Tensor], sequence_lens: Optional[Tensor], initial_h: Optional[Tensor], *, activations: List[str] = [], activation_alpha: List[float] = [], activation_beta: List[float] = [], clip: Optional[float] = None, direction: str = "forward", hidden_size: int = 0, layout: int = 0, linear_before_reset: int = 0, output_sequence: int = 0) -> Tuple[Tensor, Tensor]:
    x = torch.transpose(X, 0, 1) if layout != 0 else X
    steps = x.size(0)
    hidden = R.size(2)
    count = self._directions(direction)
    names = self._functions(activations, ["Sigmoid", "Tanh"], count)
    alphas = self._parameters(names, activation_alpha, False)
    betas = self._parameters(names, activation_beta, True)
    rows = annotate(List[List[Tensor]], [])
    states = annotate(List[Tensor], [])
    for d in range(count):
        backwards = d == 1 or direction == "reverse"
        gates = torch.matmul(x, torch.t(torch.select(W, 0, d)))
        r = torch.select(R, 0, d)
        both = torch.t(torch.narrow(r, 0, 0, 2 * hidden))
        last = torch.t(torch.narrow(r, 0, 2 * hidden, hidden))
        own = torch.zeros([hidden], dtype=X.dtype)
        if B is not None:
            b = torch.select(B, 0, d)
            own = torch.narrow(b, 0, 5 * hidden, hidden)
            gates = torch.add(gates, torch.narrow(b, 0, 0, 3 * hidden))
            recurrent = torch.narrow(b, 0, 3 * hidden, 2 * hidden)
            gates = torch.add(gates, torch.cat([recurrent, torch.zeros_like(own)], 0))
        h = self._initial(initial_h, d, x, hidden, layout)
        row = annotate(List[Tensor], [])
        for i in range(steps):
            t = self._unrolled(i, steps, backwards)
            alive = self._alive(sequence_lens, t)
            inputs = torch.select(gates, 0, t)
            zr = self._clipped(torch.add(torch.narrow(inputs, 1, 0, 2 * hidden), torch.matmul(h, both)), clip)
            zr = self._activation(zr, names[2 * d], alphas[2 * d], betas[2 * d])
            z = torch.narrow(zr, 1, 0, hidden)
            reset = torch.narrow(zr, 1, hidden, hidden)
            if linear_before_reset != 0:
                part = torch.mul(reset, torch.add(torch.matmul(h, last), own))
            else:
                part = torch.add(torch.matmul(torch.mul(reset, h), last), own)
            total = self._clipped(torch.add(torch.narrow(inputs, 1, 2 * hidden, hidden), part), clip)
            candidate = self._activation(total, names[2 * d + 1], alphas[2 * d + 1], betas[2 * d + 1])
            new = torch.add(torch.mul(torch.rsub(z, 1), candidate), torch.mul(z, h))
            h = self._stepped(alive, new, h)
            row.append(self._shown(alive, new))
        if backwards:
            row.reverse()
        rows.append(row)
        states.append(h)
    return (self._sequences(rows, layout), self._lasts(states, layout))

# A direction's product with weights [directions, in, out]; with a scale, of 8-bit integers over the range that x has.
def _gates(x: Tensor, weights: Tensor, scale: Optional[Tensor], zero_point: Optional[Tensor], direction: int) -> Tensor:
    w = torch.select(weights, 0, direction)
    if scale is None:
        return torch.matmul(x, w)
    a, own, zero = self._dynamic(x)
    b = torch.to(w, 3)
    if zero_point is not None:
        b = self._zero_of(w, torch.select(zero_point, 0, direction))
    return self._scaled_product(self._zero_of(a, zero), b, torch.mul(own, torch.select(scale, 0, direction)), None)

# Weights [directions, in, 4 hidden], the parts in the order of ONNX: input, output, forget, cell.
def _lstm(X: Tensor, W: Tensor, W_scale: Optional[Tensor], W_zero_point: Optional[Tensor], R: Tensor, R_scale: Optional[Tensor], R_zero_point: Optional[Tensor], B: Optional[Tensor], sequence_lens: Optional[Tensor], initial_h: Optional[Tensor], initial_c: Optional[Tensor], P: Optional[Tensor], activations: List[str], activation_alpha: List[float], activation_beta: List[float], clip: Optional[float], direction: str, input_forget: int, layout: int) -> Tuple[Tensor, Tensor, Tensor]:
    x = torch.transpose(X, 0, 1) if layout != 0 else X
    steps = x.size(0)
    hidden = R.size(1)
    count = self._directions(direction)
    names = self._functions(activations, ["Sigmoid", "Tanh", "Tanh"], count)
    alphas = self._parameters(names, activation_alpha, False)
    betas = self._parameters(names, activation_beta, True)
    rows = annotate(List[List[Tensor]], [])
    states = annotate(List[Tensor], [])
    cells = annotate(List[Tensor], [])
    for d in range(count):
        backwards = d == 1 or direction == "reverse"
        gates = self._gates(x, W, W_scale, W_zero_point, d)
        if B is not None:
            b = torch.select(B, 0, d)
            gates = torch.add(gates, torch.add(torch.narrow(b, 0, 0, 4 * hidden), torch.narrow(b, 0, 4 * hidden, 4 * hidden)))
        h = self._initial(initial_h, d, x, hidden, layout)
        c = self._initial(initial_c, d, x, hidden, layout)
        f1 = 3 * d
        f2 = 3 * d + 1
        f3 = 3 * d + 2
        row = annotate(List[Tensor], [])
        for s in range(steps):
            t = self._unrolled(s, steps, backwards)
            alive = self._alive(sequence_lens, t)
            all = torch.add(torch.select(gates, 0, t), self._gates(h, R, R_scale, R_zero_point, d))
            i = torch.narrow(all, 1, 0, hidden)
            o = torch.narrow(all, 1, hidden, hidden)
            f = torch.narrow(all, 1, 2 * hidden, hidden)
            g = torch.narrow(all, 1, 3 * hidden, hidden)
            if P is not None:
                p = torch.select(P, 0, d)
                i = torch.add(i, torch.mul(torch.narrow(p, 0, 0, hidden), c))
                f = torch.add(f, torch.mul(torch.narrow(p, 0, 2 * hidden, hidden), c))
            i = self._activation(self._clipped(i, clip), names[f1], alphas[f1], betas[f1])
            if input_forget != 0:
                f = torch.rsub(i, 1)
            else:
                f = self._activation(self._clipped(f, clip), names[f1], alphas[f1], betas[f1])
            g = self._activation(self._clipped(g, clip), names[f2], alphas[f2], betas[f2])
            cell = torch.add(torch.mul(f, c), torch.mul(i, g))
            if P is not None:
                o = torch.add(o, torch.mul(torch.narrow(torch.select(P, 0, d), 0, hidden, hidden), cell))
            o = self._activation(self._clipped(o, clip), names[f1], alphas[f1], betas[f1])
            new = torch.mul(o, self._activation(cell, names[f3], alphas[f3], betas[f3]))
            h = self._stepped(alive, new, h)
            c = self._stepped(alive, cell, c)
            row.append(self._shown(alive, new))
        if backwards:
            row.reverse()
        rows.append(row)
        states.append(h)
        cells.append(c)
    return (self._sequences(rows, layout), self._lasts(states, layout), self._lasts(cells, layout))

def LSTM(X: Tensor, W: Tensor, R: Tensor, B: Optional[Tensor], sequence_lens: Optional[Tensor], initial_h: Optional[Tensor], initial_c: Optional[Tensor], P: Optional[Tensor], *, activations: List[str] = [], activation_alpha: List[float] = [], activation_beta: List[float] = [], clip: Optional[float] = None, direction: str = "forward", hidden_size: int = 0, input_forget: int = 0, layout: int = 0, output_sequence: int = 0) -> Tuple[Tensor, Tensor, Tensor]:
    return self._lstm(X, torch.transpose(W, 1, 2), None, None, torch.transpose(R, 1, 2), None, None, B, sequence_lens, initial_h, initial_c, P, activations, activation_alpha, activation_beta, clip, direction, input_forget, layout)

def microsoft_DynamicQuantizeLSTM(X: Tensor, W: Tensor, R: Tensor, B: Optional[Tensor], sequence_lens: Optional[Tensor], initial_h: Optional[Tensor], initial_c: Optional[Tensor], P: Optional[Tensor], W_scale: Tensor, W_zero_point: Tensor, R_scale: Tensor, R_zero_point: Tensor, *, activations: List[str] = [], activation_alpha: List[float] = [], activation_beta: List[float] = [], clip: Optional[float] = None, direction: str = "forward", hidden_size: int = 0, input_forget: int = 0) -> Tuple[Tensor, Tensor, Tensor]:
    return self._lstm(X, W, W_scale, W_zero_point, R, R_scale, R_zero_point, B, sequence_lens, initial_h, initial_c, P, activations, activation_alpha, activation_beta, clip, direction, input_forget, 0)
