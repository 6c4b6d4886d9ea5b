#!/bin/sh
# A cold `flowers predict` of one photo, the whole process: time and peak memory, five times; and
# beside it the start of the same JVM for --version alone.
#
#   benchmarks/predict.sh PHOTO
#
# Needs `./mvnw package` and a trained model in the home. GNU time, as Debian's package `time` has it.
set -eu

[ $# = 1 ] || {
  sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
  exit 2
}
flowers=$(dirname "$0")/../target/flowers/bin/flowers
"$flowers" predict "$1"
for command in predict --version; do
  photo=$1
  [ "$command" = predict ] || photo=
  echo "$command:"
  for round in 1 2 3 4 5; do
    # shellcheck disable=SC2086 # no photo, no argument
    /usr/bin/time -f "%e s, %M kB" "$flowers" $command ${photo:+"$photo"} 2>&1 >/dev/null
  done | sort -n | sed '3s/$/   (median)/'
done
