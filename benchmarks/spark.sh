#!/usr/bin/env bash
# Embeds a folder on a standalone cluster of a real distribution (PyPI's pyspark), on loopback, and compares.
#   benchmarks/spark.sh PHOTOS TRUNK [PYSPARK] [KILLS]
# PHOTOS  a folder of class folders
# TRUNK   a converted trunk: a directory in a home's trunk/
# PYSPARK a version for pip, as 3.5.* (default) or 4.*; or the directory of a virtual environment that has one
# KILLS   how many executors are killed, one after another, in a further run; default 0. Without timing then
# Prints the seconds of one-machine embed on one core and two, of the cluster with one worker and two (a core
# each); of the same with five photos a class, so that what is there whatever the number of photos can be taken off;
# the executors' peak memory, and how many trunks each process opened. Compares the records of all.
# Needs taskset, pgrep, python3, the packaged program, and the jar (./mvnw package -DskipTests -Pspark).
set -euo pipefail
cd "$(dirname "$0")/.."

photos=$(realpath "$1")
trunk=$(realpath "$2")
version=${3:-3.5.*}
kills=${4:-0}
jar=$(ls target/flowers-vgg16-*-spark.jar)
work=$(mktemp -d)
pids=()

executors() {
  for pid in "${pids[@]}"; do pgrep -P "$pid" || true; done
}

stop() {
  local started
  started=$(executors)
  for pid in "${pids[@]}" $started; do kill -KILL "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  pids=()
}
end() {
  for pid in $(pgrep -P $$); do kill -KILL $(pgrep -P "$pid") "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap 'stop; end' EXIT
trap 'exit 1' INT TERM

if [[ -d $version ]]; then
  venv=$version
else
  venv=$work/venv
  python3 -m venv "$venv"
  "$venv/bin/pip" -q install "pyspark==$version"
fi
SPARK_HOME=$("$venv/bin/python" -c 'import os, pyspark; print(os.path.dirname(pyspark.__file__))')
export SPARK_HOME SPARK_LOCAL_IP=127.0.0.1
"$venv/bin/python" -c 'import pyspark; print("pyspark", pyspark.__version__)'
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

few=$work/few
for class in "$photos"/*/; do
  mkdir -p "$few/$(basename "$class")"
  find "$class" -type f | sort | sed -n 1,5p | xargs -I{} cp {} "$few/$(basename "$class")/"
done

submit() { # photos, out, further settings
  local photos=$1 out=$2
  shift 2
  "$SPARK_HOME/bin/spark-submit" --master "spark://127.0.0.1:$port" \
    --conf spark.driver.host=127.0.0.1 --conf spark.ui.enabled=false --conf spark.executor.cores=1 \
    --conf spark.executor.memory=1g --conf spark.sql.shuffle.partitions=2 "$@" "$jar" \
    embed --photos "$photos" --trunk "$trunk" --out "$out" ${shards:+--shards "$shards"} 2>"$work/driver.log" ||
    { grep '^flowers:' "$work/driver.log" >&2 || tail -20 "$work/driver.log" >&2; return 1; }
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

one_machine() { # cores, photos
  local home="$work/home$1-$(basename "$2")"
  mkdir -p "$home/trunk"
  cp -r "$trunk" "$home/trunk/"
  seconds "one machine, cores $1, $(basename "$2")" env FLOWERS_HOME="$home" taskset -c "$1" \
    target/flowers/bin/flowers embed --photos "$2"
}

one_machine 0,1 "$photos"
reference=$(ls "$work/home0,1-$(basename "$photos")"/embeddings/*.tfrecord)
if ((kills == 0)); then
  one_machine 0,1 "$few"
  one_machine 0 "$photos"
  one_machine 0 "$few"
  shards=
  for workers in 1 2; do
    cluster "$workers"
    (while sleep 0.5; do memory; done >"$work/memory$workers") &
    watch=$!
    seconds "$workers worker(s), few" submit "$few" "$work/few$workers"
    seconds "$workers worker(s), $(basename "$photos")" submit "$photos" "$work/out$workers"
    kill "$watch" 2>/dev/null || true
    echo "executors' peak: $(sort -n "$work/memory$workers" | tail -1) MB"
    python3 benchmarks/shards.py "$reference" "$work/out$workers"
    stop
  done
  grep 'trunks opened' "$work/said" | sort | uniq -c
  exit
fi

shards=24
cluster 2
submit "$photos" "$work/undisturbed"
python3 benchmarks/shards.py "$reference" "$work/undisturbed"
submit "$photos" "$work/killed" --conf spark.speculation=true --conf spark.speculation.multiplier=1.1 \
  --conf spark.speculation.quantile=0.3 --conf spark.task.maxFailures=100 --conf spark.deploy.maxExecutorRetries=-1 &
driver=$!
complete() {
  ls "$work/killed/_attempts" 2>/dev/null | grep -c 'json$' || true
}
killed=0
while ((killed < kills)) && kill -0 "$driver" 2>/dev/null; do
  # Every other one while executors start, the others soon after a shard is whole.
  before=$(complete)
  if ((killed % 2)); then
    for _ in $(seq 300); do
      (($(complete) == before)) && kill -0 "$driver" 2>/dev/null || break
      sleep 0.1
    done
    sleep "0.$((RANDOM % 10))"
  else
    sleep "$((RANDOM % 8)).$((RANDOM % 10))"
  fi
  victim=$(executors | shuf -n 1)
  if [[ -n $victim ]] && kill -KILL "$victim" 2>/dev/null; then
    killed=$((killed + 1))
    echo "executor killed with $(complete) attempts complete"
  fi
done
wait "$driver"
echo "speculative tasks: $(grep -c 'speculative' "$work/driver.log" || true)"
echo "$killed executors killed, one after another:"
python3 benchmarks/shards.py "$work/undisturbed" "$work/killed"

echo "the driver killed, and run again:"
(submit "$photos" "$work/again") 2>/dev/null &
driver=$!
until ls "$work/again/_attempts/"*.json >/dev/null 2>&1; do sleep 0.1; done
for pid in $(pgrep -P "$driver"); do
  for child in $pid $(pgrep -P "$pid"); do kill -KILL "$child" 2>/dev/null || true; done
done
wait "$driver" || true
submit "$photos" "$work/again"
python3 benchmarks/shards.py "$work/undisturbed" "$work/again"

echo "an executor killed again and again, as one is that has too little memory:"
submit "$photos" "$work/short" --conf spark.task.maxFailures=1 &
driver=$!
until ls "$work/short/_attempts/"*.tfrecord >/dev/null 2>&1; do sleep 0.1; done
for victim in $(executors); do kill -KILL "$victim" 2>/dev/null || true; done
wait "$driver" && exit 1
grep -c '^	at ' "$work/driver.log" || true # lines of a stack
