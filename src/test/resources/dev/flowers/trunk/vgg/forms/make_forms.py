"""Writes small vgg16.npy files in this directory, the same weights in every form that numpy pickles.

Run it with the Python and numpy whose forms are wanted (each writes its own):

    python3 make_forms.py      Python 3.8 or newer; numpy 2.3 or newer writes all but two
    python3.8 make_forms.py    numpy 1.17 to 1.26: the file whose name has numpy1
    python2.7 make_forms.py    numpy 1.16: the files whose names have python2

All channels are VGG16's divided by 256. The values are float16's, so that float16, float32 and
float64 hold the same numbers. The last line printed is the fingerprint of the weights, computed
here as the Javadoc of Fingerprint says.
"""

from __future__ import print_function

import collections
import hashlib
import os
import pickle
import struct
import sys
import tempfile
import zlib

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
CONVS = [64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512]
NAMES = ["conv1_1", "conv1_2", "conv2_1", "conv2_2", "conv3_1", "conv3_2", "conv3_3",
         "conv4_1", "conv4_2", "conv4_3", "conv5_1", "conv5_2", "conv5_3"]
DIVIDE = 256


def layers():
    random = np.random.RandomState(16)

    def normal(shape, deviation):
        return (random.standard_normal(shape) * deviation).astype("<f2").astype("<f4")

    data, inputs = [], 3
    for name, outputs in zip(NAMES, CONVS):
        outputs = max(1, outputs // DIVIDE)
        weights = normal((3, 3, inputs, outputs), (2.0 / (9 * inputs)) ** 0.5)
        data.append((name, [weights, normal((outputs,), 0.01)]))
        inputs = outputs
    weights = normal((49 * inputs, 4096 // DIVIDE), (2.0 / (49 * inputs)) ** 0.5)
    data.append(("fc6", [weights, normal((4096 // DIVIDE,), 0.01)]))
    return data


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in bytearray(data):
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def fingerprint(data):
    sha = hashlib.sha256()
    for name, pair in data:
        for role, array in zip(("weights", "biases"), pair):
            heading = "%s.%s [%s]\n" % (name, role, ", ".join(str(n) for n in array.shape))
            sha.update(heading.encode("ascii"))
            raw = array.tobytes()
            sha.update(struct.pack(">II", zlib.crc32(raw) & 0xFFFFFFFF, crc32c(raw)))
    return sha.hexdigest()


def save(name, data, protocol, version=(1, 0)):
    box = np.empty((), dtype=object)
    box[()] = data
    with open(os.path.join(HERE, name + ".npy"), "wb") as out:
        header = b"{'descr': '|O', 'fortran_order': False, 'shape': (), }"
        if version:
            size = "<H" if version == (1, 0) else "<I"
            start = 8 + struct.calcsize(size)
            header += b" " * (-(start + len(header) + 1) % 64) + b"\n"
            out.write(b"\x93NUMPY" + struct.pack("BB", *version) + struct.pack(size, len(header)) + header)
        pickle.dump(box if version else data, out, protocol=protocol)


def each(function):
    return {name: [function(name, array) for array in pair] for name, pair in layers()}


def stored_otherwise(name, array):
    """The same array, its axes stored in another order: as a transposed one is."""
    if array.ndim == 4:  # stored as outputs, inputs, height, width
        return np.ascontiguousarray(array.transpose(3, 2, 0, 1)).transpose(2, 3, 1, 0)
    return np.asfortranarray(array)


def memmap(name, array):
    mapped = np.memmap(tempfile.TemporaryFile(), array.dtype, "w+", shape=array.shape)
    mapped[:] = array
    return mapped


def beside():
    """What a numpy user keeps beside the weights."""
    return {
        "epoch": 74, "top-5": 0.925, "note": "x" * 300, u"r\xe9sum\xe9": u"\u20ac", "trained": True, "parent": None,
        "big": 10 ** 30, "negative": -(10 ** 12), "momentum": np.float32(0.9), "count": np.int64(3),
        "zero": np.array(1.5), "tag": np.str_("d"), "synset": ["n01440764 tench", "n01443537 goldfish"],
        "names": {0: "tench", 1: "goldfish", (2, 3): b"raw", None: 1.5}, "shape": (224, 224, 3), "ids": {1, 2},
        "frozen": frozenset([1]), "z": 1 + 2j, "bytes": b"\x00\xff", "array": bytearray(b"\x00\xff"), "empty": b"",
        "type": np.float32, "pair": [[], {}, ()],
    }


def main():
    plain = dict(layers())
    ordered = collections.OrderedDict(layers())
    if sys.version_info[0] == 2:
        save("python2-protocol0", plain, 0)
        save("python2-protocol1", plain, 1)
        save("python2-ordered", ordered, 2)
        return
    if np.__version__.startswith("1."):
        save("numpy1-protocol5", each(lambda name, array: np.asfortranarray(array)), 5)
        return
    for protocol in (0, 1, 2, 4, 5):
        save("protocol%d" % protocol, plain, protocol)
    save("header2", plain, 4, (2, 0))
    save("header3", plain, 4, (3, 0))
    save("no-header", plain, 4, None)
    save("ordered", collections.OrderedDict((k, collections.OrderedDict(weights=w, biases=b))
                                            for k, (w, b) in layers()), 4)
    save("default", collections.defaultdict(list, plain), 2)
    save("default-none", collections.defaultdict(None, {k: collections.defaultdict(
        collections.OrderedDict, weights=w, biases=b) for k, (w, b) in layers()}), 4)
    save("bytes-keys", {k.encode(): v for k, v in plain.items()}, 4)
    save("memmap", each(memmap), 4)
    save("matrix", each(lambda name, array: np.matrix(array) if name == "fc6" else array), 4)
    save("caffe-biases", each(lambda name, a: a.reshape(1, 1, 1, -1) if a.ndim == 1 else a), 4)
    save("read-only", each(lambda name, array: np.frombuffer(array.tobytes(), "<f4").reshape(array.shape)), 5)
    save("fortran", each(lambda name, array: np.asfortranarray(array)), 4)
    save("fortran-protocol2", each(lambda name, array: np.asfortranarray(array)), 2)
    save("transposed-protocol5", each(stored_otherwise), 5)
    save("big-endian", each(lambda name, array: array.astype(">f4")), 4)
    save("float64", each(lambda name, array: array.astype("<f8")), 4)
    save("float64-big-endian-fortran", each(lambda name, array: np.asfortranarray(array.astype(">f8"))), 4)
    save("float16", each(lambda name, array: array.astype("<f2")), 4)
    save("float16-protocol0", each(lambda name, array: array.astype(">f2")), 0)
    more = {"fc7": [np.ones((16, 16), "<f4"), np.zeros(16, "<f4")], "fc8": [np.ones((16, 4), "<f4"), np.zeros(4, "<f4")]}
    for protocol in (0, 2, 4):
        extra = {"weights": None, "biases": None, "trainable": True}
        layer = {k: dict(extra, weights=w, biases=b) for k, (w, b) in layers()}
        save("beside-protocol%d" % protocol, dict(beside(), **dict(layer, **more)), protocol)
    print(fingerprint(layers()))


main()
