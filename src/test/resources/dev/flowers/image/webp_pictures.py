"""Writes the WebP files that WebpDecodingTest reads, and webp_pictures.rgb: their pixels.

Run: python3 webp_pictures.py (needs numpy and Pillow with WebP). The .rgb file has the pixels that
libwebp decodes, laid over white and turned upright, three bytes each, of the files in the order of
their names.

The picture: red, green and blue at column x, row y of 13 x 11 pixels are
    (19x) mod 256, (23y) mod 256, (5xy) mod 256, its alpha is (19x + 7y) mod 256.
"""

import io
import pathlib
import struct

import numpy as np
from PIL import Image, ImageOps

HERE = pathlib.Path(__file__).parent
y, x = np.mgrid[0:11, 0:13]
colours = np.stack([19 * x % 256, 23 * y % 256, 5 * x * y % 256], -1).astype(np.uint8)
alpha = ((19 * x + 7 * y) % 256).astype(np.uint8)
rgb = Image.fromarray(colours)
rgba = Image.fromarray(np.dstack([colours, alpha]))
smooth = Image.fromarray(np.stack([8 * x + 40, 9 * y + 60, 5 * x + 5 * y + 50], -1).astype(np.uint8))
smooth = smooth.resize((48, 40), Image.BICUBIC)


def exif(value):
    entry = struct.pack(">HHIHH", 274, 3, 1, value, 0)
    return b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)


def chunk(kind, body):
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def riff(*chunks):
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def encoded(image, **options):
    out = io.BytesIO()
    image.save(out, "WEBP", **options)
    return out.getvalue()


def bitstream(webp, kind):
    at = webp.index(kind)
    return webp[at + 8 : at + 8 + struct.unpack("<I", webp[at + 4 : at + 8])[0]]


# Pillow compresses alpha always; here it is stored, each value less its left neighbour.
plain = alpha.astype(int)
filtered = plain.copy()
filtered[:, 1:] -= plain[:, :-1]
filtered[1:, 0] -= plain[:-1, 0]
stored_alpha = bytes([1 << 2]) + (filtered % 256).astype(np.uint8).tobytes()
header = bytes([16, 0, 0, 0]) + struct.pack("<I", 12)[:3] + struct.pack("<I", 10)[:3]
flat = Image.new("RGB", rgb.size, (200, 40, 80))

FILES = {
    "lossless": encoded(rgb, lossless=True),
    "lossless_alpha": encoded(rgba, lossless=True, exact=True),
    "lossless_palette": encoded(rgb.quantize(6).convert("RGB"), lossless=True),
    "lossless_turned": encoded(rgb, lossless=True, exif=exif(6)),
    "animated": encoded(rgb, lossless=True, save_all=True, append_images=[Image.fromarray(colours[::-1])]),
    "lossy": encoded(smooth, quality=90),
    "lossy_filtered": encoded(smooth, quality=20, method=0),
    "lossy_alpha": encoded(Image.merge("RGBA", [*flat.split(), Image.fromarray(alpha)]), quality=90),
    "lossy_stored_alpha": riff(
        chunk(b"VP8X", header),
        chunk(b"ALPH", stored_alpha),
        chunk(b"VP8 ", bitstream(encoded(flat, quality=90), b"VP8 ")),
    ),
}

pixels = b""
for name in sorted(FILES):
    (HERE / f"{name}.webp").write_bytes(FILES[name])
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(FILES[name]))).convert("RGBA")
    white = Image.new("RGBA", image.size, "white")
    white.alpha_composite(image)
    pixels += white.convert("RGB").tobytes()
(HERE / "webp_pictures.rgb").write_bytes(pixels)
