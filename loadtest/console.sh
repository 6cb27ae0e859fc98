#!/usr/bin/env bash
# What the console costs: three nodes with 50,000 connections and 5,000 publications per second, in turn with and without an open console. Prints the
# processor time of each node with and without it, and the longest task of the page in each view, as Markdown.
#
#   loadtest/console.sh
#
# CONNECTIONS (50000), RATE (5000), ROUNDS (5): with and without take turns. BUILT names a folder with a published server and load generator, as for the
# scripts in cluster/. The waiting clients subscribe to nothing, and 2,000 more to the 1,000 topics. Nodes and load generators yield to the browser
# (nice 19), which elsewhere runs on another machine. Needs Node.js, Chromium, and `npm ci` in tests/clients. Ends by itself; all processes are ended by id.
#
# Exit code 0: no task of the page takes more than 50 ms after the first load, and no node takes more than 1 % of a core more with the console than without.
set -euo pipefail

# shellcheck source=loadtest/cluster/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/cluster/common.sh"
connections="${CONNECTIONS:-50000}"
rate="${RATE:-5000}"
rounds="${ROUNDS:-5}"
readonly key=a-key-for-this-run-only view_seconds=4 views=9 first_port=18080 readers=2000
build_all
enter_namespaces "$@"

scratch="$(mktemp -d)"
pids=()
trap finish EXIT
finish() {
  local code=$?
  [ "$code" -eq 0 ] || tail -n 5 "$scratch"/node*.log "$scratch/load.txt" >&2 || true
  kill "${pids[@]}" 2> /dev/null || true
  wait
  rm -rf "$scratch"
}

nodes=() urls=() admins=()
for i in 0 1 2; do
  port=$((first_port + 10 * i))
  urls+=(--url "ws://127.0.0.1:$port")
  admins+=(--admin "http://127.0.0.1:$((port + 1))")
  seeds=()
  for seed in 0 1 2; do seeds+=("--WsActors:Cluster:Seeds:$seed=127.0.0.1:$((first_port + 10 * seed + 2))"); done
  nice -n 19 "$BUILT/server/WsActors.Server" "--WsActors:Push:Port=$port" "--WsActors:Admin:Port=$((port + 1))" "--WsActors:Cluster:Port=$((port + 2))" \
    "${seeds[@]}" --WsActors:Cluster:UnreachableAfter=00:00:10 "--WsActors:Admin:ApiKeys:0=$key" > "$scratch/node$i.log" 2>&1 &
  nodes+=($!)
  pids+=($!)
done
for i in 0 1 2; do
  for _ in $(seq 1 600); do
    curl -sf -o "$scratch/ready" "http://127.0.0.1:$((first_port + 10 * i + 1))/readyz" && break
    sleep 0.1
  done
done

# A process opens no more than 20,000 files: as many processes for the waiting clients as there are nodes, each with its own one.
share=$(((connections - readers) / 3))
for i in 0 1 2; do
  nice -n 19 "$BUILT/tool/WsActors.LoadTest" idle "${urls[@]:2*i:2}" "${admins[@]:2*i:2}" --api-key "$key" --topics 0 --baseline 10 --connections "$share" \
    --duration 1h --timeout 10m > "$scratch/idle$i.txt" 2>&1 &
  pids+=($!)
done
connected() {
  for i in 0 1 2; do
    curl -sf -H "X-API-Key: $key" "http://127.0.0.1:$((first_port + 10 * i + 1))/metrics" | sed -n 's/^wsactors_connections{[^}]*state="open"[^}]*} \([0-9]*\).*/\1/p'
  done | awk '{ sum += $1 } END { print sum + 0 }'
}
for _ in $(seq 1 600); do
  [ "$(connected)" -ge "$((3 * share))" ] && break
  sleep 1
done
nice -n 19 "$BUILT/tool/WsActors.LoadTest" many-topics "${urls[@]}" "${admins[@]}" --api-key "$key" --connections "$readers" --rate "$rate" --duration 1h \
  > "$scratch/load.txt" 2>&1 &
pids+=($!)
for _ in $(seq 1 120); do
  [ "$(connected)" -ge "$((3 * share + readers))" ] && break
  sleep 1
done
echo "$(connected) connections" >&2
sleep 10

# ticks PID: processor time of a process, in hundredths of a second.
ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }

# measure NAME COMMAND…: appends what each node took per second meanwhile, in percent of a core, to files of that name.
measure() {
  local name="$1" before=() start
  shift
  for node in "${nodes[@]}"; do before+=("$(ticks "$node")"); done
  start="$(date +%s.%N)"
  "$@"
  for i in 0 1 2; do
    awk -v ticks="$(($(ticks "${nodes[i]}") - before[i]))" -v from="$start" -v to="$(date +%s.%N)" 'BEGIN { printf "%.2f\n", ticks / (to - from) }' >> "$scratch/$name$i"
  done
}
open_console() { node loadtest/console.mjs "http://127.0.0.1:$((first_port + 1))/" "$key" "$view_seconds" >> "$scratch/pages"; }

for round in $(seq 1 "$rounds"); do
  echo "round $round of $rounds" >&2
  measure without sleep $((view_seconds * views + 2))
  measure with open_console
done

machine
echo "$(connected) connections, $rate publications per second"
echo
median() { sort -n "$1" | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'; }
failed=0
echo "| node | without, % of a core | with | difference |"
echo "| --- | --- | --- | --- |"
for i in 0 1 2; do
  awk -v node="$i" -v without="$(median "$scratch/without$i")" -v with="$(median "$scratch/with$i")" \
    'BEGIN { printf "| %d | %.1f | %.1f | %.1f |\n", node, without, with, with - without; exit with - without > 1 }' || failed=1
done
echo
jq -s -r '
  (.[0].longest | keys_unsorted) as $views
  | "| view | longest task, ms: median | worst |", "| --- | --- | --- |",
    ("| first load | \(map(.firstLoad) | sort | .[(length - 1) / 2 | floor]) | \(map(.firstLoad) | max) |"),
    ($views[] as $view | map(.longest[$view]) | "| \($view) | \(sort | .[(length - 1) / 2 | floor]) | \(max) |")' "$scratch/pages"
jq -s -e 'all(.faults == [] and ([.longest[]] | max) <= 50)' "$scratch/pages" > "$scratch/verdict" || failed=1
[ "$failed" -eq 0 ] || echo "more than 1 % of a core, or a task of more than 50 ms" >&2
exit "$failed"
