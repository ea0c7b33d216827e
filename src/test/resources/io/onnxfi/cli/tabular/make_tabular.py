"""Writes small models of tables as people have them, samples for them, and what their own libraries answer.

    pip install scikit-learn==1.9.1 skl2onnx==1.20.0 lightgbm==4.7.0 onnxmltools==1.16.0
    python make_tabular.py

Of each NAME: NAME.onnx, NAME.npz (inputs by name) and NAME.csv, a row of scores for each sample by predict_proba of the library that
trained the model. late_text, which no library wrote, reads text behind its first product; its answers are ONNX Runtime's in Python.
"""

import lightgbm
import numpy as np
import onnx
import onnxmltools
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnxmltools.convert.common.data_types import FloatTensorType as LightGbmType
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType, StringTensorType
from sklearn.compose import ColumnTransformer
from sklearn.datasets import load_iris
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import Binarizer, Normalizer, OneHotEncoder, OrdinalEncoder, StandardScaler

SAMPLES = 40
OPSETS = {"": 18, "ai.onnx.ml": 3}
x, y = load_iris(return_X_y=True)
x = x.astype(np.float32)
rows = np.random.default_rng(0).permutation(len(x))
x, y = x[rows], y[rows]
x_missing = x.copy()
x_missing[::7, 2] = np.nan
names = np.array(["setosa", "versicolor", "virginica"])[y]
floats = [("X", FloatTensorType([None, 4]))]


def mlp():
    return MLPClassifier((8,), max_iter=400, random_state=0)


def write(file, model, scores, /, **inputs):
    with open(f"{file}.onnx", "wb") as out:
        out.write(model.SerializeToString())
    np.savez(f"{file}.npz", **inputs)
    np.savetxt(f"{file}.csv", scores, fmt="%.9g", delimiter=",")


def scikit(name, model, sample, zipmap):
    converted = to_onnx(model, initial_types=floats, options={id(model): {"zipmap": zipmap}}, target_opset=OPSETS)
    write(name, converted, model.predict_proba(sample[:SAMPLES]), X=sample[:SAMPLES])


scikit("columns", mlp().fit(x, y), x, False)
scikit("zipmap", mlp().fit(x, y), x, True)
scikit("named_classes", mlp().fit(x, names), x, True)
scikit("prepared", make_pipeline(SimpleImputer(), StandardScaler(), Normalizer(), mlp()).fit(x_missing, y), x_missing, True)
scikit("binarized", make_pipeline(Binarizer(threshold=1.5), mlp()).fit(x, y), x, False)
scikit("linear", LogisticRegression(max_iter=500).fit(x, y), x, True)

random = np.random.default_rng(1)
table = np.empty((120, 4), dtype=object)
table[:, 0] = random.uniform(18, 80, 120).astype(np.float32)
table[:, 1] = random.uniform(1, 60, 120).astype(np.float32)
table[:, 2] = random.choice(["Bern", "Oslo", "Zürich"], 120)
table[:, 3] = random.choice(["state", "private", "self"], 120)
labels = (((table[:, 0] > 45) & (table[:, 2] != "Oslo")) | (table[:, 3] == "self")).astype(int)
types = [
    ("age", FloatTensorType([None, 1])),
    ("hours", FloatTensorType([None, 1])),
    ("city", StringTensorType([None, 1])),
    ("work", StringTensorType([None, 1])),
]
for name, encoder in [("one_hot", OneHotEncoder()), ("one_hot_unknown", OneHotEncoder(handle_unknown="ignore")), ("ordinal", OrdinalEncoder())]:
    columns = ColumnTransformer([("number", StandardScaler(), [0, 1]), ("text", encoder, [2, 3])])
    model = make_pipeline(columns, mlp()).fit(table, labels)
    sample = table[:SAMPLES].copy()
    if name == "one_hot_unknown":
        sample[5, 2] = "Rome"
    converted = to_onnx(model, initial_types=types, target_opset=OPSETS)
    write(
        name,
        converted,
        model.predict_proba(sample),
        age=sample[:, :1].astype(np.float32),
        hours=sample[:, 1:2].astype(np.float32),
        city=sample[:, 2:3].astype(str),  # unicode
        work=sample[:, 3:].astype("S"),  # bytes
    )

