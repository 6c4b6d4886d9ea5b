#!/bin/bash
# Converting vgg16.npy against copying it with cp: both in the same minute, on a warm page cache,
# the Java start included. Without an argument the seeded stand-in is written first (553 MB).
#
#   benchmarks/convert.sh [vgg16.npy] [rounds]
#
# Needs 1.6 GB in $TMPDIR (or /tmp). Build first: ./mvnw test-compile
set -euo pipefail
cd "$(dirname "$0")/.."

rounds=${2:-7}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

./mvnw -q -B dependency:build-classpath -DincludeArtifactIds=gson -Dmdep.outputFile="$work/gson"
classpath=target/classes:target/test-classes:$(cat "$work/gson")
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

millis() {
  local start
  start=$(date +%s%N)
  "$@" > "$work/log"
  echo "$(( ($(date +%s%N) - start) / 1000000 ))"
}

npy=${1:-}
if [ -z "$npy" ]; then
  npy=$work/vgg16.npy
  echo "writing the stand-in: $(millis "$java" -Xmx256m -cp "$classpath" \
    'dev.flowers.trunk.vgg.TrunkConverterIT$Seed' "$npy") ms"
fi
cat "$npy" > /dev/null

echo "round  cp ms  convert ms"
for round in $(seq "$rounds"); do
  copy=$(millis cp "$npy" "$work/copy")
  rm "$work/copy"
  convert=$(millis "$java" -Xmx256m -cp "$classpath" \
    'dev.flowers.trunk.vgg.TrunkConverterIT$Convert' "$npy" "$work/trunk")
  rm -r "$work/trunk"
  printf '%5d %6d %11d\n' "$round" "$copy" "$convert"
  echo "$copy" >> "$work/copies"
  echo "$convert" >> "$work/converts"
done

median() { sort -n "$1" | sed -n "$(( (rounds + 1) / 2 ))p"; }
copy=$(median "$work/copies")
convert=$(median "$work/converts")
echo "median: cp $copy ms, convert $convert ms, ratio $(( convert * 100 / copy ))%"
