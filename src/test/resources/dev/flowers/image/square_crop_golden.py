"""Writes square_crop_golden.f32: what SquareCrop must give for a painted picture of several sizes.

Run: python3 square_crop_golden.py (needs numpy). The result is little-endian float32, the cases of
CASES one after the other, each size x size x 3, rows first.

The picture: red, green and blue at column x, row y are
    (7x + 13y) mod 256, (x * x + 5y) mod 256, (31x ^ 17y) mod 256.

The formula, apart from the Java code's: cut the centre square, lay a black border of one pixel
around it, and look up output pixel j of n at (j + 1/2) * s / n - 1/2 by linear interpolation along
one axis, then along the other. This is skimage.transform.resize(mode='constant') of 2017.
"""

import pathlib

import numpy as np

# width, height, size: landscape, portrait, a photo's size, same size, enlarged twice, one pixel, one column.
CASES = [(61, 40, 16), (40, 61, 16), (500, 375, 32), (17, 16, 16), (6, 5, 16), (15, 31, 16), (1, 1, 4), (1, 9, 4)]


def picture(width, height):
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    return np.stack([7 * x + 13 * y, x * x + 5 * y, (31 * x) ^ (17 * y)], axis=-1) % 256


def crop(image, size):
    height, width = image.shape[:2]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    square = np.pad(image[top : top + side, left : left + side] / 255, ((1, 1), (1, 1), (0, 0)))
    at = (np.arange(size) + 0.5) * side / size - 0.5
    known = np.arange(-1, side + 1)

    def along(axis, values):
        return np.apply_along_axis(lambda line: np.interp(at, known, line), axis, values)

    return along(1, along(0, square))


golden = np.concatenate([crop(picture(w, h), n).ravel() for w, h, n in CASES])
pathlib.Path(__file__).with_suffix(".f32").write_bytes(golden.astype("<f4").tobytes())
