"""Writes the operators of the standard ONNX domain, every version, from the schemas of the onnx package.

    pip install onnx==1.23.2
    python make_operators.py > src/main/resources/io/onnxfi/onnx/check/operators.tsv

One line per operator and version that changed any of this: name, first opset, least and most inputs, least and most outputs (* for any number),
inputs (r required, o optional, v any number), attributes (name:type, ! where one is required). A version from which on the
operator is no more has "gone" in place of all that. GroupNormalization of opset 18 is marked so, because opset 21 gives it
another meaning, but models have it and runtimes run it.
"""

import onnx
from onnx import defs

TYPES = {
    "FLOAT": "f", "INT": "i", "STRING": "s", "TENSOR": "t", "GRAPH": "g", "SPARSE_TENSOR": "p", "TYPE_PROTO": "y",
    "FLOATS": "F", "INTS": "I", "STRINGS": "S", "TENSORS": "T", "GRAPHS": "G", "SPARSE_TENSORS": "P", "TYPE_PROTOS": "Y",
}
OPTIONS = {"Single": "r", "Optional": "o", "Variadic": "v"}


def number(n):
    return "*" if n >= 2**31 - 1 else str(n)


def line(schema):
    if schema.deprecated and schema.name != "GroupNormalization":
        return [schema.name, str(schema.since_version), "gone"]
    attributes = sorted(
        f"{name}:{TYPES[a.type.name]}{'!' if a.required else ''}" for name, a in schema.attributes.items()
    )
    return [
        schema.name,
        str(schema.since_version),
        str(schema.min_input),
        number(schema.max_input),
        str(schema.min_output),
        number(schema.max_output),
        "".join(OPTIONS[i.option.name] for i in schema.inputs) or "-",
        ",".join(attributes) or "-",
    ]


schemas = [s for s in defs.get_all_schemas_with_history() if s.domain == ""]
print(f"# onnx {onnx.__version__}, opset {defs.onnx_opset_version()}, IR {onnx.IR_VERSION}; see make_operators.py")
before = []
for schema in sorted(schemas, key=lambda s: (s.name, s.since_version)):
    now = line(schema)
    if now[:1] + now[2:] != before[:1] + before[2:]:  # a version that only takes more element types is the same here
        print("\t".join(now))
    before = now
