#!/usr/bin/env bash
# The lossless run: 500 clients are cut off at random while 2,000 publications per second go on, the server is restarted by SIGTERM
# and killed by SIGKILL, and each client must have read all of them in the end. Starts the server and ends it.
#
#   loadtest/lossless.sh [options of the load generator, such as --duration 5m, --restarts 10 or --plant swap]…
#
# DURABLE=false keeps the histories in memory; use it with --restarts 0.
#
# Exit code 0: nothing was lost, doubled or out of order, and nothing had to be announced as missing.
set -euo pipefail

cd "$(dirname "$0")/.."
mkdir -p loadtest/results
for project in src/WsActors.Server loadtest/WsActors.LoadTest; do
  dotnet build -c Release --nologo -v quiet "$project"
done
case " $* " in *" --restarts "*) ;; *) set -- --restarts 2 "$@" ;; esac

data="$(mktemp -d)"
trap 'rm -rf "$data"' EXIT

# Silent clients are found within the run, and slow ones are felt: that is the point. The histories hold all of it.
server="dotnet src/WsActors.Server/bin/Release/net10.0/WsActors.Server.dll \
  --WsActors:Push:KeepAliveInterval=00:00:05 --WsActors:Push:PongTimeout=00:00:05 --WsActors:Push:OutboxBytes=131072 \
  --WsActors:Drain:Spread=00:00:01 --WsActors:Drain:ReconnectWithin=00:00:01 \
  --WsActors:Topics:MaxHistoryBytes=2000000000 --WsActors:Topics:Rules:0:Match='load.*' \
  --WsActors:Topics:Rules:0:History:Messages=1000000 --WsActors:Topics:Rules:0:History:Age=01:00:00 \
  --WsActors:Topics:Rules:0:History:Bytes=1000000000 \
  --WsActors:Topics:Rules:0:History:Durable=${DURABLE:-true} --WsActors:Storage:Directory=$data"

echo "$(date -u '+%Y-%m-%d %H:%M') UTC, $(nproc) cores, .NET $(dotnet --version), load average $(cut -d ' ' -f 1-3 /proc/loadavg), commit $(git rev-parse --short HEAD)"
dotnet loadtest/WsActors.LoadTest/bin/Release/net10.0/WsActors.LoadTest.dll lossless --server-command "$server" \
  --json loadtest/results/lossless.json --html loadtest/results/lossless.html "$@"
