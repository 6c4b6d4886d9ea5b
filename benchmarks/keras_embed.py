"""VGG16 to relu6 by Keras, from JPEG files to embeddings; keras.sh runs it beside `flowers embed`.

keras_embed.py PHOTOS VGG16.NPY float32|mixed_bfloat16
"""

import pathlib
import sys
import time

import keras
import numpy as np
import tensorflow as tf

photos, weights, policy = sys.argv[1:]
keras.mixed_precision.set_dtype_policy(policy)
layers = np.load(weights, allow_pickle=True, encoding="latin1").item()
vgg = keras.applications.VGG16(weights=None)
names = {f"conv{b}_{i}": f"block{b}_conv{i}" for b in range(1, 6) for i in range(1, 4)} | {"fc6": "fc1"}
for ours, theirs in names.items():
    if ours in layers:
        vgg.get_layer(theirs).set_weights(list(layers[ours]))
trunk = keras.Model(vgg.input, vgg.get_layer("fc1").output)


def read(path):
    photo = tf.io.decode_jpeg(tf.io.read_file(path), channels=3)
    side = tf.minimum(tf.shape(photo)[0], tf.shape(photo)[1])
    photo = tf.image.resize_with_crop_or_pad(photo, side, side)
    return keras.applications.vgg16.preprocess_input(tf.image.resize(photo, (224, 224)))


files = sorted(str(p) for p in pathlib.Path(photos).glob("*/*.jpg"))
data = tf.data.Dataset.from_tensor_slices(files).map(read, tf.data.AUTOTUNE).batch(32).prefetch(2)
trunk.predict(data.take(1), verbose=0)  # builds the graph
start = time.monotonic()
embeddings = trunk.predict(data, verbose=0)
rate = len(files) / (time.monotonic() - start)
print(f"Keras {keras.__version__}, TensorFlow {tf.__version__}, {policy}: {embeddings.shape[0]} photos, {rate:.2f} photos/s without its start")
