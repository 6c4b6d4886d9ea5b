"""Writes resampling_golden.rgb: what Resampling must give for a painted picture of several sizes.

Run: python3 resampling_golden.py (needs numpy and Pillow; 13.0.0 wrote the file). The result is the
pixels of CASES for each of Pillow's filters 0 to 5 in turn, one after the other, rows first, red,
green and blue a byte each.

The picture: red, green and blue at column x, row y are
    (7x + 13y) mod 256, (x * x + 5y) mod 256, (31x ^ 17y) mod 256.
"""

import pathlib

import numpy as np
from PIL import Image

# Size of the picture, and to which it is resized: smaller, larger, one axis alone, the same, one pixel,
# one column, smaller by a factor that is no fraction of small numbers.
CASES = [
    (61, 40, 16, 10),
    (40, 61, 23, 31),
    (9, 7, 20, 33),
    (17, 16, 17, 9),
    (17, 16, 8, 16),
    (12, 5, 12, 5),
    (1, 1, 4, 3),
    (1, 9, 2, 4),
    (211, 97, 13, 29),
]


def picture(width, height):
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    return (np.stack([7 * x + 13 * y, x * x + 5 * y, (31 * x) ^ (17 * y)], axis=-1) % 256).astype(np.uint8)


golden = b""
for number in range(6):
    for w, h, to_w, to_h in CASES:
        golden += Image.fromarray(picture(w, h)).resize((to_w, to_h), number).tobytes()
pathlib.Path(__file__).with_suffix(".rgb").write_bytes(golden)
