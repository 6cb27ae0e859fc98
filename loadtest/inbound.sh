#!/usr/bin/env bash
# What clients can make a node hold and work before it says no, and whether the memory comes back; one table for all servers.
#
#   loadtest/inbound.sh NAME=path/to/WsActors.Server.dll …    (for example before=… after=…)
#   loadtest/inbound.sh                                      builds this one
#
# Each attack has a fresh server: unfinished compressed messages on 100 and 400 connections to /echo with a heap limit of 1.5 GB, and
# on 9,000 to /connect; honest clients' latency alone and beside four flooders of /echo. SETTLE=60: seconds after everybody has
# left until memory is read again. HOLD=20 and FLOOD=10: seconds of each attack. Needs python3 and 10,000 open files; some six
# minutes per server. Loopback only.
set -euo pipefail

cd "$(dirname "$0")/.."
settle="${SETTLE:-60}"
hold="${HOLD:-20}"
flood="${FLOOD:-10}"
crowd="${CROWD:-9000}"
if [ $# = 0 ]; then
  dotnet build -c Release --nologo -v quiet src/WsActors.Server
  set -- this=src/WsActors.Server/bin/Release/net10.0/WsActors.Server.dll
fi

# shellcheck source=loadtest/server.sh
. loadtest/server.sh

client() { python3 loadtest/inbound.py "$@"; }

# Of the server, in MB; nothing if it has ended.
memory() { awk -v key="$1:" '$1 == key { printf "%.0f", $2 / 1024 }' "/proc/$server/status" 2> /dev/null || true; }

state() {
  # A process that has ended and was not waited for has no memory.
  if [ -n "$(memory VmRSS)" ]; then echo "lives"; else echo "ENDED: $(grep -m 1 -iE 'out of memory|exception|fatal' "$log" | cut -c 1-60)"; fi
}

value() { sed -n "s/.*\b$1=\([^ ]*\).*/\1/p" <<< "$2"; }

# Prints a row: what was attacked, whether the server lives, memory before, at most, with the attackers there, and SETTLE after.
hold_row() {
  local name="$1" dll="$2" what="$3" path="$4" count="$5"
  start_server "$dll" "${@:6}"
  sleep 2
  local before attack settled=
  before="$(memory VmRSS)"
  attack="$(timeout 300 python3 loadtest/inbound.py hold "$port" "$path" "$count" "$hold" || true)"
  local state most
  state="$(state)" most="$(memory VmHWM)"
  if [ "$state" = lives ]; then
    sleep "$settle"
    settled="$(memory VmRSS)"
  fi
  echo "| $what | $name | $state | $(value sent_mb "$attack") | $(value opened "$attack") | $before | $most | $settled |"
  kill_server
}

machine
echo
echo "| unfinished compressed messages | server | state | MB sent | connections opened | RSS MB before | at most | $settle s after all have left |"
echo "| --- | --- | --- | --: | --: | --: | --: | --: |"
for one in "$@"; do
  for count in 100 400; do
    hold_row "${one%%=*}" "${one#*=}" "/echo, $count connections, heap limit 1.5 GB" /echo "$count" DOTNET_GCHeapHardLimit=0x60000000
  done
  hold_row "${one%%=*}" "${one#*=}" "/connect, $crowd connections" /connect "$crowd"
done

echo
echo "| honest clients (20, a ping each 50 ms) | server | pongs | lost | p50 ms | p99 ms | attackers' MB/s | connections | server CPU, cores |"
echo "| --- | --- | --: | --: | --: | --: | --: | --: | --: |"
cpu() { awk '{ print ($14 + $15) / 100 }' "/proc/$server/stat" 2> /dev/null || echo 0; }
for one in "$@"; do
  start_server "${one#*=}"
  client honest "$port" 20 3 > /dev/null
  for flooders in 0 4; do
    cpu_before="$(cpu)"
    : > "$scratch/flood"
    flooding=
    if [ "$flooders" -gt 0 ]; then
      client flood "$port" "$flooders" "$flood" > "$scratch/flood" &
      flooding=$!
    fi
    alone="$(client honest "$port" 20 "$flood")"
    [ -z "$flooding" ] || wait "$flooding"
    attack="$(cat "$scratch/flood")"
    cores="$(echo "$(cpu) $cpu_before $flood" | awk '{ printf "%.2f", ($1 - $2) / $3 }')"
    echo "| beside $flooders flooders of /echo | ${one%%=*} | $(value pongs "$alone") | $(value lost "$alone") | $(value p50_ms "$alone") | $(value p99_ms "$alone") | $(value sent_mb_s "$attack") | $(value opened "$attack") | $cores |"
  done
  kill_server
done
