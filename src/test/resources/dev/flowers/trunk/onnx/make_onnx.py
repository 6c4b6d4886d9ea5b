"""Writes small ONNX models in this directory, and what they give for one photo in expected.json.

    python3 make_onnx.py      Python 3.9 or newer, with numpy, onnx and onnxruntime

The photo is 8 x 8: red, green and blue at column x, row y are (7x + 13y), (x * x + 5y), (31x ^ 17y), all
mod 256, divided by 255. It is normalized by no more than that; the models' inputs are [-1,1] of it.

rows.onnx      [n,3,8,8] -> rows [n,6]
places.onnx    [n,3,8,8] -> places [n,4,3,3], a convolution
tokens.onnx    [n,3,8,8] -> tokens [n,16,5], operators of version 18
two.onnx       [n,3,8,8] -> first [n,6], second [n,6]
last.onnx      [n,8,8,3] -> rows [n,6], channels last
fixed.onnx     [4,3,8,8] -> rows [4,6]
open.onnx      all four lengths open, the output's shape not declared
external/model.onnx with its weights in external/weights.bin
"""

import json
import os

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

HERE = os.path.dirname(os.path.abspath(__file__))
SIDE = 8
random = np.random.default_rng(11)


def normal(*shape):
    return random.standard_normal(shape).astype(np.float32) / np.float32(np.sqrt(np.prod(shape[1:])))


def value(name, shape):
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


def model(nodes, inputs, outputs, tensors, opset=13):
    graph = helper.make_graph(
        nodes, "g", inputs, outputs, [numpy_helper.from_array(v, k) for k, v in tensors.items()])
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
    onnx.checker.check_model(made)
    return made


def save(name, made):
    onnx.save(made, os.path.join(HERE, name))


def dense(name, output):
    return [helper.make_node("Flatten", [name], ["flat" + output], axis=1),
            helper.make_node("Gemm", ["flat" + output, "w" + output, "b" + output], [output])]


weights = normal(3 * SIDE * SIDE, 6), normal(6)
rows = dense("photos", "rows")
numbers = {"wrows": weights[0], "brows": weights[1]}
photos = value("photos", ["n", 3, SIDE, SIDE])
save("rows.onnx", model(rows, [photos], [value("rows", ["n", 6])], numbers))
save("places.onnx", model(
    [helper.make_node("Conv", ["photos", "k"], ["places"], strides=[2, 2])],
    [photos], [value("places", ["n", 4, 3, 3])], {"k": normal(4, 3, 3, 3)}))
save("tokens.onnx", model(
    [helper.make_node("Conv", ["photos", "k"], ["c"], strides=[2, 2]),
     helper.make_node("Reshape", ["c", "s"], ["r"]),
     helper.make_node("Transpose", ["r"], ["tokens"], perm=[0, 2, 1])],
    [photos], [value("tokens", ["n", 16, 5])],
    {"k": normal(5, 3, 2, 2), "s": np.array([0, 5, 16], np.int64)}, 18))
save("two.onnx", model(
    dense("photos", "first") + dense("photos", "second"), [photos],
    [value("first", ["n", 6]), value("second", ["n", 6])],
    {"wfirst": weights[0], "bfirst": weights[1], "wsecond": -weights[0], "bsecond": weights[1]}))
save("last.onnx", model(
    dense("photos", "rows"), [value("photos", ["n", SIDE, SIDE, 3])], [value("rows", ["n", 6])], numbers))
save("fixed.onnx", model(
    rows, [value("photos", [4, 3, SIDE, SIDE])], [value("rows", [4, 6])], numbers))
opened = model(rows, [value("photos", ["batch", "channels", "height", "width"])], [value("rows", ["n", 6])], numbers)
opened.graph.output[0].type.tensor_type.ClearField("shape")
save("open.onnx", opened)
os.makedirs(os.path.join(HERE, "external"), exist_ok=True)
if os.path.exists(os.path.join(HERE, "external/weights.bin")):
    os.remove(os.path.join(HERE, "external/weights.bin"))
onnx.save(
    model(rows, [photos], [value("rows", ["n", 6])], numbers), os.path.join(HERE, "external/model.onnx"),
    save_as_external_data=True, location="weights.bin", size_threshold=100)

x, y = np.meshgrid(np.arange(SIDE), np.arange(SIDE))
picture = np.stack([7 * x + 13 * y, x * x + 5 * y, (31 * x) ^ (17 * y)], -1) % 256 / 255
whole = (picture[None] * 2 - 1).astype(np.float32)
expected = {}
for name in ["rows", "places", "tokens", "two", "last", "fixed", "open", "external/model"]:
    session = onnxruntime.InferenceSession(os.path.join(HERE, name + ".onnx"))
    given = whole if name == "last" else np.ascontiguousarray(whole.transpose(0, 3, 1, 2))
    given = np.repeat(given, 4, 0) if name == "fixed" else given
    for output in session.get_outputs():
        found = session.run([output.name], {"photos": given})[0][:1].astype(np.float64)
        if output.name == "places":
            found = found.mean((2, 3))
        if output.name == "tokens":
            expected[name + " first"] = [float("%.6g" % v) for v in found[0, 0]]
            found = found.mean(1)
        expected[name + " " + output.name] = [float("%.6g" % v) for v in found.ravel()]
with open(os.path.join(HERE, "expected.json"), "w", encoding="utf-8") as out:
    json.dump(expected, out, indent=1)
    out.write("\n")
