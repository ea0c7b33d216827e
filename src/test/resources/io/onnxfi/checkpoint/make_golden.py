"""Writes golden-protocol2.th and golden-protocol4.th with CPython's own pickler.

PyTorch is not needed: stand-ins with the same module and class names pickle to the same bytes.
Storage A holds the floats 0, 1, ... 11; B holds the int64 7; C holds the bfloat16 1.5, -2.0.

  module.w        [2, 3] at offset 4 of A, contiguous: 4 ... 9
  module.wt       [3, 2] at offset 4, strides (1, 3): the transpose of w
  module.part     [2] of the view of A that starts at element 6 and has 4: offset 1, stride 2: 7, 9
  module.bn.num_batches_tracked   scalar of B
  module.half     [2] of C, as a parameter
"""

import collections
import pickle
import struct
import sys
import types


class Call:
    def __init__(self, function, *arguments):
        self.function, self.arguments = function, arguments

    def __reduce__(self):
        return self.function, self.arguments


class Storage:
    def __init__(self, kind, key, size, view=None):
        self.id = ("storage", kind, key, "cpu", size, view)


def name(module, attribute, value):
    value.__module__, value.__qualname__, value.__name__ = module, attribute, attribute
    setattr(sys.modules.setdefault(module, types.ModuleType(module)), attribute, value)
    return value


class Pickler(pickle.Pickler):
    def persistent_id(self, obj):
        return obj.id if isinstance(obj, Storage) else None


REBUILD = name("torch._utils", "_rebuild_tensor_v2", lambda *_: None)
PARAMETER = name("torch._utils", "_rebuild_parameter", lambda *_: None)
FLOAT = name("torch", "FloatStorage", type("FloatStorage", (), {}))
LONG = name("torch", "LongStorage", type("LongStorage", (), {}))
BFLOAT16 = name("torch", "BFloat16Storage", type("BFloat16Storage", (), {}))
HOOKS = collections.OrderedDict()


def tensor(storage, offset, sizes, strides):
    return Call(REBUILD, storage, offset, sizes, strides, False, HOOKS)


a = Storage(FLOAT, "A", 12)
state = collections.OrderedDict()
state["module.w"] = tensor(a, 4, (2, 3), (3, 1))
state["module.wt"] = tensor(a, 4, (3, 2), (1, 3))
state["module.part"] = tensor(Storage(FLOAT, "A", 12, ("V", 6, 4)), 1, (2,), (2,))
state["module.bn.num_batches_tracked"] = tensor(Storage(LONG, "B", 1), 0, (), ())
state["module.half"] = Call(
    PARAMETER, tensor(Storage(BFLOAT16, "C", 2), 0, (2,), (1,)), True, HOOKS)
state._metadata = collections.OrderedDict([("", {"version": 1})])

for protocol in (2, 4):
    with open(f"golden-protocol{protocol}.th", "wb") as file:
        system = dict(
            protocol_version=1001, little_endian=True, type_sizes=dict(short=2, int=4, long=4))
        checkpoint = {"epoch": 3, "model": state, "note": "x"}
        for value in (0x1950A86A20F9469CFC6C, 1001, system, checkpoint, ["A", "B", "C"]):
            Pickler(file, protocol).dump(value)
        file.write(struct.pack("<q12f", 12, *range(12)))
        file.write(struct.pack("<qq", 1, 7))
        file.write(struct.pack("<qHH", 2, 0x3FC0, 0xC000))
