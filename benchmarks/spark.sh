#!/usr/bin/env bash
# Embeds a folder on a standalone cluster of a real distribution (PyPI's pyspark), on loopback, and compares.
#   benchmarks/spark.sh PHOTOS TRUNK [PYSPARK] [KILLS]
# PHOTOS  a folder of class folders
# TRUNK   a converted trunk: a directory in a home's trunk/
# PYSPARK a version for pip, as 3.5.* (default) or 4.0.*
# KILLS   how many executors are killed at random moments in a further run; default 0
# Prints the seconds of one-machine embed on one core and two, of the cluster with one worker and two (a core
# each), the executors' peak memory, and how many trunks each process opened. Needs taskset, python3, the packaged
# program, and the jar (./mvnw package -DskipTests -Pspark).
set -euo pipefail
cd "$(dirname "$0")/.."

photos=$(realpath "$1")
trunk=$(realpath "$2")
version=${3:-3.5.*}
kills=${4:-0}
jar=$(ls target/flowers-vgg16-*-spark.jar)
work=$(mktemp -d)
pids=()
stop() {
  for pid in "${pids[@]}"; do
    pkill -KILL -P "$pid" 2>/dev/null || true # its executors
    kill -KILL "$pid" 2>/dev/null || true
  done
  pids=()
}
trap 'stop; rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q install "pyspark==$version"
SPARK_HOME=$("$work/venv/bin/python" -c 'import os, pyspark; print(os.path.dirname(pyspark.__file__))')
export SPARK_HOME SPARK_LOCAL_IP=127.0.0.1
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

await() { # file text
  for _ in $(seq 600); do
    grep -q "$2" "$1" 2>/dev/null && return
    sleep 0.1
  done
  echo "no '$2' in $1" >&2
  exit 1
}

cluster() { # workers
  "$SPARK_HOME/bin/spark-class" org.apache.spark.deploy.master.Master \
    --host 127.0.0.1 --port "$port" --webui-port 0 >"$work/master.log" 2>&1 &
  pids+=($!)
  await "$work/master.log" "New state: ALIVE"
  for ((i = 0; i < $1; i++)); do
    taskset -c "$i" "$SPARK_HOME/bin/spark-class" org.apache.spark.deploy.worker.Worker \
      --host 127.0.0.1 --cores 1 --memory 2g --webui-port 0 --work-dir "$work/work$i" \
      "spark://127.0.0.1:$port" >"$work/worker$i.log" 2>&1 &
    pids+=($!)
    await "$work/worker$i.log" "Successfully registered"
  done
}

submit() { # out, further settings
  local out=$1
  shift
  "$SPARK_HOME/bin/spark-submit" --master "spark://127.0.0.1:$port" \
    --conf spark.driver.host=127.0.0.1 --conf spark.ui.enabled=false --conf spark.executor.cores=1 \
    --conf spark.executor.memory=1g --conf spark.sql.shuffle.partitions=2 "$@" "$jar" \
    embed --photos "$photos" --trunk "$trunk" --out "$out" 2>"$work/driver.log" ||
    { grep '^flowers:' "$work/driver.log" >&2; return 1; }
}

executors() {
  for pid in "${pids[@]}"; do pgrep -P "$pid" || true; done
}

memory() { # the executors' peak so far, in MB each
  for pid in $(executors); do awk '/VmHWM/ {print int($2 / 1024)}' "/proc/$pid/status" 2>/dev/null || true; done
}

seconds() { # label command...
  local label=$1 start end
  shift
  start=$(date +%s.%N)
  "$@" >>"$work/said" 2>&1 || { tail -5 "$work/said" >&2; exit 1; }
  end=$(date +%s.%N)
  awk -v l="$label" -v a="$start" -v b="$end" 'BEGIN {printf "%s: %.1f s\n", l, b - a}'
}

# Each photo's path, id and label, in the order of paths.
listing() {
  cat "$1"/*.index.jsonl | grep '"fault":""' | sed 's/,"row":[0-9-]*//' | sort | sha256sum
}

for cores in 0 0,1; do
  mkdir -p "$work/home$cores"
  cp -r "$(dirname "$trunk")" "$work/home$cores/trunk"
  seconds "one machine, cores $cores" env FLOWERS_HOME="$work/home$cores" taskset -c "$cores" \
    target/flowers/bin/flowers embed --photos "$photos"
done
for workers in 1 2; do
  cluster "$workers"
  (while sleep 0.5; do memory; done >"$work/memory$workers") &
  watch=$!
  seconds "$workers worker(s)" submit "$work/out$workers"
  kill "$watch" 2>/dev/null || true
  echo "executors' peak: $(sort -n "$work/memory$workers" | tail -1) MB"
  if [[ $workers == 1 ]]; then stop; fi
done
grep 'trunks opened' "$work/said" || true

if ((kills > 0)); then
  submit "$work/killed" --conf spark.speculation=true --conf spark.task.maxFailures=100 \
    --conf spark.deploy.maxExecutorRetries=-1 &
  driver=$!
  for ((k = 0; k < kills; k++)); do
    sleep "$((RANDOM % 5 + 3)).$((RANDOM % 10))"
    victim=$(executors | shuf -n 1)
    [[ -n $victim ]] && kill -KILL "$victim" && echo "killed executor process $victim"
    kill -0 "$driver" 2>/dev/null || break # it was faster
  done
  wait "$driver"
  [[ "$(listing "$work/killed")" == "$(listing "$work/out2")" ]] && echo "the same photos as undisturbed"
  # The driver killed, and run again.
  submit "$work/again" &
  driver=$!
  until ls "$work/again/_attempts/"*.json >/dev/null 2>&1; do sleep 0.1; done
  pkill -KILL -P "$driver" || true
  wait "$driver" || true
  submit "$work/again"
  [[ "$(listing "$work/again")" == "$(listing "$work/out2")" ]] && echo "the same photos after a killed driver"
fi
