#!/usr/bin/env bash
# What pages cost that poll, and the same pages with a subscription: requests, bytes, delay and CPU. Prints the table of docs/migrating/polling.md.
#
#   loadtest/polling.sh [path/to/WsActors.Server.dll]      (builds this one if none is named)
#
# CLIENTS=1000, INTERVAL=2 seconds between two polls of a client, SECONDS_OF_LOAD=60 with one message of about 150 bytes per second. Both servers are fresh. The
# polled back end is that of the page, in Node.js. Needs Node.js, Python 3 and Linux; two and a half minutes. Loopback only.
set -euo pipefail

cd "$(dirname "$0")/.."
clients="${CLIENTS:-1000}"
seconds="${SECONDS_OF_LOAD:-60}"
interval="${INTERVAL:-2}"
dll="${1:-}"
if [ -z "$dll" ]; then
  dotnet build -c Release --nologo -v quiet src/WsActors.Server
  dll=src/WsActors.Server/bin/Release/net10.0/WsActors.Server.dll
fi
[ "$(ulimit -n)" -gt $((clients + 100)) ] || { echo "needs more open files than $clients: ulimit -n" >&2; exit 2; }

# shellcheck source=loadtest/server.sh
. loadtest/server.sh

echo "$(machine); $clients clients, $seconds s; this commit: $(commit)"
echo
echo "| | requests per second | bytes per second, to and from clients | delay, median | delay, p99 | CPU of the server, of one core |"
echo "| --- | --: | --: | --: | --: | --: |"

node loadtest/polling.mjs > "$scratch/port" &
server=$!
until [ -s "$scratch/port" ]; do sleep 0.1; done
python3 loadtest/polling.py poll "127.0.0.1:$(cat "$scratch/port")" "$server" "$clients" "$seconds" "$interval"
kill_server

start_server "$dll"
python3 loadtest/polling.py push "${push#ws://}" "$server" "$clients" "$seconds" "$admin"
stop_server
