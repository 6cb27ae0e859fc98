# shellcheck shell=bash
# How each server is started, and how the load generator speaks to it. Sourced by compare.sh and growth.sh.
#
# start SERVER leaves: $server, the process to end; $measured, the process whose memory and CPU count; $options, the options of the
# load generator; $echo_options, its options for an echo, empty if the server has none; $started_after, the milliseconds from the
# start of the process to the first 101. Every server listens on loopback only, and keeps all state in memory.
#
# SERVER is a name below, or wsactors@LABEL=PATH: another build of WsActors, a dll or an executable.

readonly all_servers="wsactors uws nchan ws kestrel nats signalr mosquitto"

# Each process may hold as many sockets as the machine lets it.
ulimit -n "$(ulimit -Hn)"

server=
measured=
options=()
echo_options=()
started_after=

# Below the ports that the kernel gives to clients, so that none of them can be in the way.
free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)); (: > "/dev/tcp/127.0.0.1/$port") 2> /dev/null; do :; done
  echo "$port"
}

start() {
  local name=${1%%=*}
  local kind=${name%%@*} before
  build="$root/src/WsActors.Server/bin/Release/net10.0/WsActors.Server.dll"
  case "$1" in *=*) build=${1#*=} ;; esac
  port=$(free_port)
  broker_port=$(free_port)
  folder=$(mktemp -d "$scratch/$kind.XXXXXX")
  log=$folder/server.log
  path=/
  subprotocol=
  echo_options=()
  before=${EPOCHREALTIME/[.,]/}
  "start_$kind"
  server=$!
  measured=$server
  await_server "$kind" || return 1
  started_after=$(((answered_at - before) / 1000))
  "options_$kind"
}

stop() {
  [ -n "$server" ] || return 0
  kill -TERM "$server" 2> /dev/null || true
  # What does not end by itself in ten seconds is made to.
  (sleep 10; kill -KILL "$server") > /dev/null 2>&1 &
  local guard=$!
  wait "$server" 2> /dev/null || true
  kill "$guard" 2> /dev/null || true
  wait "$guard" 2> /dev/null || true
  server=
}

# Tries every few milliseconds, so that the time to the first 101 is known.
await_server() {
  local deadline=$((SECONDS + 30))
  while [ "$SECONDS" -lt "$deadline" ] && kill -0 "$server" 2> /dev/null; do
    if ! upgrades; then read -r -t 0.005 <> <(:) || true; continue; fi
    answered_at=${EPOCHREALTIME/[.,]/}
    until publishes "$1"; do sleep 0.05; done
    return 0
  done
  echo "$1 did not start:" >&2
  tail -n 20 "$log" >&2
  return 1
}

# Whether an opening handshake is answered with 101.
upgrades() (
  exec 3<> "/dev/tcp/127.0.0.1/$port" || exit 1
  printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n%s\r\n' \
    "$path" "$port" "${subprotocol:+Sec-WebSocket-Protocol: $subprotocol$'\r\n'}" >&3
  IFS= read -r -t 5 line <&3 && [[ $line == *" 101 "* ]]
) 2> /dev/null

# Whether publications are accepted: the admin API listens last.
publishes() { [ "$1" != wsactors ] || grep -q 'Admin API on' "$log"; }

filled_in() {
  sed -e "s|@PORT@|$port|" -e "s|@BROKER_PORT@|$broker_port|" -e "s|@FOLDER@|$folder|" "$1" > "$folder/$(basename "$1")"
  echo "$folder/$(basename "$1")"
}

# WsActors with its defaults, except that clients may send as fast as they like: the echo needs it.
start_wsactors() {
  path=/topics/start
  local command=("$build")
  case "$build" in *.dll) command=(dotnet "$build") ;; esac
  "${command[@]}" "--WsActors:Push:Port=$port" "--WsActors:Admin:Port=$broker_port" --WsActors:Push:CommandsPerSecond=0 > "$log" 2>&1 &
}
options_wsactors() {
  options=(--mode json
    --url "$(grep -o 'Push listener on ws://[^ ]*' "$log" | head -n 1 | cut -d ' ' -f 4)"
    --admin "$(grep -o 'Admin API on http://[^ ]*' "$log" | head -n 1 | cut -d ' ' -f 4)")
  echo_options=(--mode echo "${options[@]:2}")
}

# Both run in one process, as their own broadcasts are meant to.
start_uws() { NODE_ENV=production node "$peers/node/uws.mjs" "$port" > "$log" 2>&1 & }
options_uws() { options_by_hand; }
start_ws() { NODE_ENV=production node "$peers/node/ws.mjs" "$port" > "$log" 2>&1 & }
options_ws() { options_by_hand; }

start_kestrel() {
  dotnet "$peers/kestrel/bin/Release/net10.0/Peers.Kestrel.dll" --urls "http://127.0.0.1:$port" > "$log" 2>&1 &
}
options_kestrel() { options_by_hand; }

start_signalr() {
  path=/hub
  dotnet "$peers/signalr/bin/Release/net10.0/Peers.SignalR.dll" --urls "http://127.0.0.1:$port" > "$log" 2>&1 &
}
options_signalr() {
  options=(--mode signalR --url "ws://127.0.0.1:$port/hub" --publish-url "http://127.0.0.1:$port/publish")
}

start_nchan() {
  path=/subscribe/start
  nginx -c "$(filled_in "$peers/nchan/nginx.conf")" > "$log" 2>&1 &
}
options_nchan() {
  # The master holds no connection: its one worker is measured.
  measured=$(pgrep -P "$server" | head -n 1)
  options=(--mode raw --url "ws://127.0.0.1:$port/subscribe/{topic}" --publish-url "http://127.0.0.1:$port/publish/{topic}")
}

start_mosquitto() {
  path=/mqtt
  subprotocol=mqtt
  mosquitto -c "$(filled_in "$peers/mosquitto/mosquitto.conf")" > "$log" 2>&1 &
}
options_mosquitto() {
  options=(--mode mqtt --url "ws://127.0.0.1:$port/mqtt" --publish-url "mqtt://127.0.0.1:$broker_port")
}

start_nats() { nats-server -c "$(filled_in "$peers/nats/nats.conf")" > "$log" 2>&1 & }
options_nats() {
  options=(--mode nats --url "ws://127.0.0.1:$port" --publish-url "nats://127.0.0.1:$broker_port")
}

# The small servers in this folder all speak the same.
options_by_hand() {
  echo_options=(--mode raw --url "ws://127.0.0.1:$port/")
  options=(--mode raw --url "ws://127.0.0.1:$port/" --first-message 'subscribe {topic}' --answer 'subscribed ' --publish-url "http://127.0.0.1:$port/publish")
}
