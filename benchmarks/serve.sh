#!/bin/sh
# A server on loopback and 64 clients in one process: answers a second against FlowerClassifier.classifyAll
# in the same run, latency, memory, ten times more clients than the queue has places, and each batch size with
# each delay. The JVM has the launcher's options.
#
#   benchmarks/serve.sh PHOTOS [REQUESTS [HOME]]
#
# PHOTOS is a folder of JPEG files. 2000 requests, unless told otherwise. Without a HOME, a small trunk is made,
# so that the server's own part shows.
set -eu

[ $# -ge 1 ] && [ $# -le 3 ] || {
  sed -n '2,10s/^# \{0,1\}//p' "$0" >&2
  exit 2
}
photos=$(cd "$1" && pwd)
requests=${2-2000}
home=${3:+$(cd "$3" && pwd)}
cd "$(dirname "$0")/.."
export TF_CPP_MIN_LOG_LEVEL="${TF_CPP_MIN_LOG_LEVEL-3}"
./mvnw -q test-compile
export JDK_JAVA_OPTIONS="-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
./mvnw -q exec:exec@bench -Dbench.main=dev.flowers.serving.ServeThroughput -Dbench="$photos $requests $home"
