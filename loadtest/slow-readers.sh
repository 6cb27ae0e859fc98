#!/usr/bin/env bash
# Slow readers under each delivery policy: what the others notice, and what the server holds. Each run has a fresh server, and
# without and with slow readers take turns; prints a Markdown table.
#
#   loadtest/slow-readers.sh [runs] [folder for the results]
#
# POLICIES="Every Latest" picks some; NodeBudget is DropOldest with 32 MiB for all outboxes together. Exit code 0: every steady
# client got everything once and in order, every slow one was told what it missed, and no bound was exceeded.
set -euo pipefail

cd "$(dirname "$0")/.."
runs="${1:-3}"
results="${2:-loadtest/results}"
policies="${POLICIES:-Every Latest DropOldest NodeBudget}"
connections=4900
slow=100
outbox=1048576
node=33554432
mkdir -p "$results"

dotnet build -c Release --nologo -v quiet src/WsActors.Server
dotnet build -c Release --nologo -v quiet loadtest/WsActors.LoadTest
server_dll=src/WsActors.Server/bin/Release/net10.0/WsActors.Server.dll
tool_dll=loadtest/WsActors.LoadTest/bin/Release/net10.0/WsActors.LoadTest.dll

# shellcheck source=loadtest/server.sh
. loadtest/server.sh

start() {
  local delivery="$1" budget=1073741824
  if [ "$1" = NodeBudget ]; then delivery=DropOldest budget=$node; fi
  start_server "$server_dll" --WsActors:Push:OutboxBytes=$outbox --WsActors:Push:MaxOutboxBytes=$budget \
    --WsActors:Topics:Rules:0:Match='load.*' --WsActors:Topics:Rules:0:Delivery=$delivery
}

# What the outboxes held at most, in bytes; a sixteenth more is what many small steps may add to the node's budget.
exceeds() {
  local most
  most="$(sed -n 's/.*"outboxBytesAtMost": \([0-9]*\).*/\1/p' "$1")"
  [ "${most:-0}" -gt "$2" ] && echo "$1: the outboxes held $most bytes, more than $2" >&2
}

failed=0
files=()
for run in $(seq 1 "$runs"); do
  for policy in $policies; do
    for readers in 0 $slow; do
      name="$policy-$readers"
      start "$policy"
      dotnet "$tool_dll" slow-readers-5000 --name "$name" --connections $((connections + slow - readers)) --slow-readers "$readers" \
        --url "$push" --admin "$admin" --server-pid "$server" \
        --json "$results/slow.$name.$run.json" --html "$results/slow.$name.$run.html" > "$results/slow.$name.$run.txt" ||
        { failed=1; echo "$name, run $run: failed, see $results/slow.$name.$run.txt" >&2; }
      bound=$((slow * outbox))
      [ "$policy" != NodeBudget ] || bound=$((node + node / 16))
      if exceeds "$results/slow.$name.$run.json" $bound; then failed=1; fi
      stop_server || { failed=1; echo "$name, run $run: the server ended with an error" >&2; }
      files+=("$results/slow.$name.$run.json")
    done
  done
done

{
  echo "$(machine), commit $(commit)"
  echo
  dotnet "$tool_dll" table "${files[@]}"
} | tee "$results/slow-readers.md"
exit "$failed"
