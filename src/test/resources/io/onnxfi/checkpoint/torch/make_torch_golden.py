"""Writes the files in this folder with PyTorch and safetensors themselves.

    pip install torch==2.7.1 safetensors==0.8.0 numpy==2.4.6
    python make_torch_golden.py

expected.csv has a line per tensor that a reader must find: file, plain name, type, shape, the
elements' bytes in row-major order and little-endian, and the bytes of Tensor.float(), both in
hexadecimal.
"""

import collections
import csv

import safetensors.torch
import torch

TYPES = {
    torch.float32: "float", torch.float64: "double", torch.float16: "float16",
    torch.bfloat16: "bfloat16", torch.int64: "int64"}


def raw(tensor):
    return bytes(tensor.detach().contiguous().view(-1).view(torch.uint8).tolist()).hex()


def values(kind):
    """Zeros, subnormals, ties, the largest and the infinite of each type."""
    info = torch.finfo(kind)
    plain = [0.0, -0.0, 1.0, -2.5, 1 / 3, info.eps, info.tiny, info.tiny / 2, float("inf"), -float("inf")]
    if kind == torch.float64:
        # Ties of float32: down to even, up to even; its largest; below half its least subnormal.
        plain += [1 + 2.0**-24, 1 + 3 * 2.0**-24, 3.4028234663852886e38, 2.0**-149, 2.0**-150, 2.0**-151]
    else:
        plain += [info.max, -info.max]
    return torch.tensor(plain, dtype=torch.float64).to(kind)


def views():
    """Tensors that share one storage: contiguous, transposed, strided, expanded, a parameter."""
    a = torch.arange(24.0) + 0.5
    last = torch.arange(36.0).reshape(2, 3, 2, 3).to(memory_format=torch.channels_last)
    return collections.OrderedDict([
        ("w", a[6:18].reshape(3, 4)),
        ("wt", a[6:18].reshape(3, 4).t()),
        ("part", a[1::5]),
        ("column", a.reshape(4, 6)[:, 2]),
        ("expanded", a[3:4].expand(5)),
        ("parameter", torch.nn.Parameter(a[20:])),
        ("scalar", a[7]),
        ("empty", a[:0].reshape(0, 3)),
        ("channels_last", last),
        ("bn.num_batches_tracked", torch.tensor(7)),
    ])


def network():
    torch.manual_seed(1)
    layers = collections.OrderedDict(conv=torch.nn.Conv2d(1, 2, 2), bn=torch.nn.BatchNorm2d(2))
    net = torch.nn.DataParallel(torch.nn.Sequential(layers))
    optimizer = torch.optim.SGD(net.parameters(), 0.1, momentum=0.9)
    net(torch.randn(3, 1, 4, 4)).sum().backward()
    optimizer.step()
    return net, optimizer


net, optimizer = network()
around = dict(epoch=3, acc=91.7, optimizer=optimizer.state_dict(), args=["--lr", 0.1])
FILES = {
    "zip-views.pt": views(),
    "zip-float64.pt": dict(w=values(torch.float64), b=torch.ones(2)),
    "zip-float16.pt": dict(w=values(torch.float16)),
    "zip-bfloat16.pt": dict(w=values(torch.bfloat16)),
    "zip-nested.pth": dict(around, state_dict=net.state_dict()),
    "zip-no-checksums.pt": dict(w=torch.ones(2, 2)),
    "legacy-views.th": views(),
    "legacy-float16.th": dict(w=values(torch.float16)),
    "legacy-nested.th": dict(around, net=net.state_dict()),
    "mixed.safetensors": collections.OrderedDict([
        ("module.half", values(torch.float16)), ("module.brain", values(torch.bfloat16)),
        ("module.wide", values(torch.float64)), ("module.w", torch.arange(6.0).reshape(2, 3)),
        ("module.scalar", torch.tensor(2.5)), ("module.empty", torch.ones(2, 0)),
        ("module.position", torch.tensor([-1, 2**40])),
        ("module.bn.num_batches_tracked", torch.tensor(7))]),
}
# Not state dicts of plain tensors.
torch.save(dict(w=torch.tensor([1 + 2j]).conj().imag), "negative.pt")
torch.jit.script(torch.nn.ReLU()).save("program.pt")

with open("expected.csv", "w", newline="") as out:
    table = csv.writer(out, lineterminator="\n")
    for file, content in FILES.items():
        if file.endswith(".safetensors"):
            safetensors.torch.save_file(content, file, metadata=dict(format="pt"))
            state = safetensors.torch.load_file(file)
        else:
            torch.serialization.set_crc32_options("no-checksums" not in file)
            torch.save(content, file, _use_new_zipfile_serialization=file.startswith("zip"))
            state = torch.load(file, weights_only=True)
        state = next((state[key] for key in ("state_dict", "net") if key in state), state)
        for name, tensor in state.items():
            if not name.endswith("num_batches_tracked"):
                shape = "[" + ", ".join(str(extent) for extent in tensor.shape) + "]"
                table.writerow([file, name.removeprefix("module."), TYPES[tensor.dtype], shape,
                                raw(tensor), raw(tensor.float())])
