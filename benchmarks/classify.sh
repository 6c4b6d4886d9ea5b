#!/bin/sh
# The newest flowers-vgg16 of the home as a server sees it: the time from DJL's lookup to the first
# answer, eight threads at one FlowerClassifier against the engine alone in the same run, and the
# memory before and after.
#
#   benchmarks/classify.sh PHOTOS [COUNT]
#
# PHOTOS is a folder of JPEG files; each thread classifies COUNT of them (200); 0 is the lookup alone.
set -eu

[ $# = 1 ] || [ $# = 2 ] || {
  sed -n '2,9s/^# \{0,1\}//p' "$0" >&2
  exit 2
}
photos=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
export TF_CPP_MIN_LOG_LEVEL="${TF_CPP_MIN_LOG_LEVEL-3}"
./mvnw -q test-compile exec:exec@bench \
  -Dbench.main=dev.flowers.ClassifyThroughput -Dbench="$photos ${2-200}"
