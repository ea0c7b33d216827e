"""The numbers of io.onnxfi.training.NormalFloats, computed anew in Python with mpmath's tables: the expected values of NormalFloatsTest.

Usage: normal.py KEY COUNT"""
import struct, sys
from mpmath import mp, mpf, exp, log, sqrt
import numpy as np
mp.dps = 30
M32, M64, GAMMA = (1 << 32) - 1, (1 << 64) - 1, 0x9E3779B97F4A7C15
N, LANES = 1024, 512
TAIL, AREA = mpf("4.0388498461095045227"), mpf("0.0012263246463530880729")

def mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & M64
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & M64
    return z ^ (z >> 31)

class SplitMix:
    def __init__(self, seed): self.s = seed & M64
    def long(self):
        self.s = (self.s + GAMMA) & M64
        return mix(self.s)

f = lambda x: exp(-x * x / 2)
ends = [AREA / f(TAIL), TAIL]
for _ in range(2, N): ends.append(sqrt(-2 * log(AREA / ends[-1] + f(ends[-1]))))
ends.append(mpf(0))
rotl = lambda x, k: ((x << k) | (x >> (32 - k))) & M32

class Lane:
    def __init__(self, a, b): self.s = [a & M32, a >> 32, b & M32, b >> 32]
    def next(self):
        s = self.s
        r = (rotl((s[0] + s[3]) & M32, 7) + s[0]) & M32
        t = (s[1] << 9) & M32
        s[2] ^= s[0]; s[3] ^= s[1]; s[1] ^= s[2]; s[0] ^= s[3]; s[2] ^= t; s[3] = rotl(s[3], 11)
        return r

def normals(key, count):
    seeds = SplitMix(key)
    lanes = [Lane(seeds.long(), seeds.long()) for _ in range(LANES)]
    rare = SplitMix(~key & M64)
    uniform = lambda: (mpf(rare.long() >> 12) + mpf(1) / 2) / 2**52
    for i in range(count):
        bits, first = lanes[i % LANES].next(), True
        while True:
            layer, place = bits % N, (bits >> 10) - (1 << 22 if bits >> 31 else 0)
            step = np.float32(np.float32(float(ends[layer])) * np.float32(2.0**-21))
            x = np.float32(np.float32(place + 0.5) * step)
            if abs(x) < ends[layer + 1]: break
            if layer == 0:
                while True:
                    beyond, other = -log(uniform()) / TAIL, -log(uniform())
                    if 2 * other >= beyond * beyond: break
                x = np.float32(float(TAIL + beyond)) * (1 if x > 0 else -1)
                break
            if f(ends[layer]) + uniform() * (f(ends[layer + 1]) - f(ends[layer])) < f(mpf(float(x))): break
            # what SplittableRandom.nextInt takes of its state
            rare.s = (rare.s + GAMMA) & M64
            z = rare.s
            z = ((z ^ (z >> 33)) * 0x62A9D9ED799705F5) & M64
            bits = (((z ^ (z >> 28)) * 0xCB24D0A5C88C35B3) & M64) >> 32
        yield x

if __name__ == "__main__":
    h = 1
    for i, x in enumerate(normals(int(sys.argv[1]) & M64, int(sys.argv[2]))):
        if i < 5: print(repr(x))
        h = (31 * h + struct.unpack("<I", struct.pack("<f", x))[0]) & M32
    print("Arrays.hashCode", h - (1 << 32 if h >> 31 else 0))
