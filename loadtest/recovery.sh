#!/usr/bin/env bash
# The recovery storm: 10,000 clients come back at once with their offsets, each having missed 100 messages. A fresh server
# for each run.
#
#   loadtest/recovery.sh [runs] [options of the load generator]…
#
# Exit code 0: every client got what it had missed, once and in order, in every run.
set -euo pipefail

cd "$(dirname "$0")/.."
runs="${1:-3}"
[ "$#" -eq 0 ] || shift
mkdir -p loadtest/results
for project in src/WsActors.Server loadtest/WsActors.LoadTest; do
  dotnet build -c Release --nologo -v quiet "$project"
done

server="dotnet src/WsActors.Server/bin/Release/net10.0/WsActors.Server.dll \
  --WsActors:Topics:Rules:0:Match='load.*' --WsActors:Topics:Rules:0:History:Messages=1000"

echo "$(date -u '+%Y-%m-%d %H:%M') UTC, $(nproc) cores, .NET $(dotnet --version), load average $(cut -d ' ' -f 1-3 /proc/loadavg), commit $(git rev-parse --short HEAD)"
failed=0
for run in $(seq 1 "$runs"); do
  dotnet loadtest/WsActors.LoadTest/bin/Release/net10.0/WsActors.LoadTest.dll recovery --server-command "$server" \
    --json "loadtest/results/recovery.$run.json" "$@" > loadtest/results/recovery.txt || failed=1
  grep -E '^  (storm|FAIL)' loadtest/results/recovery.txt
  echo
done
exit "$failed"
