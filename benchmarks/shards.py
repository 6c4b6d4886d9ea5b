#!/usr/bin/env python3
"""Compares the records of two outputs, whatever their order: benchmarks/shards.py A B

A and B are each a TFRecord or a directory with a manifest. The same photos must be there, with the same ids and
labels, and no photo twice; embeddings may differ by 1e-5 of their length. Prints how many photos there are, how many
embeddings are the same in each bit, and how far the others are apart. Standard library only.
"""
import array
import json
import math
import os
import struct
import sys


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def fields(data):
    """Number and value of each field of a protobuf message."""
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        kind = key & 7
        if kind == 0:
            value, at = varint(data, at)
        elif kind == 2:
            length, at = varint(data, at)
            value = data[at : at + length]
            at += length
        else:
            sys.exit(f"found a protobuf field of kind {kind}, expected 0 or 2")
        yield key >> 3, value


def example(data):
    """A tf.Example's features: texts, a number, or the bytes of floats."""
    found = {}
    for _, features in fields(data):
        for _, entry in fields(features):
            pair = dict(fields(entry))
            ((kind, values),) = fields(pair[2])
            name = pair[1].decode()
            # A list of bytes, of floats (packed) or of int64 (packed); one value each here.
            packed = next((value for _, value in fields(values)), b"\0")
            found[name] = varint(packed, 0)[0] if kind == 3 else packed
    return found


def records(path):
    with open(path, "rb") as file:
        while header := file.read(12):
            (length,) = struct.unpack("<Q", header[:8])
            yield example(file.read(length))
            file.read(4)


def photos(path):
    files = [(path, [])]
    if os.path.isdir(path):
        with open(os.path.join(path, "manifest.json"), encoding="utf-8") as file:
            manifest = json.load(file)
        files = [(os.path.join(path, s["records"]["name"]), s["dropped"]) for s in manifest["shards"]]
    found = {}
    for file, dropped in files:
        for row, record in enumerate(records(file)):
            if row in dropped:
                continue
            name = record["path"].decode()
            if name in found:
                sys.exit(f"{path}: found {name} twice, expected it once")
            found[name] = ((record["id"], record.get("label", 0)), record["code"])
    return found


def apart(a, b):
    x, y = array.array("f", a), array.array("f", b)
    return math.sqrt(sum((p - q) ** 2 for p, q in zip(x, y)) / (sum(p * p for p in x) or 1))


def main(first, second):
    a, b = photos(first), photos(second)
    if a.keys() != b.keys():
        sys.exit(f"found {len(b)} photos, expected {len(a)}: {sorted(a.keys() ^ b.keys())[:5]}")
    others = [name for name in a if a[name][0] != b[name][0]]
    if others:
        sys.exit(f"found another id or label of {len(others)} photos: {others[:5]}")
    same = sum(a[name][1] == b[name][1] for name in a)
    most = max((apart(a[name][1], b[name][1]) for name in a), default=0)
    print(f"{len(a)} photos, {same} of them the same in each bit, the others at most {most:.1e} apart")
    if most > 1e-5:
        sys.exit("expected at most 1e-5 of an embedding's length")


main(*sys.argv[1:])
