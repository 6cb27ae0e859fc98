#!/usr/bin/env bash
# Slow but steady readers: how old is what they read, how does it end, and what does the server hold meanwhile? Then what a delivery costs
# with readers that keep up. Compares servers that are built already; prints a Markdown table for each.
#
#   loadtest/steady-readers.sh DIRECTORY...
#
# A DIRECTORY holds a WsActors.Server.dll. READING=60 is the seconds for which the slow readers read, RATES="4 16" their kilobytes per
# second, and RUNS=1 how often the fast readers are measured, the servers taking turns; RUNS=0 leaves them out. Needs Python 3 and Linux.
set -euo pipefail

[ $# -gt 0 ] || { sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 2; }
here="$(cd "$(dirname "$0")" && pwd)"
runs="${RUNS:-3}"
servers=()
for directory in "$@"; do
  [ -f "$directory/WsActors.Server.dll" ] || { echo "$directory holds no WsActors.Server.dll: build it first, dotnet build -c Release src/WsActors.Server" >&2; exit 2; }
  servers+=("$(cd "$directory" && pwd)/WsActors.Server.dll")
done

# shellcheck source=loadtest/server.sh
. "$here/server.sh"

start() {
  start_server "$1" --WsActors:Topics:Rules:0:Match='feed.*' --WsActors:Topics:Rules:0:Delivery=Latest \
    --WsActors:Topics:Rules:1:Match=log --WsActors:Topics:Rules:1:History:Messages=100000 --WsActors:Topics:Rules:1:History:Bytes=16777216
}

machine
for dll in "${servers[@]}"; do
  echo
  echo "### $dll"
  echo
  start "$dll"
  # The rates are words on purpose.
  # shellcheck disable=SC2086
  python3 "$here/steady-readers.py" --push "$push" --admin "$admin" --server-pid "$server" --seconds "${READING:-90}" \
    ${RATES:+--rates $RATES}
  stop_server || true
done

[ "$runs" -gt 0 ] || exit 0
dotnet build -c Release --nologo -v quiet "$here/WsActors.LoadTest" >&2
tool="$here/WsActors.LoadTest/bin/Release/net10.0/WsActors.LoadTest.dll"
files=()
for run in $(seq 1 "$runs"); do
  for i in "${!servers[@]}"; do
    name="server $((i + 1))"
    start "${servers[$i]}"
    result="$scratch/$i.$run.json"
    dotnet "$tool" fan-out --in-flight 4 --waves --connections 2000 --warmup 20 --publications 200 --connecting 200 --settle 2s \
      --name "$name" --url "$push" --admin "$admin" --server-pid "$server" --json "$result" --html "$scratch/result.html" > "$scratch/tool.txt" ||
      { cat "$scratch/tool.txt" >&2; exit 1; }
    stop_server || true
    files+=("$result")
  done
done
echo
echo "### Readers that keep up: 2,000 connections, the servers in the order above"
echo
dotnet "$tool" table "${files[@]}"
