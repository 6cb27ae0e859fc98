#!/usr/bin/env bash
# How memory and CPU grow with the number of connections: 1,000, 5,000, 10,000 and 19,000 of them, a fresh server each time.
#
#   loadtest/growth.sh [runs] [file of more points]…
#
# Prints a Markdown table of the medians and writes a plot to loadtest/growth.svg. More points, such as those over in-memory
# transports, are JSON lines: {"series":"in memory","connections":100000,"bytes":300000000,"cpuMicroseconds":1.2}. Exit
# code 0: every check of every run passed. COUNTS="1000 2000" measures other numbers.
set -euo pipefail

root="$(cd "$(dirname "$0")/.." && pwd)"
peers="$root/loadtest/peers"
cd "$root"
runs="${1:-3}"
[ "$#" -eq 0 ] || shift
scratch="$(mktemp -d)"
# shellcheck source=loadtest/peers/servers.sh
. "$peers/servers.sh"
trap 'stop; rm -rf "$scratch"' EXIT

for project in src/WsActors.Server loadtest/WsActors.LoadTest; do
  dotnet build -c Release --nologo -v quiet "$project" >&2
done
tool=(dotnet "$root/loadtest/WsActors.LoadTest/bin/Release/net10.0/WsActors.LoadTest.dll")

points="$scratch/points.jsonl"
failed=0
for run in $(seq 1 "$runs"); do
  for count in ${COUNTS:-1000 5000 10000 19000}; do
    echo "run $run: $count connections" >&2
    start wsactors
    # As many deliveries each time, so that each figure is as good as the others.
    "${tool[@]}" fan-out "${options[@]}" --server-pid "$measured" --connections "$count" --settle 2s \
      --warmup $((100000 / count + 1)) --publications $((400000 / count)) --json "$scratch/result.json" > "$scratch/result.txt" 2>&1 ||
      { failed=1; tail -n 20 "$scratch/result.txt" >&2; }
    stop
    jq -c '{series: "sockets", connections: .connect.connections, bytes: .server.memoryConnected, cpuMicroseconds: .server.cpuMicrosecondsPerDelivery}' \
      "$scratch/result.json" >> "$points"
  done
done

"${tool[@]}" growth "$points" "$@" --svg "$root/loadtest/growth.svg"
exit "$failed"
