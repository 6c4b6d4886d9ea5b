#!/usr/bin/env python3
"""From the start of `flowers serve` to its first answer, beside a cold `flowers predict`, in turns.

    benchmarks/start.py FLOWERS HOME PHOTO [ROUNDS]

FLOWERS is the packaged bin/flowers, HOME has a model, PHOTO is an image file. 12 rounds, unless told otherwise.
Prints both medians in seconds and their difference. Needs Python's standard library alone.
"""

import http.client
import re
import signal
import statistics
import subprocess
import sys
import time

if len(sys.argv) not in (4, 5):
    sys.exit(__doc__)
flowers, home, photo = sys.argv[1:4]
rounds = int(sys.argv[4]) if len(sys.argv) == 5 else 12
with open(photo, "rb") as file:
    body = file.read()


def predict():
    start = time.perf_counter()
    subprocess.run(
        [flowers, "predict", "--home", home, photo], check=True, stdout=subprocess.DEVNULL, timeout=120
    )
    return time.perf_counter() - start


def serve():
    start = time.perf_counter()
    server = subprocess.Popen(
        [flowers, "serve", "--home", home, "--port", "0"], stdout=subprocess.PIPE, text=True
    )
    try:
        host, port = re.match(r"http://(.+):([0-9]+)$", server.stdout.readline().strip()).groups()
        listening = time.perf_counter() - start
        connection = http.client.HTTPConnection(host, int(port), timeout=60)
        connection.request("POST", "/predictions/flowers-vgg16", body)
        reply = connection.getresponse()
        answer = reply.read()
        if reply.status != 200:
            sys.exit(f"found {reply.status} {answer!r}, expected 200")
        return listening, time.perf_counter() - start
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)


predict(), serve()  # the files are in memory then
cold, listening, answered = [], [], []
for _ in range(rounds):
    cold.append(predict())
    heard, first = serve()
    listening.append(heard)
    answered.append(first)
print(f"cold predict        {statistics.median(cold):.2f} s")
print(f"serve, listening    {statistics.median(listening):.2f} s")
print(f"serve, first answer {statistics.median(answered):.2f} s")
print(f"difference          {statistics.median(answered) - statistics.median(cold):+.2f} s")
