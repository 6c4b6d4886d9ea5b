#!/bin/sh
# Near copies among synthetic photos: seconds and memory, by perceptual hashes and by embeddings alone.
#
#   benchmarks/duplicates.sh [PHOTOS]...
#
# 3670 and 100000 photos, unless told otherwise; 100000 take 0.6 GB of the temporary directory.
set -eu

[ $# -gt 0 ] || set -- 3670 100000
cd "$(dirname "$0")/.."
for photos in "$@"; do
  ./mvnw -q test-compile exec:exec@bench \
    -Dbench.main=dev.flowers.embedding.DuplicatesScale -Dbench="$photos"
done
