#!/usr/bin/env bash
# WsActors side by side with other push servers: the same loads, one server after the other, on loopback, several times.
#
#   loadtest/peers/compare.sh [runs] [folder for the results]
#
# Prints Markdown tables of medians with their spread, and writes the same with plots to compare.html in that folder.
# SIZE=full (the default), short (shorter loads) or check (a few connections: shows that everything works, in two minutes).
# SERVERS="wsactors ws" picks some; wsactors@LABEL=PATH is another build of WsActors, a dll or an executable:
#
#   SERVERS="wsactors@before=OLD/WsActors.Server.dll wsactors@after=NEW/WsActors.Server.dll uws nchan" loadtest/peers/compare.sh 3
#
# APART=1 gives the load generator the last core and the server the others: latencies without the two waiting for each other's cores.
#
# ROWS="w4 w16" picks some of the loads: start idle w1-delivered w1 w4 w16 w5 w7 latency latency-half fairness
# storm; all but latency-half by default. Exit code 0: every check of every run passed.
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
rows=" ${ROWS:-start idle w1-delivered w1 w4 w16 w5 w7 latency fairness storm} "
trap 'stop; rm -rf "$scratch"' EXIT

case "$size" in
  full) idle=(2000 19000) crowd=10000 topics=1000 echo_connections=500 storm=18000 away=60s seconds=3 publications=60 warmup=40 latency_warmup=400 rest=1s ;;
  short) idle=(2000 19000) crowd=10000 topics=1000 echo_connections=500 storm=18000 away=10s seconds=1 publications=12 warmup=8 latency_warmup=400 rest=1s ;;
  check) idle=(10 60) crowd=50 topics=10 echo_connections=10 storm=50 away=10ms seconds=0.2 publications=8 warmup=4 latency_warmup=4 rest=10ms ;;
  *) echo "SIZE is \"$size\": full, short or check are allowed" >&2; exit 2 ;;
esac

main() {
  build
  rm -rf "$results"
  mkdir -p "$results"
  local run spec name failed=0
  for run in $(seq 1 "$runs"); do
    floor >> "$results/floor.txt"
    for spec in $servers; do
      name=${spec%%=*}
      echo "run $run: $name" >&2
      if ! start "$spec" || ! measure; then failed=1; fi
      stop
      # A minute of waiting for a figure that differs little from run to run: once is enough.
      if [ "$run" -eq 1 ] && wants storm; then
        if ! start "$spec" || ! load storm storm --connections "$storm" --after-leaving "$away"; then failed=1; fi
        stop
      fi
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
if [ -n "${APART:-}" ]; then
  last=$(($(nproc) - 1))
  taskset --pid --cpu-list "0-$((last - 1))" $$ > /dev/null
  tool=(taskset --cpu-list "$last" "${tool[@]}")
fi

wants() { case "$rows" in *" $1 "*) ;; *) return 1 ;; esac; }

# One server through all the loads, those that need it untouched first. Uses the caller's $name and $run.
measure() {
  local bad=0
  if wants start; then note_start; fi
  if wants idle; then
    settle=$rest load idle idle --baseline "${idle[0]}" --connections "${idle[1]}" --topics 1 --duration 1s || bad=1
  fi
  # One topic with many subscribers, several publications in flight, and many topics with a few: whichever ends first, publications or time.
  local most=(--duration "${seconds}s") many=$((publications * 10))
  # The window "delivered" alone keeps publications apart, so that each of its deliveries is a send of its own, as in the floor.
  if wants w1-delivered; then fan_out w1-delivered --window delivered --in-flight 1 --publications "$publications" || bad=1; fi
  if wants w1; then fan_out w1 --window answered --in-flight 1 --publications "$publications" || bad=1; fi
  if wants w4; then fan_out w4 --window answered --in-flight 4 --publications $((publications * 3)) || bad=1; fi
  if wants w16; then fan_out w16 --window answered --in-flight 16 --publications "$many" || bad=1; fi
  if wants w5; then
    load w5 many-topics --window answered "${most[@]}" --connections $((topics * 10)) --topics "$topics" --rate 0 --in-flight 64 --warmup $((topics * 2)) || bad=1
  fi
  if wants w7 && [ "${#echo_options[@]}" -gt 0 ]; then
    echoes || bad=1
  fi

  # 10 topics with 100 subscribers each, the load generator warmed up, too: its own compiling would be a hundredth of the time.
  # Batches warm up the path of the batches that a late producer sends. First 10,000 deliveries per second for every server, then half of what it could do.
  if wants latency; then
    load latency fan-out --connections 1000 --topics 10 --rate 100 --in-flight 10 --waves --warmup "$latency_warmup" --publications 0 --duration "${seconds}s" || bad=1
  fi
  if wants latency-half; then
    local half
    half=$(jq '.load.deliveriesPerSecond / 2 / 100 | floor | if . < 1 then 1 else . end' "$results/$name.w1.$run.json" 2> /dev/null || echo 1)
    load latency-half fan-out --connections 1000 --topics 10 --rate "$half" --in-flight 10 --waves --warmup "$latency_warmup" --publications 0 --duration "${seconds}s" || bad=1
  fi
  if wants fairness; then
    load fairness fairness --connections $((crowd / 2)) --quiet-topics "$topics" --warmup "$warmup" --duration "${seconds}s" || bad=1
  fi
  return "$bad"
}

fan_out() { load "$1" fan-out "${most[@]}" --connections "$crowd" --warmup "$warmup" "${@:2}"; }

echoes() {
  local options=("${echo_options[@]}")
  load w7 echo --connections "$echo_connections" --duration "${seconds}s"
}

# The time to the first 101, and the memory a second later.
note_start() {
  sleep 1
  jq -n --arg server "$name" --argjson ms "$started_after" --argjson resident "$(kilobytes VmRSS)" --argjson anonymous "$(kilobytes RssAnon)" \
    '{scenario: {name: "start", server: $server}, passed: true, start: {milliseconds: $ms, residentBytes: ($resident * 1024), anonymousBytes: ($anonymous * 1024)}}' \
    > "$results/$name.start.$run.json"
}

kilobytes() { awk -v field="$1:" '$1 == field { print $2 }' "/proc/$measured/status"; }

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
