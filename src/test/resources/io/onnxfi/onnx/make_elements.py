"""Writes golden-elements.csv: tensors as the ONNX package itself encodes them (onnx 1.23.2).

Columns: element type; raw or typed field; the bits of each element in hexadecimal, by NumPy and
ml_dtypes; the serialized TensorProto in hexadecimal.
"""

import csv

import numpy as np
from onnx import TensorProto, helper, numpy_helper

REAL = [1.0, -2.0, 0.5, -0.0, 3.0]
SMALL = [1, 0, 1, 1, 0]
UNSIGNED = [1, 2, 15, 7, 8]
SIGNED = [1, -1, -8, 7, 0]
COMPLEX = [1 - 2j, 0.5 + 3j]
VALUES = {
    "FLOAT": REAL,
    "UINT8": [0, 1, 127, 128, 255],
    "INT8": [0, 1, 127, -128, -1],
    "UINT16": [0, 1, 32767, 32768, 65535],
    "INT16": [0, 1, 32767, -32768, -1],
    "INT32": [0, 1, 2**31 - 1, -(2**31), -1],
    "INT64": [0, 1, 2**63 - 1, -(2**63), -1],
    "BOOL": SMALL,
    "FLOAT16": REAL,
    "DOUBLE": REAL,
    "UINT32": [0, 1, 2**31, 2**32 - 1, 5],
    "UINT64": [0, 1, 2**63, 2**64 - 1, 5],
    "COMPLEX64": COMPLEX,
    "BFLOAT16": REAL,
    "FLOAT8E4M3FN": REAL,
    "FLOAT8E4M3FNUZ": [1.0, -2.0, 0.5, 0.0, 3.0],
    "FLOAT8E5M2": REAL,
    "FLOAT8E5M2FNUZ": [1.0, -2.0, 0.5, 0.0, 3.0],
    "UINT4": UNSIGNED,
    "INT4": SIGNED,
    "FLOAT4E2M1": REAL,
    "FLOAT8E8M0": [1.0, 2.0, 0.5, 4.0, 0.25],
}


with open("golden-elements.csv", "w", newline="") as file:
    out = csv.writer(file, lineterminator="\n")
    for name, values in VALUES.items():
        code = getattr(TensorProto, name)
        dtype = helper.tensor_dtype_to_np_dtype(code)
        array = np.array(values, dtype=dtype)
        typed = helper.make_tensor("t", code, array.shape, array, raw=False)
        raw = numpy_helper.from_array(array, "t")
        assert raw.data_type == code and raw.HasField("raw_data"), name
        assert not typed.HasField("raw_data"), name
        # ml_dtypes keeps a 4-bit element in the low half of a byte of its own.
        mask = 0xF if name in ("UINT4", "INT4", "FLOAT4E2M1") else ~0
        unsigned = np.frombuffer(array.tobytes(), f"<u{dtype.itemsize}")
        shown = " ".join(f"{int(element) & mask:x}" for element in unsigned)
        out.writerow([name, "raw", shown, raw.SerializeToString().hex()])
        out.writerow([name, "typed", shown, typed.SerializeToString().hex()])
