"""Makes small.onnx, golden-maps.csv and golden-resize.csv: Grad-CAM by PyTorch's own hooks on PyTorch's own modules.

    python make_golden.py            (torch 2.15.0, onnx 1.23.2, Pillow 13.0.0, numpy)

The networks are written in PyTorch, not made from the ONNX graphs; the weights are those of small.onnx, which is made here,
and of models/resnet20_cifar10.onnx. For each image and class: forward hooks keep the layer's output, autograd gives the
gradient of the class's score (before any softmax) for one image at a time, and the map is
relu(sum_k mean(gradient_k) * output_k) / max.
"""
import csv
import pathlib

import numpy as np
import onnx
import torch
import torch.nn as nn
import torch.nn.functional as F
from onnx import TensorProto, helper, numpy_helper
from PIL import Image

HERE = pathlib.Path(__file__).parent
HOME = HERE.parents[5]


class Small(nn.Module):
    """Images 3x12x10 to 5 probabilities; a skip connection around the last convolution."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 6, 3, padding=1)
        self.bn1 = nn.BatchNorm2d(6)
        self.conv2 = nn.Conv2d(6, 6, 3, padding=1)
        self.fc = nn.Linear(6 * 3 * 2, 5)

    def forward(self, x):
        x = F.max_pool2d(torch.relu(self.bn1(self.conv1(x))), 2)
        x = torch.relu(x + self.conv2(x))
        x = F.avg_pool2d(x, 2)
        return self.fc(x.flatten(1))


def small():
    torch.manual_seed(7)
    net = Small().eval()
    with torch.no_grad():
        net.bn1.running_mean.normal_(0, 0.2)
        net.bn1.running_var.uniform_(0.5, 1.5)
        net.bn1.weight.normal_(1, 0.3)
        net.bn1.bias.normal_(0, 0.2)
    nodes = [
        helper.make_node("Conv", ["x", "conv1.weight", "conv1.bias"], ["c1"], kernel_shape=[3, 3], pads=[1, 1, 1, 1]),
        helper.make_node(
            "BatchNormalization",
            ["c1", "bn1.weight", "bn1.bias", "bn1.running_mean", "bn1.running_var"],
            ["b1"],
            epsilon=1e-5,
        ),
        helper.make_node("Relu", ["b1"], ["r1"]),
        helper.make_node("MaxPool", ["r1"], ["p1"], kernel_shape=[2, 2], strides=[2, 2]),
        helper.make_node("Conv", ["p1", "conv2.weight", "conv2.bias"], ["c2"], kernel_shape=[3, 3], pads=[1, 1, 1, 1]),
        helper.make_node("Add", ["p1", "c2"], ["a2"]),
        helper.make_node("Relu", ["a2"], ["r2"]),
        helper.make_node("AveragePool", ["r2"], ["p2"], kernel_shape=[2, 2], strides=[2, 2]),
        helper.make_node("Flatten", ["p2"], ["f"]),
        helper.make_node("Gemm", ["f", "fc.weight", "fc.bias"], ["scores"], transB=1),
        helper.make_node("Softmax", ["scores"], ["y"], axis=1),
    ]
    tensors = [
        numpy_helper.from_array(t.numpy(), n) for n, t in net.state_dict().items() if not n.endswith("num_batches_tracked")
    ]
    graph = helper.make_graph(
        nodes,
        "small",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 3, 12, 10])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", 5])],
        tensors,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, HERE / "small.onnx")
    return net


class Basic(nn.Module):
    """Residual block with the parameterless shortcut of He et al. (2016), section 4.2."""

    def __init__(self, cin, cout, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(cin, cout, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(cout)
        self.conv2 = nn.Conv2d(cout, cout, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(cout)
        self.pad = (cout - cin) // 2 if cin != cout else None

    def forward(self, x):
        skip = x if self.pad is None else F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.pad, self.pad))
        return torch.relu(self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x))))) + skip)


class ResNet20(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.layer1 = nn.Sequential(*[Basic(16, 16, 1) for _ in range(3)])
        self.layer2 = nn.Sequential(Basic(16, 32, 2), Basic(32, 32, 1), Basic(32, 32, 1))
        self.layer3 = nn.Sequential(Basic(32, 64, 2), Basic(64, 64, 1), Basic(64, 64, 1))
        self.linear = nn.Linear(64, 10)

    def forward(self, x):
        x = self.layer3(self.layer2(self.layer1(torch.relu(self.bn1(self.conv1(x))))))
        return self.linear(x.mean((2, 3)))


def resnet20():
    model = onnx.load(HOME / "models/resnet20_cifar10.onnx")
    values = {t.name: torch.from_numpy(numpy_helper.to_array(t).copy()) for t in model.graph.initializer}
    net = ResNet20().eval()
    missing, unexpected = net.load_state_dict(values, strict=False)
    assert not unexpected and all(n.endswith("num_batches_tracked") for n in missing), (missing, unexpected)
    metadata = {p.key: p.value for p in model.metadata_props}
    mean, std = (np.array(metadata[k].split(","), np.float32).reshape(3, 1, 1) for k in ("onnxfi.mean", "onnxfi.std"))
    raw = np.fromfile(HOME / "src/main/resources/io/onnxfi/dataset/cifar10_test_first_300.bin", np.uint8)
    records = raw.reshape(-1, 3073)
    images = (records[:, 1:].reshape(-1, 3, 32, 32) / np.float32(255) - mean) / std
    return net, torch.from_numpy(images.astype(np.float32)), records[:, 0].astype(int)


def grad_cam(net, layer, image, label):
    kept = {}
    hook = net.get_submodule(layer).register_forward_hook(lambda m, i, o: kept.update(out=o))
    scores = net(image)
    hook.remove()
    predicted = int(scores.argmax())
    (gradient,) = torch.autograd.grad(scores[0, label], kept["out"])
    evidence = torch.relu((gradient.mean((2, 3), keepdim=True) * kept["out"]).sum(1))[0].detach()
    confidence = float(torch.softmax(scores[0].detach().double(), 0)[predicted])
    peak = float(evidence.max())
    return predicted, confidence, peak, evidence / peak if peak > 0 else evidence


def formula(*extents):
    """Whole numbers from 0 to 22, each exact in any arithmetic."""
    grid = np.indices(extents)
    n, c, y, x = np.broadcast_arrays(*([0] * (4 - len(extents)) + list(grid)))
    return (37 * n + 11 * c + 5 * y + 3 * x + c * y * x + n * x * y) % 23


def words(values):
    return " ".join(repr(float(np.float32(v))) for v in np.ravel(values))


def main():
    torch.use_deterministic_algorithms(True)
    with open(HERE / "golden-maps.csv", "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["network", "layer", "image", "class", "predicted", "confidence", "peak", "height", "width", "map"])

        def row(name, net, layer, number, image, label):
            predicted, confidence, peak, cam = grad_cam(net, layer, image, label)
            out.writerow([name, layer, number, label, predicted, confidence, peak, *cam.shape, words(cam)])

        net = small()
        images = torch.from_numpy(((formula(4, 3, 12, 10) - 11) / np.float32(11)).astype(np.float32))
        for layer in ("conv1", "conv2"):
            for i in range(4):
                for label in (1, i) if i != 1 else (1, 0):
                    row("small", net, layer, i, images[i : i + 1], label)
        net, images, labels = resnet20()
        for layer in ("layer2.0.conv1", "layer3.2.conv2"):
            for i in (0, 3, 17, 58, 125):
                for label in sorted({int(net(images[i : i + 1]).argmax()), int(labels[i]), 9}):
                    row("resnet20", net, layer, i, images[i : i + 1], label)

    with open(HERE / "golden-resize.csv", "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["height", "width", "to_height", "to_width", "plane"])
        for (h, w), (to_h, to_w) in [((8, 8), (32, 32)), ((6, 5), (12, 10)), ((9, 7), (4, 3)), ((5, 5), (5, 11)), ((1, 4), (3, 2))]:
            plane = (formula(h, w) / np.float32(22)).astype(np.float32)
            resized = np.asarray(Image.fromarray(plane).resize((to_w, to_h), Image.Resampling.BILINEAR))
            if to_h >= h and to_w >= w:
                torch_plane = F.interpolate(torch.from_numpy(plane)[None, None], (to_h, to_w), mode="bilinear", align_corners=False)
                assert np.abs(torch_plane[0, 0].numpy() - resized).max() < 1e-6
            out.writerow([h, w, to_h, to_w, words(resized)])


main()
