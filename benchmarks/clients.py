#!/usr/bin/env python3
"""Asks a running server by clients that others wrote, and compares with the answers of `flowers predict`.

  python3 -m venv env && env/bin/pip install 'tritonclient[http]' prometheus_client
  flowers predict --json --top 1000 PHOTOS > predicted.json
  flowers serve &
  env/bin/python benchmarks/clients.py http://127.0.0.1:8080 flowers-vgg16 PHOTOS predicted.json

Fails if a probability differs by more than 1e-6, or if a document cannot be parsed.
"""

import base64
import json
import pathlib
import struct
import subprocess
import sys
import urllib.request
import zlib

import numpy as np
import tritonclient.http as triton
from prometheus_client.parser import text_string_to_metric_families

address, model, photos, predicted = sys.argv[1:]
host = address.removeprefix("http://")
TOLERANCE = 1e-6


def curl(*arguments):
    done = subprocess.run(["curl", "-sS", "--fail", *arguments], capture_output=True, check=True)
    return json.loads(done.stdout)


def expected():
    """The classes' probabilities by the photo's path."""
    with open(predicted, encoding="utf-8") as file:
        rows = json.load(file)
    return {
        pathlib.Path(row["photo"]).resolve(): {c["class"]: c["probability"] for c in row["classes"]}
        for row in rows
    }


def djl(path, names):
    answer = curl("-X", "POST", f"{address}/predictions/{model}", "-T", str(path))
    return {c["className"]: c["probability"] for c in answer}


def djl_form(path, names):
    answer = curl("-X", "POST", f"{address}/predictions/{model}", "-F", f"data=@{path}")
    return {c["className"]: c["probability"] for c in answer}


def tensorflow(path, names):
    body = json.dumps({"instances": [{"b64": base64.b64encode(path.read_bytes()).decode()}]})
    request = urllib.request.Request(f"{address}/v1/models/{model}:predict", body.encode())
    with urllib.request.urlopen(request) as response:
        return dict(zip(names, json.load(response)["predictions"][0]))


def infer(client, path, names, binary):
    content = path.read_bytes()
    if not binary:
        content = base64.b64encode(content)
    tensor = triton.InferInput("images", [1], "BYTES")
    tensor.set_data_from_numpy(np.array([content], dtype=np.object_), binary_data=binary)
    output = triton.InferRequestedOutput("probabilities", binary_data=binary)
    answer = client.infer(model, [tensor], outputs=[output], request_id="7")
    assert answer.get_response()["id"] == "7"
    return dict(zip(names, map(float, answer.as_numpy("probabilities")[0])))


def png(square):
    """The file of a square of 8-bit RGB pixels."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    side = len(square)
    rows = b"".join(b"\0" + row.tobytes() for row in square)
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def pixels(client, binary):
    """Tensors: a photo's pixels as its file, and what the network takes in [0,1] as in [0,255]."""
    square = np.random.default_rng(12).integers(0, 256, (1, 224, 224, 3)).astype(np.uint8)

    def ask(name, type_, data):
        tensor = triton.InferInput(name, list(data.shape), type_)
        tensor.set_data_from_numpy(data, binary_data=binary)
        return client.infer(model, [tensor]).as_numpy("probabilities")[0]

    body = json.dumps({"signature_name": "pixels", "inputs": square.tolist()}).encode()
    request = urllib.request.Request(f"{address}/v1/models/{model}:predict", body)
    with urllib.request.urlopen(request) as response:
        tensorflow_serving = np.array(json.load(response)["outputs"][0])
    file = png(square[0]) if binary else base64.b64encode(png(square[0]))
    as_file = ask("images", "BYTES", np.array([file], dtype=np.object_))
    pairs = [
        (as_file, ask("pixels", "UINT8", square)),
        (as_file, tensorflow_serving),
        (
            ask("photos", "FP32", (square / np.float32(255)).astype(np.float32)),
            ask("rgb", "FP32", square.astype(np.float32)),
        ),
    ]
    worst = max(float(np.abs(one - other).max()) for one, other in pairs)
    assert worst <= TOLERANCE, worst
    return worst


def class_names(client, path, right):
    """The classes in the network's order, which /predictions does not have: by their probabilities."""
    answer = infer(client, path, range(len(right)), True)
    return [min(right, key=lambda name: abs(right[name] - answer[i])) for i in range(len(right))]


def main():
    client = triton.InferenceServerClient(host, network_timeout=120, connection_timeout=120)
    assert client.is_server_live() and client.is_server_ready() and client.is_model_ready(model)
    inputs = {i["name"]: i["datatype"] for i in client.get_model_metadata(model)["inputs"]}
    assert inputs == {"images": "BYTES", "pixels": "UINT8", "photos": "FP32", "rgb": "FP32"}, inputs
    status = curl(f"{address}/v1/models/{model}")["model_version_status"][0]
    assert status["state"] == "AVAILABLE"
    assert "serving_default" in curl(f"{address}/v1/models/{model}/metadata")["metadata"]["signature_def"]["signature_def"]
    paths = sorted(p.resolve() for p in pathlib.Path(photos).rglob("*.jpg"))
    right = expected()
    names = class_names(client, paths[0], right[paths[0]])
    protocols = {
        "DJL Serving, curl -T": djl,
        "DJL Serving, curl -F": djl_form,
        "TensorFlow Serving": tensorflow,
        "tritonclient, binary": lambda p, n: infer(client, p, n, True),
        "tritonclient, JSON": lambda p, n: infer(client, p, n, False),
    }
    for name, ask in protocols.items():
        worst = 0.0
        for path in paths:
            answer = ask(path, names)
            assert answer.keys() == right[path].keys(), (answer, right[path])
            worst = max(worst, max(abs(answer[c] - right[path][c]) for c in answer))
        print(f"{name}: {len(paths)} photos, largest difference {worst:.1e}")
        assert worst <= TOLERANCE
    print(f"tensors of pixels, binary and JSON: {pixels(client, True):.1e}, {pixels(client, False):.1e}")
    with urllib.request.urlopen(f"{address}/metrics") as response:
        families = {f.name: f for f in text_string_to_metric_families(response.read().decode())}
    for name in ["requests", "rejected_requests", "request_duration_seconds",
                 "queue_duration_seconds", "batch_photos", "queue_photos", "model_version"]:
        assert f"flowers_{name}" in families, sorted(families)
    print(f"prometheus_client: {len(families)} families")


main()
