#!/usr/bin/env bash
# Runs the standard scenarios against a fresh server each, several times, and prints a Markdown table.
#
#   loadtest/measure.sh [runs] [folder for the results]
#
# SCENARIOS="idle storm" picks some; "compression" and "tls" are groups whose variants take turns, each on a server with
# settings of its own. "floor" is no scenario but a C loop that only sends (needs gcc). TRANSPORTS="Socket Epoll" runs each
# scenario with each of these transports, in turn; ENVIRONMENTS="DOTNET_gcConcurrent=0 DOTNET_gcServer=1" does so with each of these
# variables set for the server, and "none" is no variable. Exit code 0: every run passed and every server ended with exit code 0.
set -euo pipefail

cd "$(dirname "$0")/.."
runs="${1:-3}"
results="${2:-loadtest/results}"
scenarios="${SCENARIOS:-idle fan-out-1 fan-out-4 fan-out-16 many-topics echo storm slow-readers kill}"
scenarios="${scenarios//compression/json-off json-shared json-separate}"
scenarios=" $scenarios "
scenarios="${scenarios// tls / tls-off tls-on }"
mkdir -p "$results"

# A scenario with a transport or an environment is written scenario@variant.
variants="${TRANSPORTS:-} ${ENVIRONMENTS:-}"
if [ "$variants" != " " ]; then
  paired=
  for scenario in $scenarios; do
    if [ "$scenario" = floor ]; then paired+="floor " && continue; fi
    for variant in $variants; do paired+="$scenario@$variant "; done
  done
  scenarios="$paired"
fi

dotnet build -c Release --nologo -v quiet src/WsActors.Server
dotnet build -c Release --nologo -v quiet loadtest/WsActors.LoadTest
server_dll=src/WsActors.Server/bin/Release/net10.0/WsActors.Server.dll
tool_dll=loadtest/WsActors.LoadTest/bin/Release/net10.0/WsActors.LoadTest.dll

# shellcheck source=loadtest/server.sh
. loadtest/server.sh

# A certificate of the kind that is usual today: ECDSA on P-256.
make_certificate() {
  [ -f "$scratch/cert.pem" ] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=localhost \
    -keyout "$scratch/key.pem" -out "$scratch/cert.pem" 2> /dev/null
}

environment_of() {
  case "$1" in *@*=*) echo "${1#*@}" ;; esac
}

settings_of() {
  case "$1" in *@Socket | *@Epoll) echo "--WsActors:Push:Transport=${1#*@}" ;; esac
  case "${1%@*}" in
    echo) echo "--WsActors:Push:CommandsPerSecond=0" ;;
    json-off) echo "--WsActors:Push:Compression:Enabled=false" ;;
    json-separate) echo "--WsActors:Push:Compression:ServerContextTakeover=true" ;;
    tls-on)
      make_certificate
      echo "--WsActors:Tls:Admin=false --WsActors:Tls:Certificates:0:Path=$scratch/cert.pem --WsActors:Tls:Certificates:0:KeyPath=$scratch/key.pem"
      ;;
  esac
}

options_of() {
  local scenario="${1%@*}"
  case "$scenario" in
    fan-out-1) echo "fan-out --in-flight 1" ;;
    half-load) echo "fan-out --connections 1000 --topics 10 --rate 500 --warmup 1000 --publications 0 --duration 10s" ;;
    fan-out-4 | fan-out-16) echo "fan-out --in-flight ${scenario##*-} --waves" ;;
    json-off) echo "fan-out --payload 1024 --payload-kind json --warmup 5 --publications 20" ;;
    json-shared) echo "fan-out --payload 1024 --payload-kind json --warmup 5 --publications 20 --compress" ;;
    # Fewer: each of its deliveries costs several times as much.
    json-separate) echo "fan-out --payload 1024 --payload-kind json --warmup 3 --publications 5 --compress keep" ;;
    tls-off | tls-on) echo "fan-out --baseline 1000 --connections 5000 --warmup 5 --publications 40 --connecting 200 --settle 3s --insecure" ;;
    *) echo "$scenario" ;;
  esac
}

# What the collector has done in the server's whole life: pauses in milliseconds, collections of generation 0, 1 and 2.
note_pauses() {
  { curl -s "$admin/metrics" || true; } | awk -v name="$1" -v run="$2" '
    /^dotnet_gc_pause_time_seconds_total/ { pause = $2 * 1000 }
    /^dotnet_gc_collections_total.*gen0/ { young = $2 }
    /^dotnet_gc_collections_total.*gen1/ { middle = $2 }
    /^dotnet_gc_collections_total.*gen2/ { full = $2 }
    END { printf "%s, run %s: %.0f ms, %d + %d + %d collections\n", name, run, pause, young, middle, full }' >> "$results/pauses.txt"
}

: > "$results/pauses.txt"
failed=0
for run in $(seq 1 "$runs"); do
  for scenario in $scenarios; do
    if [ "$scenario" = floor ]; then
      loadtest/floor/run.sh > "$results/floor.$run.txt" || failed=1
      continue
    fi
    settings="$(settings_of "$scenario")"
    # The variables and the settings are words on purpose.
    # shellcheck disable=SC2046,SC2086
    start_server "$server_dll" $(environment_of "$scenario") $settings
    # The options are words on purpose.
    # shellcheck disable=SC2046
    dotnet "$tool_dll" $(options_of "$scenario") --name "$scenario" --url "$push" --admin "$admin" --server-pid "$server" \
      --json "$results/$scenario.$run.json" --html "$results/$scenario.$run.html" > "$results/$scenario.$run.txt" ||
      { failed=1; echo "$scenario, run $run: failed, see $results/$scenario.$run.txt" >&2; }
    if [ -n "${ENVIRONMENTS:-}" ]; then note_pauses "$scenario" "$run"; fi
    stop_server || failed=1
  done
done

{
  echo "$(machine), commit $(commit)"
  echo
  # In the order of the scenarios, not of the file names.
  files=()
  for scenario in $scenarios; do
    [ "$scenario" = floor ] || files+=("$results/$scenario".*.json)
  done
  dotnet "$tool_dll" table "${files[@]}"
  case "$scenarios" in *floor*) echo && cat "$results"/floor.*.txt ;; esac
  if [ -n "${ENVIRONMENTS:-}" ]; then echo && sort "$results/pauses.txt"; fi
} | tee "$results/table.md"
exit "$failed"
