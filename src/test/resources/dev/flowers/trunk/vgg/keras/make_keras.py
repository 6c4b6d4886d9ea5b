"""Writes small files of VGG weights in this directory, and prints what a trunk makes of them.

    python3 make_keras.py      Python 3.9 or newer, with numpy and h5py

vgg16.h5, vgg16_notop.h5 and vgg16_model.h5 hold the numbers of ../vgg16-py2.npy: in the layout of
Keras's public file, of its file without dense layers, and of a saved model of Keras 2, with an
optimizer's arrays. vgg19.npy is VGG19 with all channels divided by 128. The embeddings are computed
in float64, by sums over shifted copies of the picture, of the picture that TrunkIT paints.
"""

import os
import pickle

import h5py
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
BEHIND = {"fc6": "fc1", "fc7": "fc2", "fc8": "predictions"}
CHANNELS = [64, 128, 256, 512, 512]
MEAN = [103.939, 116.779, 123.68]


def keras_name(layer):
    return BEHIND.get(layer) or "block%s_conv%s" % (layer[4], layer[6])


def public(name, layers):
    with h5py.File(os.path.join(HERE, name), "w") as file:
        file.attrs["layer_names"] = np.array([keras_name(k).encode() for k in layers] + [b"flatten"])
        file.create_group("flatten")
        for key, (weights, biases) in layers.items():
            name = keras_name(key)
            group = file.create_group(name)
            names = ["%s_W_1:0" % name, "%s_b_1:0" % name]
            group.attrs["weight_names"] = np.array([n.encode() for n in names])
            group.create_dataset(names[0], data=weights)
            group.create_dataset(names[1], data=biases)


def model(name, layers):
    with h5py.File(os.path.join(HERE, name), "w") as file:
        file.create_dataset("optimizer_weights/Adam/iter:0", data=np.int64(3))
        for key, (weights, biases) in layers.items():
            inner = file.create_group("model_weights/%s/%s" % (keras_name(key), keras_name(key)))
            inner.create_dataset("kernel:0", data=weights)
            inner.create_dataset("bias:0", data=biases)


def vgg19():
    random = np.random.default_rng(19)
    layers, inputs = {}, 3
    for block, outputs in enumerate(CHANNELS, 1):
        for layer in range(1, (2 if block < 3 else 4) + 1):
            shape = (3, 3, inputs, max(1, outputs // 128))
            layers["conv%d_%d" % (block, layer)] = pair(random, shape)
            inputs = shape[3]
    layers["fc6"] = pair(random, (49 * inputs, 32))
    layers["fc7"] = pair(random, (32, 32))
    layers["fc8"] = pair(random, (32, 7))
    return layers


def pair(random, shape):
    deviation = np.sqrt(2 / np.prod(shape[:-1]))
    return [(random.standard_normal(shape) * deviation).astype(np.float32),
            (random.standard_normal(shape[-1]) * 0.01).astype(np.float32)]


def picture():
    y, x = np.mgrid[0:224, 0:224]
    rgb = np.stack([(3 * x + 5 * y) % 256, (7 * x + 2 * y) % 256, x * y % 256], -1)
    return rgb.astype(np.float64)[:, :, ::-1] - MEAN


def pool5(layers):
    planes, block = picture(), 1
    for name in [n for n in layers if n.startswith("conv")] + ["end"]:
        if not name.startswith("conv%d" % block):
            side, channels = planes.shape[0] // 2, planes.shape[2]
            planes = planes.reshape(side, 2, side, 2, channels).max(axis=(1, 3))
            block += 1
        if name == "end":
            return planes
        weights, biases = (a.astype(np.float64) for a in layers[name])
        side = planes.shape[0]
        padded = np.pad(planes, ((1, 1), (1, 1), (0, 0)))
        sums = np.zeros((side, side, weights.shape[3])) + biases
        for dy in range(3):
            for dx in range(3):
                sums += padded[dy:dy + side, dx:dx + side] @ weights[dy, dx]
        planes = np.maximum(sums, 0)


def show(name, numbers):
    print(name, ", ".join("%.6gf" % n for n in numbers))


def main():
    with open(os.path.join(HERE, "..", "vgg16-py2.npy"), "rb") as file:
        vgg16 = np.load(file, allow_pickle=True, encoding="latin1").item()
    vgg16 = {name: vgg16[name] for name in sorted(vgg16)}
    convolutions = {name: pair for name, pair in vgg16.items() if name.startswith("conv")}
    public("vgg16.h5", vgg16)
    public("vgg16_notop.h5", convolutions)
    model("vgg16_model.h5", vgg16)
    layers = vgg19()
    with open(os.path.join(HERE, "vgg19.npy"), "wb") as file:
        box = np.empty((), dtype=object)
        box[()] = layers
        np.lib.format.write_array_header_1_0(file, np.lib.format.header_data_from_array_1_0(box))
        pickle.dump(box, file, protocol=2)
    weights, biases = layers["fc6"]
    show("vgg19-relu6", np.maximum(pool5(layers).reshape(-1) @ weights + biases, 0))
    show("vgg19-pool5", pool5(layers).mean(axis=(0, 1)))
    show("vgg16-pool5", pool5(convolutions).mean(axis=(0, 1)))


main()
