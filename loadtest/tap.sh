#!/usr/bin/env bash
# The price of a tap for everyone else: deliveries per second to many connections, with one of them tapped and without, in turns within
# one run. Then as many taps as the node allows, and one more, which must end in a clear error.
#
#   loadtest/tap.sh [path/to/WsActors.Server.dll]      builds this server if none is named
#
# CONNECTIONS=15000, ROUNDS=10 of each kind, SECONDS_EACH=6 per round. Needs Python 3 and as many open files as connections. Loopback only.
# Exit code 0: the ratio of the medians lies within the spread of the rounds without a tap, and one tap too many was refused.
set -euo pipefail

cd "$(dirname "$0")/.."
connections="${CONNECTIONS:-15000}"
rounds="${ROUNDS:-10}"
each="${SECONDS_EACH:-6}"
dll="${1:-}"
if [ -z "$dll" ]; then
  dotnet build -c Release --nologo -v quiet src/WsActors.Server
  dll=src/WsActors.Server/bin/Release/net10.0/WsActors.Server.dll
fi
[ -f "$dll" ] || { sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 2; }
dotnet build -c Release --nologo -v quiet loadtest/WsActors.LoadTest
tool=loadtest/WsActors.LoadTest/bin/Release/net10.0/WsActors.LoadTest.dll

# shellcheck source=loadtest/server.sh
. loadtest/server.sh

machine
start_server "$dll" --WsActors:Push:MaxTaps=4

# The load lasts until the measurement is over.
length=$((rounds * 2 * (each + 1) + 120))
dotnet "$tool" fan-out --connections "$connections" --in-flight 4 --waves --publications 100000000 --duration "${length}s" --connecting 200 --settle 1s \
  --name tap --url "$push" --admin "$admin" > "$scratch/load.txt" 2>&1 &
load=$!
code=0
python3 loadtest/tap.py --admin "$admin" --connections "$connections" --rounds "$rounds" --seconds "$each" --max-taps 4 || code=$?
kill "$load" 2> /dev/null || { cat "$scratch/load.txt" >&2; code=1; }
wait "$load" 2> /dev/null || true
stop_server || code=1
exit "$code"
