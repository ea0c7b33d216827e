"""Runs ONNX's tests of operators in Python's ONNX Runtime, to compare ours with.

    pip install onnx==1.19.0 onnxruntime==1.28.0
    python nodes_reference.py FOLDER > node_reference.csv

FOLDER is the folder backend/test/data/node of the wheel of onnx 1.19.0, the last one that has these files. A row is the name of a test and
what became of it: passed, refused (an error on loading or running) or wrong. Tolerances are those of the suite: 1e-3 relative, 1e-5 absolute.
"""

import pathlib
import sys

import numpy as np
import onnx
import onnxruntime
from onnx import numpy_helper


def read(path, kind):
    data = path.read_bytes()
    which = kind.WhichOneof("value")
    if which == "sequence_type":
        return numpy_helper.to_list(onnx.SequenceProto.FromString(data))
    if which == "optional_type":
        return numpy_helper.to_optional(onnx.OptionalProto.FromString(data))
    return numpy_helper.to_array(onnx.TensorProto.FromString(data))


def equal(expected, found):
    if expected is None or found is None:
        return expected is None and found is None
    if isinstance(expected, list):
        return isinstance(found, list) and len(expected) == len(found) and all(map(equal, expected, found))
    expected, found = np.asarray(expected), np.asarray(found)
    if expected.dtype.kind in "OSU":
        return expected.shape == found.shape and bool((expected.astype(str) == found.astype(str)).all())
    if expected.shape != found.shape or expected.dtype != found.dtype:
        return False
    if expected.dtype.kind in "iub":
        return bool((expected == found).all())
    return np.allclose(found.astype(np.float64), expected.astype(np.float64), rtol=1e-3, atol=1e-5, equal_nan=True)


def verdict(folder):
    model = onnx.load(folder / "model.onnx")
    try:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 4
        session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
    except Exception:  # pylint: disable=broad-except
        return "refused"
    for data in sorted(folder.glob("test_data_set_*")):
        feeds = {}
        for number, value in enumerate(model.graph.input):
            file = data / f"input_{number}.pb"
            if file.exists():
                feeds[value.name] = read(file, value.type)
        try:
            found = session.run(None, feeds)
        except Exception:  # pylint: disable=broad-except
            return "refused"
        for number, value in enumerate(model.graph.output):
            if not equal(read(data / f"output_{number}.pb", value.type), found[number]):
                return "wrong"
    return "passed"


print("test,verdict")
for each in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    print(f"{each.name},{verdict(each)}", flush=True)
