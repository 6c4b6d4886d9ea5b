#!/usr/bin/env bash
# Trains on synthetic shards with little heap: benchmarks/shards.sh [COUNT] [SHARDS] [WIDTH] [HEAP] [EPOCHS]
# Default 200000 embeddings in 20 shards, 1280 numbers each, -Xmx512m, 3 epochs. Prints the seconds, the peak of
# resident memory (the shards' page cache is not in it, what is mapped of libraries is), and the fullest heap behind a
# collection. Needs the packaged program and compiled tests (./mvnw package -DskipTests), and disk: 4 bytes a number.
set -euo pipefail
cd "$(dirname "$0")/.."
count=${1:-200000} shards=${2:-20} width=${3:-1280} heap=${4:-512m} epochs=${5:-3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
java -Xmx512m -cp "target/classes:target/test-classes:target/flowers/lib/*" \
  dev.flowers.embedding.SyntheticShards "$work/shards" "$count" "$shards" "$width"
du -sh "$work/shards"
start=$(date +%s.%N)
FLOWERS_HOME="$work/home" FLOWERS_OPTS="-Xmx$heap -Xlog:gc:file=$work/gc.log" \
  target/flowers/bin/flowers train --embeddings "$work/shards" --epochs "$epochs" >"$work/said" 2>&1 &
pid=$!
peak=0
while kill -0 "$pid" 2>/dev/null; do
  now=$(awk '/VmHWM/ {print int($2 / 1024)}' "/proc/$pid/status" 2>/dev/null || true)
  ((${now:-0} > peak)) && peak=$now
  sleep 0.2
done
wait "$pid" || { tail -5 "$work/said"; exit 1; }
awk -v a="$start" -v b="$(date +%s.%N)" 'BEGIN {printf "%.0f s\n", b - a}'
echo "resident: at most $peak MB"
grep -oE -- '->[0-9]+M' "$work/gc.log" | tr -dc '0-9\n' | sort -n | tail -1 | sed 's/.*/heap behind a collection: at most & MB/'
tail -12 "$work/said"
