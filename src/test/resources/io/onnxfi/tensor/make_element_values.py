# Writes element-values.txt: pip install ml_dtypes==0.6.0 numpy==2.4.6; python make_element_values.py > element-values.txt
import ml_dtypes as m
import numpy as np

TYPES = {
    "float16": (np.float16, np.uint16, 16),
    "bfloat16": (m.bfloat16, np.uint16, 16),
    "float8e4m3fn": (m.float8_e4m3fn, np.uint8, 8),
    "float8e4m3fnuz": (m.float8_e4m3fnuz, np.uint8, 8),
    "float8e5m2": (m.float8_e5m2, np.uint8, 8),
    "float8e5m2fnuz": (m.float8_e5m2fnuz, np.uint8, 8),
    "float4e2m1": (m.float4_e2m1fn, np.uint8, 4),
    "float8e8m0": (m.float8_e8m0fnu, np.uint8, 8),
    "int4": (m.int4, np.uint8, 4),
    "uint4": (m.uint4, np.uint8, 4),
}
WITH_INFINITY = {"float16", "bfloat16", "float8e5m2"}
rng = np.random.default_rng(20)


def text(x):
    if np.isnan(x):
        return "NaN"
    if np.isinf(x):
        return "-Infinity" if x < 0 else "Infinity"
    mantissa, exponent = float(x).hex().split("p")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return mantissa + "p" + exponent.replace("+", "")


print(f"# Written by ml_dtypes {m.__version__} and NumPy {np.__version__} (float16), see make_element_values.py.")
print("# decode TYPE: the number of every element, in the order of its bits.")
print("# encode TYPE NUMBER BITS: the element nearest to a number of binary32, within the type's range if it has no infinity.")
for name, (dtype, raw, bits) in TYPES.items():
    numbers = np.arange(1 << bits, dtype=raw).view(dtype).astype(np.float64)
    if bits <= 8:
        print("decode", name, *[text(x) for x in numbers])
    if "int" in name:
        continue
    finite = np.unique(numbers[np.isfinite(numbers)])
    some = rng.choice(len(finite) - 1, min(24 if bits == 16 else 40, len(finite) - 1), replace=False)
    low, high = finite[some], finite[some + 1]
    ties = (low + high) / 2
    above = np.nextafter(ties.astype(np.float32), np.float32(np.inf))
    between = low + (high - low) * rng.random(len(some))
    inputs = np.float32(np.concatenate([ties, above, between]))
    if name in WITH_INFINITY:
        inputs = np.append(inputs, np.float32([np.inf, -np.inf, 3.4e38, 65519.9, 65520, -57344 * 1.1]))
    for x in inputs[~np.isnan(inputs)]:
        print("encode", name, text(x), int(np.array([x]).astype(dtype).view(raw)[0]))
