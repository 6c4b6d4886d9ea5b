#!/bin/sh
# How much of the trunk's own speed embed reaches in each precision that the machine has, measured side
# by side in one run; the trunk at other batch sizes; and the peak memory.
#
#   benchmarks/embed.sh PHOTOS VGG16.NPY
#
# PHOTOS is a folder of class folders; some hundred photos make a steady figure.
set -eu

[ $# = 2 ] || {
  sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
  exit 2
}
photos=$(cd "$1" && pwd)
weights=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
cd "$(dirname "$0")/.."
export TF_CPP_MIN_LOG_LEVEL="${TF_CPP_MIN_LOG_LEVEL-3}"
./mvnw -q test-compile exec:exec@bench \
  -Dbench.main=dev.flowers.embedding.EmbedThroughput -Dbench="$photos $weights"
