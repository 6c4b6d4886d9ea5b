#!/bin/sh
# `flowers embed` beside the same network in Keras, from JPEG files to embeddings, in each precision: the
# whole process, and its peak memory. Twice, in turn.
#
#   benchmarks/keras.sh PHOTOS VGG16.NPY
#
# PHOTOS is a folder of class folders with JPEG files. Needs `./mvnw package`, GNU time, and a python3 with
# tensorflow, such as that of a virtual environment: PYTHON=venv/bin/python. Keras's mixed_bfloat16 and
# flowers' bfloat16 are left out where the processor does not have them.
set -eu

[ $# = 2 ] || {
  sed -n '2,9s/^# \{0,1\}//p' "$0" >&2
  exit 2
}
here=$(dirname "$0")
flowers=$here/../target/flowers/bin/flowers
python=${PYTHON-python3}
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export TF_CPP_MIN_LOG_LEVEL="${TF_CPP_MIN_LOG_LEVEL-3}"
"$flowers" --quiet convert --home "$home" --weights "$2"
precisions=float32
if grep -qE 'avx512_bf16|amx_bf16' /proc/cpuinfo; then
  precisions="float32 bfloat16"
fi
for round in 1 2; do
  for precision in $precisions; do
    rm -rf "$home/embeddings"
    /usr/bin/time -f "flowers $precision: %e s, %M kB, the whole process" \
      "$flowers" embed --home "$home" --photos "$1" --weights "$2" --precision "$precision" |
      grep 'embedded now'
    policy=$precision
    [ "$precision" = float32 ] || policy=mixed_bfloat16
    /usr/bin/time -f "Keras $policy: %e s, %M kB, the whole process" \
      "$python" "$here/keras_embed.py" "$1" "$2" "$policy"
  done
done
