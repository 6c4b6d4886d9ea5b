#!/bin/sh
# What each of the head's options is worth, one changed at a time, as a table in Markdown.
#
#   benchmarks/knobs.sh TFRECORD [REGEX]
#
# TFRECORD is a file of embeddings, as they are in embeddings/ in the home; REGEX chooses options.
set -eu

[ $# = 1 ] || [ $# = 2 ] || {
  sed -n '2,6s/^# \{0,1\}//p' "$0" >&2
  exit 2
}
embeddings=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
cd "$(dirname "$0")/.."
# PyTorch's threads would else spin while they wait.
export OMP_WAIT_POLICY="${OMP_WAIT_POLICY-PASSIVE}"
./mvnw -q test-compile exec:exec@bench \
  -Dbench.main=dev.flowers.head.KnobComparison -Dbench="$embeddings ${2-}"
