#!/usr/bin/env bash
# WsActors side by side with other push servers: the same loads, one server after the other, on loopback, several times.
#
#   loadtest/peers/compare.sh [runs] [folder for the results]
#
# Prints a Markdown table of medians with their spread, and writes the same with plots to compare.html in that folder.
# SIZE=full (the default: 3 runs take some 30 minutes), short (1 run, some 6 minutes) or check (a few connections: shows that
# everything works, in two minutes). SERVERS="wsactors ws" picks some. Exit code 0: every check of every run passed.
set -euo pipefail

root="$(cd "$(dirname "$0")/../.." && pwd)"
peers="$root/loadtest/peers"
cd "$root"
size="${SIZE:-full}"
runs="${1:-$([ "$size" = full ] && echo 3 || echo 1)}"
results="${2:-loadtest/results/peers}"
scratch="$(mktemp -d)"
# shellcheck source=loadtest/peers/servers.sh
. "$peers/servers.sh"
servers="${SERVERS:-$all_servers}"
trap 'stop; rm -rf "$scratch"' EXIT

case "$size" in
  full) idle=(2000 19000) crowd=10000 topics=1000 seconds=5 publications=40 warmup=60 latency_warmup=400 rest=2s ;;
  short) idle=(2000 19000) crowd=10000 topics=1000 seconds=3 publications=12 warmup=8 latency_warmup=400 rest=2s ;;
  check) idle=(10 60) crowd=50 topics=10 seconds=1 publications=8 warmup=4 latency_warmup=4 rest=10ms ;;
  *) echo "SIZE is \"$size\": full, short or check are allowed" >&2; exit 2 ;;
esac

main() {
  build
  rm -rf "$results"
  mkdir -p "$results"
  local run name failed=0
  for run in $(seq 1 "$runs"); do
    floor >> "$results/floor.txt"
    for name in $servers; do
      echo "run $run: $name" >&2
      if ! start "$name" || ! measure "$name" "$run"; then failed=1; fi
      stop
    done
  done

  {
    echo "\`loadtest/peers/compare.sh $runs\` (SIZE=$size), $(date -u '+%Y-%m-%d %H:%M') UTC, $(nproc) cores, $(uname -s) $(uname -r | cut -d . -f 1,2), load average $(cut -d ' ' -f 1-3 /proc/loadavg), commit $(git rev-parse --short HEAD); $(versions)"
    echo
    "${tool[@]}" compare "$results"/*.json --html "$results/compare.html"
    echo
    echo "The floor, a C loop that only sends, before each run: $(paste -sd ';' "$results/floor.txt")"
  } | tee "$results/compare.md"
  return "$failed"
}

floor() {
  if command -v gcc > /dev/null; then loadtest/floor/run.sh "$crowd"; else echo "not measured: it needs gcc"; fi
}

build() {
  {
    local project
    for project in src/WsActors.Server loadtest/WsActors.LoadTest loadtest/peers/kestrel loadtest/peers/signalr; do
      dotnet build -c Release --nologo -v quiet "$project"
    done
    [ -d "$peers/node/node_modules" ] || (cd "$peers/node" && npm ci --no-audit --no-fund --ignore-scripts)
  } >&2
}

tool=(dotnet "$root/loadtest/WsActors.LoadTest/bin/Release/net10.0/WsActors.LoadTest.dll")

# One server through all the scenarios, the one that wants it untouched first.
measure() {
  local name=$1 run=$2 bad=0
  settle=$rest load idle idle --baseline "${idle[0]}" --connections "${idle[1]}" --topics 1 --duration 1s || bad=1
  load fan-out-1 fan-out --connections "$crowd" --in-flight 1 --warmup "$warmup" --publications "$publications" || bad=1
  load fan-out-4 fan-out --connections "$crowd" --in-flight 4 --waves --warmup "$warmup" --publications $((publications * 2)) || bad=1
  load many-topics many-topics --connections $((topics * 10)) --topics "$topics" --rate "$((topics / 4))" --warmup "$topics" --duration "${seconds}s" || bad=1

  # 10 topics with 100 subscribers each, the load generator warmed up, too: its own compiling would be a hundredth of the time.
  # First 10,000 deliveries per second for every server, then half of what it could do.
  load latency fan-out --connections 1000 --topics 10 --rate 100 --warmup "$latency_warmup" --publications 0 --duration "$((seconds * 2))s" || bad=1
  local half
  half=$(jq '.load.deliveriesPerSecond / 2 / 100 | floor | if . < 1 then 1 else . end' "$results/$name.fan-out-1.$run.json" 2> /dev/null || echo 1)
  load latency-half fan-out --connections 1000 --topics 10 --rate "$half" --warmup "$latency_warmup" --publications 0 --duration "$((seconds * 2))s" || bad=1
  return "$bad"
}

# load RESULT SCENARIO OPTION…: one scenario against the server that runs; uses the caller's $name and $run.
load() {
  local result=$1 scenario=$2 file
  shift 2
  file="$results/$name.$result.$run"
  timeout 150 "${tool[@]}" "$scenario" --name "$result" --server "$name" "${options[@]}" --server-pid "$measured" \
    --settle "${settle:-200ms}" --timeout 20s "$@" --json "$file.json" > "$file.txt" 2>&1 && return 0
  echo "$name, $result, run $run failed: see $file.txt" >&2
  return 1
}

versions() {
  local list=".NET $(dotnet --version), Node.js $(node --version)" package
  for package in libnginx-mod-nchan nginx mosquitto nats-server; do
    list+=", $package $(dpkg-query -W -f '${Version}' "$package" 2> /dev/null || echo '?')"
  done
  for package in ws @trufflesuite/uws-js-unofficial; do
    list+=", $package $(jq -r .version "$peers/node/node_modules/$package/package.json")"
  done
  echo "$list"
}

main
