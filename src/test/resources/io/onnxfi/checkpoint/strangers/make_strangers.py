"""Writes the files in this folder as training scripts do, with PyTorch and safetensors themselves.

    pip install torch==2.15.0 safetensors numpy==2.4.6
    python make_strangers.py

expected.csv has a line per tensor that a reader must find: file, key (what to give as --key), name,
the elements' bytes in row-major order and little-endian, in hexadecimal.
"""

import argparse
import collections
import csv
import datetime
import enum
import json
import pathlib

import numpy
import safetensors.torch
import torch
from torch import nn
from torch.nn.utils import parametrizations, prune, weight_norm

NAMES = ["conv.weight", "bn.weight", "bn.bias", "bn.running_mean", "bn.running_var", "fc.weight", "fc.bias"]


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 2, 2, bias=False)
        self.bn = nn.BatchNorm2d(2)
        self.fc = nn.Linear(2, 3)


def net(seed):
    torch.manual_seed(seed)
    network = Net()
    network.bn.running_mean.normal_()
    network.bn.running_var.uniform_(0.5, 1.5)
    return network


def prefixed(prefix, state):
    return collections.OrderedDict((prefix + name, value) for name, value in state.items())


class Mode(enum.Enum):
    BEST = 1


class Counted(torch.Tensor):
    pass


class Config(dict):
    pass


def strided(state):
    """The same values, of which none lies in a storage as it is read."""
    part = collections.OrderedDict(state)
    part["conv.weight"] = state["conv.weight"].to(memory_format=torch.channels_last)
    part["fc.weight"] = state["fc.weight"].t().contiguous().t()
    part["bn.bias"] = torch.zeros(1).expand(2)
    part["fc.bias"] = torch.cat([torch.ones(5), state["fc.bias"]])[5:]
    return part


def normed(apply):
    network = net(1)
    apply(network)
    values = {name: value for name, value in network.state_dict().items() if name in NAMES}
    values |= {"conv.weight": network.conv.weight, "fc.weight": network.fc.weight}
    return network.state_dict(), values


def old_norm(network):
    weight_norm(network.conv)
    weight_norm(network.fc, dim=None)


def new_norm(network):
    parametrizations.weight_norm(network.conv, dim=3)
    parametrizations.weight_norm(network.fc, dim=1)


def pruned(network):
    prune.l1_unstructured(network.conv, "weight", 0.5)
    prune.random_structured(network.fc, "weight", 0.5, dim=0)


state, other = net(1).state_dict(), net(2).state_dict()
beside = dict(
    epoch=3, args=argparse.Namespace(lr=0.1), at=datetime.datetime(2026, 1, 1), path=pathlib.PurePosixPath("x"),
    size=torch.Size([1]), device=torch.device("cpu"), dtype=torch.float16, mode=Mode.BEST, names={"a"},
    config=Config(a=1), rng=numpy.random.RandomState(1).get_state()[1][:4], best=numpy.float64(0.9),
    scores={(1, 2): 0.5, None: 1}, complex=torch.ones(1, dtype=torch.complex64),
    small=torch.ones(1).to(torch.float8_e5m2), sparse=torch.eye(2).to_sparse(),
    optimizer=torch.optim.Adam(net(1).parameters()).state_dict())
legacy = {key: value for key, value in beside.items() if key not in ("small", "sparse")}
old, old_values = normed(old_norm)
new, new_values = normed(new_norm)
cut, cut_values = normed(pruned)
FILES = [
    # file, what is saved, key, expected values, options of torch.save
    ("compiled-ddp.pt", prefixed("_orig_mod.module.model.", state), "", state, {}),
    ("lightning.ckpt", dict(state_dict=prefixed("model.", state) | {"loss.weight": torch.ones(3)}), "", state, {}),
    ("objects.pth", dict(beside, model_state=state), "", state, {}),
    ("objects-legacy.pth", dict(legacy, model_state=state), "", state, dict(_use_new_zipfile_serialization=False)),
    ("protocol1.pt", dict(epoch=2**40, done=True, net=state), "", state, dict(pickle_protocol=1)),
    ("protocol4.pt", dict(epoch={1}, net=state), "", state, dict(pickle_protocol=4)),
    ("protocol5.pt", dict(a=numpy.ones(2), b=bytearray(b"x"), net=state), "", state, dict(pickle_protocol=5)),
    ("two.pt", dict(model=state, ema=other), "ema", other, {}),
    ("list.pt", [other, state], "1", state, {}),
    ("teacher.pt", prefixed("student.", state) | prefixed("teacher.", other), "teacher", other, {}),
    ("namespace.pt", argparse.Namespace(net=state), "", state, {}),
    ("swa.pt", torch.optim.swa_utils.AveragedModel(net(1)).state_dict(), "", state, {}),
    ("subclass.pt", {name: value.as_subclass(Counted) for name, value in state.items()}, "", state, {}),
    ("parameters.pt", dict(net(1).named_parameters()) | dict(net(1).named_buffers()), "", state, {}),
    ("arrays.pt", {name: value.numpy() for name, value in state.items()}, "", state, {}),
    ("arrays5.pt", {name: value.numpy() for name, value in state.items()}, "", state, dict(pickle_protocol=5)),
    ("strided.pt", strided(state), "", strided(state), {}),
    ("tied.pt", dict(state, alias=state["fc.weight"]), "", state, {}),
    ("weight-norm-old.pt", old, "", old_values, {}),
    ("weight-norm.pt", prefixed("module.", new), "", new_values, {}),
    ("pruned.pt", cut, "", cut_values, {}),
    ("parts.safetensors.index.json", state, "", state, {}),
    # Refused: the key says how the message begins.
    ("quantized.pt", dict(state, **{"fc.weight": torch.quantize_per_tensor(state["fc.weight"], 0.1, 0, torch.qint8)}),
     "fc.weight is a quantized tensor", {}, {}),
    ("float8.pt", dict(state, **{"fc.weight": state["fc.weight"].to(torch.float8_e4m3fn)}),
     "fc.weight is a tensor of torch.float8_e4m3fn", {}, {}),
    ("whole.pt", dict(model=net(1)), "a whole pickled model (__main__.Net)", {}, {}),
    ("spectral.pt", normed(lambda network: parametrizations.spectral_norm(network.conv))[0],
     "conv.weight is a weight with spectral normalisation", {}, {}),
]

with open("expected.csv", "w", newline="") as out:
    table = csv.writer(out, lineterminator="\n")
    for file, content, key, values, options in FILES:
        if file.endswith(".json"):
            parts = {name: f"part-{i % 2 + 1}.safetensors" for i, name in enumerate(content)}
            for part in set(parts.values()):
                tensors = {name: content[name] for name in content if parts[name] == part}
                safetensors.torch.save_file(tensors, part)
            pathlib.Path(file).write_text(json.dumps(dict(weight_map=parts)))
        else:
            torch.save(content, file, **options)
        if not values:
            table.writerow([file, key, "", ""])
        for name in NAMES if values else []:
            table.writerow([file, key, name, values[name].detach().contiguous().numpy().tobytes().hex()])
