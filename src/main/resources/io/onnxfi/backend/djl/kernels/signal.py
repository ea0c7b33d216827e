# Spectra.

def _window(size: Tensor, periodic: int, type: int, a: float, b: float, c: float) -> Tensor:
    count = int(torch.reshape(size, annotate(List[int], [])))
    turn = 6.283185307179586 / float(count if periodic != 0 else max(count - 1, 1))
    angle = torch.mul(torch.arange(count, dtype=7), turn)
    once = torch.sub(torch.full([count], a, dtype=7), torch.mul(torch.cos(angle), b))
    return torch.to(torch.add(once, torch.mul(torch.cos(torch.mul(angle, 2)), c)), self._type(type))

def HannWindow(size: Tensor, *, output_datatype: int = 1, periodic: int = 1) -> Tensor:
    return self._window(size, periodic, output_datatype, 0.5, 0.5, 0.0)

def HammingWindow(size: Tensor, *, output_datatype: int = 1, periodic: int = 1) -> Tensor:
    return self._window(size, periodic, output_datatype, 25.0 / 46.0, 21.0 / 46.0, 0.0)

def BlackmanWindow(size: Tensor, *, output_datatype: int = 1, periodic: int = 1) -> Tensor:
    return self._window(size, periodic, output_datatype, 0.42, 0.5, 0.08)

def MelWeightMatrix(num_mel_bins: Tensor, dft_length: Tensor, sample_rate: Tensor, lower_edge_hertz: Tensor, upper_edge_hertz: Tensor, *, output_datatype: int = 1) -> Tensor:
    bins = int(torch.reshape(num_mel_bins, [1]))
    length = int(torch.reshape(dft_length, [1]))
    rate = int(torch.reshape(sample_rate, [1]))
    edges = torch.to(torch.cat([torch.reshape(lower_edge_hertz, [1]), torch.reshape(upper_edge_hertz, [1])]), 7)
    mel = torch.mul(torch.log10(torch.add(torch.mul(edges, 1.0 / 700.0), 1)), 2595)
    step = torch.mul(torch.sub(torch.select(mel, 0, 1), torch.select(mel, 0, 0)), 1.0 / float(bins + 2))
    points = torch.add(torch.mul(torch.arange(bins + 2, dtype=7), step), torch.select(mel, 0, 0))
    hertz = torch.mul(torch.sub(torch.pow(10.0, torch.mul(points, 1.0 / 2595.0)), 1), 700)
    corners = self._ints(torch.floor(torch.mul(hertz, float(length + 1) / float(rate))))
    columns = annotate(List[Tensor], [])
    row = torch.arange(length // 2 + 1, dtype=7)
    for i in range(bins):
        low = corners[i]
        center = corners[i + 1]
        high = corners[i + 2]
        if center == low:
            rising = torch.to(torch.eq(row, center), 7)
        else:
            inside = torch.logical_and(torch.ge(row, low), torch.le(row, center))
            rising = torch.where(inside, torch.mul(torch.sub(row, low), 1.0 / float(center - low)), 0.0)
        if high > center:
            inside = torch.logical_and(torch.ge(row, center), torch.lt(row, high))
            falling = torch.mul(torch.add(torch.neg(row), high), 1.0 / float(high - center))
            rising = torch.where(inside, falling, rising)
        columns.append(rising)
    return torch.to(torch.stack(columns, 1), self._type(output_datatype))

# Halves have no transform in libtorch.
def _spectrum(input: Tensor, length: Optional[int], axis: int, inverse: int, onesided: int) -> Tensor:
    along = axis + input.dim() if axis < 0 else axis
    x = input if input.dtype == 6 or input.dtype == 7 else torch.to(input, 6)
    isComplex = torch.size(x, -1) == 2
    real = torch.select(x, -1, 0)
    if inverse != 0 and onesided != 0:
        signal = torch.complex(real, torch.select(x, -1, 1) if isComplex else torch.zeros_like(real))
        return self._same(torch.unsqueeze(torch.fft_irfft(signal, length, along), -1), input)
    if onesided != 0:
        if isComplex:
            ops.prim.RaiseException("a one-sided spectrum of complex numbers", "builtins.RuntimeError")
        return self._same(torch.view_as_real(torch.fft_rfft(real, length, along)), input)
    signal = torch.complex(real, torch.select(x, -1, 1) if isComplex else torch.zeros_like(real))
    if inverse != 0:
        return self._same(torch.view_as_real(torch.fft_ifft(signal, length, along)), input)
    return self._same(torch.view_as_real(torch.fft_fft(signal, length, along)), input)

def DFT(input: Tensor, dft_length: Optional[Tensor], *, axis: int = 1, inverse: int = 0, onesided: int = 0) -> Tensor:
    length = annotate(Optional[int], None)
    if dft_length is not None:
        length = int(torch.reshape(dft_length, [1]))
    return self._spectrum(input, length, axis, inverse, onesided)

def DFT_20(input: Tensor, dft_length: Optional[Tensor], axis: Optional[Tensor], *, inverse: int = 0, onesided: int = 0) -> Tensor:
    length = annotate(Optional[int], None)
    if dft_length is not None:
        length = int(torch.reshape(dft_length, [1]))
    along = -2
    if axis is not None:
        along = int(torch.reshape(axis, [1]))
    return self._spectrum(input, length, along, inverse, onesided)

def STFT(signal: Tensor, frame_step: Tensor, window: Optional[Tensor], frame_length: Optional[Tensor], *, onesided: int = 1) -> Tensor:
    length = torch.size(signal, 1)
    if frame_length is not None:
        length = int(torch.reshape(frame_length, [1]))
    elif window is not None:
        length = torch.numel(window)
    x = signal if signal.dim() == 3 else torch.unsqueeze(signal, -1)
    frames = torch.unfold(x, 1, length, int(torch.reshape(frame_step, [1])))
    if window is not None:
        if torch.numel(window) != length:
            ops.prim.RaiseException("a window of another length than the frames", "builtins.RuntimeError")
        frames = torch.mul(frames, window)
    return self._spectrum(torch.transpose(frames, 2, 3), None, 2, 0, onesided)