trees = lightgbm.LGBMClassifier(n_estimators=2, num_leaves=4, verbose=-1).fit(x, y)
write(
    "trees",
    onnxmltools.convert_lightgbm(trees, initial_types=[("X", LightGbmType([None, 4]))], target_opset=15),
    trees.predict_proba(x[:SAMPLES]),
    X=x[:SAMPLES],
)

first = random.normal(size=(4, 6)).astype(np.float32)
second = random.normal(size=(9, 3)).astype(np.float32)
graph = helper.make_graph(
    [
        helper.make_node("MatMul", ["X", "first"], ["hidden"]),
        helper.make_node("Relu", ["hidden"], ["positive"]),
        helper.make_node("OneHotEncoder", ["name"], ["category"], domain="ai.onnx.ml", cats_strings=["setosa", "versicolor", "virginica"]),
        helper.make_node("Concat", ["positive", "category"], ["all"], axis=1),
        helper.make_node("MatMul", ["all", "second"], ["logits"]),
        helper.make_node("Softmax", ["logits"], ["scores"], axis=1),
    ],
    "late_text",
    [
        helper.make_tensor_value_info("X", TensorProto.FLOAT, ["n", 4]),
        helper.make_tensor_value_info("name", TensorProto.STRING, ["n"]),
    ],
    [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["n", 3])],
    [numpy_helper.from_array(first, "first"), numpy_helper.from_array(second, "second")],
)
sets = [helper.make_opsetid("", 18), helper.make_opsetid("ai.onnx.ml", 3)]
model = helper.make_model(graph, opset_imports=sets, ir_version=9)
onnx.checker.check_model(model)
session = onnxruntime.InferenceSession(model.SerializeToString())
answers = session.run(None, {"X": x[:SAMPLES], "name": names[:SAMPLES].astype(object)})[0]
write("late_text", model, answers, X=x[:SAMPLES], name=names[:SAMPLES])

third = random.normal(size=(4, 3)).astype(np.float32)
part = helper.make_tensor_type_proto(TensorProto.FLOAT, ["n", 2])
graph = helper.make_graph(
    [
        helper.make_node("ConcatFromSequence", ["parts"], ["all"], axis=1),
        helper.make_node("MatMul", ["all", "third"], ["product"]),
        helper.make_node("OptionalHasElement", ["shift"], ["shifted"]),
        helper.make_node(
            "If",
            ["shifted"],
            ["scores"],
            then_branch=helper.make_graph(
                [helper.make_node("OptionalGetElement", ["shift"], ["given"]), helper.make_node("Add", ["product", "given"], ["sum"])],
                "given",
                [],
                [helper.make_tensor_value_info("sum", TensorProto.FLOAT, ["n", 3])],
            ),
            else_branch=helper.make_graph(
                [helper.make_node("Identity", ["product"], ["same"])],
                "absent",
                [],
                [helper.make_tensor_value_info("same", TensorProto.FLOAT, ["n", 3])],
            ),
        ),
        helper.make_node("SplitToSequence", ["scores"], ["columns"], axis=1),
    ],
    "parts",
    [
        helper.make_value_info("parts", helper.make_sequence_type_proto(part)),
        helper.make_value_info("shift", helper.make_optional_type_proto(helper.make_tensor_type_proto(TensorProto.FLOAT, ["n", 3]))),
    ],
    [
        helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["n", 3]),
        helper.make_value_info("columns", helper.make_sequence_type_proto(helper.make_tensor_type_proto(TensorProto.FLOAT, ["n", 1]))),
    ],
    [numpy_helper.from_array(third, "third")],
)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
onnx.checker.check_model(model)
session = onnxruntime.InferenceSession(model.SerializeToString())
shift = random.normal(size=(SAMPLES, 3)).astype(np.float32)
given = {"parts.0": x[:SAMPLES, :2], "parts.1": x[:SAMPLES, 2:]}
fed = list(given.values())
write("parts", model, session.run(None, {"parts": fed, "shift": shift})[0], shift=shift, **given)
write("parts_absent", model, session.run(None, {"parts": fed, "shift": None})[0], **given)
