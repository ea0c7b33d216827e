"""Exports torchvision's models by both exporters of PyTorch, with inputs and what Python's ONNX Runtime makes of them.

    pip install torch==2.15.0 torchvision==0.29.2 onnx==1.23.2 onnxscript==0.7.2 onnxruntime==1.32.0
    python make_exports.py FOLDER [PATTERN [PART OF]]

For each name that matches the pattern, such as resnet18-dynamo-20-fixed, it makes a folder with model.onnx, inputs.npy,
and inputs.f32 and outputs.f32, their numbers row by row. Weights are random, of seed 0; the statistics of normalisations are those of random
images, for scores that differ between images. Images are of 64x64 and networks have 10 classes, which leaves every operator in its place; the
older exporter takes vgg11_bn at 224x224 only, which is then asked of four images.
A fixed batch is one of 2. With PART and OF, every OF-th one is made, from the PART-th on (0, 1, ...).
"""

import logging
import pathlib
import re
import sys
import warnings

import numpy as np
import onnx
import onnxruntime
import torch
import torchvision

NETWORKS = [
    "resnet18", "mobilenet_v2", "mobilenet_v3_small", "efficientnet_b0", "shufflenet_v2_x0_5", "squeezenet1_1", "densenet121",
    "googlenet", "regnet_y_400mf", "convnext_tiny", "vit_b_16", "swin_t", "mnasnet0_5", "vgg11_bn",
]
EXPORTERS = ["torchscript", "dynamo"]
OPSETS = {"torchscript": [13, 17, 18, 20], "dynamo": [18, 20]}  # where 13 or 17 is asked, the latter writes 18
BATCHES = ["dynamic", "fixed"]
SIZE, SAMPLES, BATCH = 64, 32, 2
LARGE = {("vgg11_bn", "torchscript"): (224, 4)}  # its adaptive pooling must divide the image


def network(name):
    torch.manual_seed(0)
    options = {"num_classes": 10}
    if name == "googlenet":
        options.update(aux_logits=False, init_weights=False)
    if name == "vit_b_16":
        options.update(image_size=SIZE)
    made = getattr(torchvision.models, name)(**options).eval()
    for module in made.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.train()
            module.momentum = None
    with torch.no_grad():
        made(torch.randn(32, 3, SIZE, SIZE))
    made.eval()
    if name == "vit_b_16":  # torchvision begins with a head of zeros
        torch.nn.init.normal_(made.heads.head.weight, std=0.02)
    return made


def export(made, exporter, opset, batch, size, file):
    example = torch.zeros(BATCH, 3, size, size)
    names = {"input_names": ["x"], "output_names": ["y"], "opset_version": opset}
    if exporter == "torchscript":
        axes = {"x": {0: "n"}, "y": {0: "n"}} if batch == "dynamic" else None
        torch.onnx.export(made, (example,), str(file), dynamo=False, dynamic_axes=axes, **names)
    else:
        shapes = ({0: torch.export.Dim("n", min=1, max=1024)},) if batch == "dynamic" else None
        torch.onnx.export(
            made, (example,), str(file), dynamo=True, dynamic_shapes=shapes, external_data=False, verbose=False, **names
        )


def outputs(file, inputs):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    return np.concatenate([session.run(None, {"x": inputs[i : i + BATCH]})[0] for i in range(0, len(inputs), BATCH)])


def main(folder, pattern=".*", part=0, of=1):
    warnings.filterwarnings("ignore")
    logging.disable(logging.CRITICAL)
    torch.set_num_threads(1)
    cases = [(n, e, o, b) for n in NETWORKS for e in EXPORTERS for o in OPSETS[e] for b in BATCHES]
    for network_name, exporter, opset, batch in cases[int(part) :: int(of)]:
        name = f"{network_name}-{exporter}-{opset}-{batch}"
        target = pathlib.Path(folder) / name
        if not re.fullmatch(pattern, name) or (target / "outputs.f32").exists():
            continue
        target.mkdir(parents=True, exist_ok=True)
        size, samples = LARGE.get((network_name, exporter), (SIZE, SAMPLES))
        inputs = np.random.default_rng(0).standard_normal((samples, 3, size, size), dtype=np.float32)
        try:
            export(network(network_name), exporter, opset, batch, size, target / "model.onnx")
            found = onnx.load(target / "model.onnx", load_external_data=False).opset_import
            scores = outputs(target / "model.onnx", inputs)
        except Exception as problem:  # pylint: disable=broad-except
            print(name, "not exported:", str(problem).strip().splitlines()[0][:160], flush=True)
            continue
        np.save(target / "inputs.npy", inputs)
        inputs.astype("<f4").tofile(target / "inputs.f32")
        scores.astype("<f4").tofile(target / "outputs.f32")
        print(name, "opset", *[o.version for o in found if not o.domain], "spread", float(np.ptp(scores, axis=0).max()), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
