"""Checks a study of bit errors on CIFAR-10 with nothing but Python, NumPy, ONNX and ONNX Runtime.

    python3 check_ber.py STUDY MODEL.onnx CIFAR [COUNT]

STUDY is the folder of `onnxfi study ber --model MODEL.onnx --dataset cifar10`, or of cifar10-sample,
which is the beginning of it; CIFAR the folder cifar-10-batches-bin of the official binary files. Of COUNT repetitions (12 if it is not said), spread
over those that had errors, it works out which bits are in error from the description of the patterns
(bit_errors.py, which shares no code with the program), flips them in the file's initializers, runs
Python's ONNX Runtime on the same images, and compares the number of flipped bits and the top-1
accuracy. It exits with 1 if any differs. The build does not run this.
"""

import csv
import json
import math
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import numpy_helper

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fault" / "model"))
from bit_errors import errors  # noqa: E402


def images(folder, count):
    records = np.fromfile(Path(folder) / "test_batch.bin", np.uint8).reshape(-1, 3073)[:count]
    return records[:, 1:].reshape(-1, 3, 32, 32), records[:, 0]


def normalized(pixels, model):
    metadata = {entry.key: entry.value for entry in model.metadata_props}
    mean, std = (
        np.array(metadata["onnxfi." + key].split(","), np.float32).reshape(1, 3, 1, 1)
        for key in ("mean", "std")
    )
    return (pixels.astype(np.float32) / np.float32(255) - mean) / std


def flipped(model, faults):
    """The model with the errors of some rows of a fault list, and how many bits they are."""
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    initializers = {tensor.name: tensor for tensor in copy.graph.initializer}
    bits = 0
    for row in faults:
        kind, parameters = row["Model"].split(":")
        assert kind == "ber" and row["Site"] == "weight/tensor", row
        rate, pattern = parameters.split(",")
        name = row["Layer"] if row["Layer"] in initializers else row["Layer"] + ".weight"
        values = numpy_helper.to_array(initializers[name])
        assert values.dtype == np.float32, name
        words = values.copy().reshape(-1).view(np.uint32)
        places = errors(int(pattern), name, words.size * 32, float(rate))
        for place in places:
            words[place // 32] ^= np.uint32(1 << place % 32)
        bits += len(places)
        changed = words.view(np.float32).reshape(values.shape)
        initializers[name].CopyFrom(numpy_helper.from_array(changed, name))
    return copy, bits


def top1(model, inputs, labels, batch):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    name = session.get_inputs()[0].name
    right = 0
    for start in range(0, len(inputs), batch):
        scores = session.run(None, {name: inputs[start : start + batch]})[0]
        finite = np.isfinite(scores).all(axis=1)
        right += int((finite & (scores.argmax(axis=1) == labels[start : start + batch])).sum())
    return right


def main(study, file, cifar, count=12):
    study, file = Path(study), Path(file)
    identity = json.loads((study / "manifest.json").read_text())["identity"]
    model = onnx.load(file)
    pixels, labels = images(cifar, identity["images"])
    assert len(pixels) == identity["images"], "a study on CIFAR-10 has at most its 10,000 images"
    inputs = normalized(pixels, model)
    trials = {}
    with open(study / f"trials-{file.stem}.csv", newline="") as rows:
        for row in csv.DictReader(rows):
            trials.setdefault(int(row["Injection"]), []).append(row)
    with open(study / f"detail-{file.stem}.csv", newline="") as rows:
        details = list(csv.DictReader(rows))
    hit = [i for i, row in enumerate(details) if int(row["flipped_bits"]) > 0]
    step = max(1, len(hit) / int(count))
    chosen = sorted({hit[math.floor(i * step)] for i in range(min(int(count), len(hit)))})
    different = 0
    for i in chosen:
        row = details[i]
        faulty, bits = flipped(model, trials[i])
        right = top1(faulty, inputs, labels, identity["batch"])
        expected = round(float(row["top1"]) / 100 * len(labels))
        same = right == expected and bits == int(row["flipped_bits"])
        different += not same
        print(
            f"{row['error_rate']:>8} repetition {row['repetition']:>3}: {bits} bits flipped"
            f" ({row['flipped_bits']} in the study), {right} of {len(labels)} images right"
            f" ({expected}){'' if same else '  DIFFERENT'}",
            flush=True,
        )
    print(
        f"{len(chosen) - different} of {len(chosen)} repetitions are the same"
        f" (Python's ONNX Runtime {onnxruntime.__version__})"
    )
    return 1 if different or not chosen else 0


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
