"""The bit errors of a pattern, from their description alone, with nothing but Python's library.

    python3 bit_errors.py PATTERN TENSOR BITS RATE...

prints the places of the bits that are in error at each rate. It made the numbers that
NestedBitErrorsTest expects.
"""
import hashlib
import math
import struct
import sys

MASK = (1 << 64) - 1
ENDS = [float("1e-%d" % d) for d in range(12, 0, -1)] + [1.0]


def mix(z, a, m, b, n, c):
    z = ((z ^ (z >> a)) * m) & MASK
    z = ((z ^ (z >> b)) * n) & MASK
    return z ^ (z >> c)


def murmur(z):
    return mix(z, 33, 0xFF51AFD7ED558CCD, 33, 0xC4CEB9FE1A85EC53, 33)


def stafford(z):
    return mix(z, 30, 0xBF58476D1CE4E5B9, 27, 0x94D049BB133111EB, 31)


def lea(z):
    return mix(z, 32, 0xDABA0B6EB09322E3, 32, 0xDABA0B6EB09322E3, 32)


def rotated(z, n):
    return ((z << n) | (z >> (64 - n))) & MASK


class L64X128Mix:
    """Steele and Vigna, LXM: better splittable pseudorandom number generators, OOPSLA 2021."""

    def __init__(self, seed):
        seed ^= 0x6A09E667F3BCC909
        self.a = murmur(seed) | 1
        self.s = 1
        self.x0 = stafford(seed)
        self.x1 = stafford((seed + 0x9E3779B97F4A7C15) & MASK)

    def next(self):
        result = lea((self.s + self.x0) & MASK)
        self.s = (0xD1342543DE82EF95 * self.s + self.a) & MASK
        q0, q1 = self.x0, self.x1
        q1 ^= q0
        q0 = rotated(q0, 24) ^ q1 ^ ((q1 << 16) & MASK)
        q1 = rotated(q1, 37)
        self.x0, self.x1 = q0, q1
        return result


def first_time(x):
    return math.inf if x == 1 else -math.log1p(-x)


def errors(pattern, tensor, bits, rate):
    found = set()
    start = 0.0
    for i, end in enumerate(ENDS):
        if start >= rate:
            break
        digest = hashlib.sha256(
            b"pattern\0" + struct.pack(">qq", pattern, i) + tensor.encode()).digest()
        random = L64X128Mix(struct.unpack(">Q", digest[:8])[0])
        length = first_time(end) - first_time(start)
        place = -1
        while True:
            gap = math.log(((random.next() >> 11) + 1) * 2.0**-53) / -length
            if gap >= bits - place - 1:
                break
            place += 1 + int(gap)
            time = first_time(start) - math.log1p(
                -((random.next() >> 11) * 2.0**-53) * -math.expm1(-length))
            if end <= rate or time < first_time(rate):
                found.add(place)
        start = end
    return sorted(found)


if __name__ == "__main__":
    for text in sys.argv[4:]:
        print(text, *errors(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(text)))
