# shellcheck shell=bash
# How each server is started, and how the load generator speaks to it. Sourced by compare.sh and growth.sh.
#
# start NAME leaves: $server, the process to end; $measured, the process whose memory and CPU count; $options, what the load
# generator must be told. Every server listens on loopback only, and holds all that it knows in memory.

readonly all_servers="wsactors uws nchan ws kestrel nats signalr mosquitto"

# Each process may hold as many sockets as the machine lets it.
ulimit -n "$(ulimit -Hn)"

server=
measured=
options=()

# Below the ports that the kernel gives to clients, so that none of them can be in the way.
free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)); (: > "/dev/tcp/127.0.0.1/$port") 2> /dev/null; do :; done
  echo "$port"
}

start() {
  local name=$1
  port=$(free_port)
  broker_port=$(free_port)
  folder=$(mktemp -d "$scratch/$name.XXXXXX")
  log=$folder/server.log
  "start_$name"
  server=$!
  measured=$server
  await_server "$name" || return 1
  "options_$name"
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

await_server() {
  for _ in $(seq 1 300); do
    if ! kill -0 "$server" 2> /dev/null; then break; fi
    if is_listening "$1"; then return 0; fi
    sleep 0.1
  done
  echo "$1 did not start:" >&2
  tail -n 20 "$log" >&2
  return 1
}

is_listening() {
  if [ "$1" = wsactors ]; then
    grep -q 'Admin API on' "$log"
  else
    (: > "/dev/tcp/127.0.0.1/$port") 2> /dev/null
  fi
}

filled_in() {
  sed -e "s|@PORT@|$port|" -e "s|@BROKER_PORT@|$broker_port|" -e "s|@FOLDER@|$folder|" "$1" > "$folder/$(basename "$1")"
  echo "$folder/$(basename "$1")"
}

# WsActors as it comes.
start_wsactors() {
  dotnet "$root/src/WsActors.Server/bin/Release/net10.0/WsActors.Server.dll" \
    --WsActors:Push:Port=0 --WsActors:Admin:Port=0 > "$log" 2>&1 &
}
options_wsactors() {
  options=(--mode json
    --url "$(grep -o 'Push listener on ws://[^ ]*' "$log" | head -n 1 | cut -d ' ' -f 4)"
    --admin "$(grep -o 'Admin API on http://[^ ]*' "$log" | head -n 1 | cut -d ' ' -f 4)")
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
  dotnet "$peers/signalr/bin/Release/net10.0/Peers.SignalR.dll" --urls "http://127.0.0.1:$port" > "$log" 2>&1 &
}
options_signalr() {
  options=(--mode signalR --url "ws://127.0.0.1:$port/hub" --publish-url "http://127.0.0.1:$port/publish")
}

start_nchan() { nginx -c "$(filled_in "$peers/nchan/nginx.conf")" > "$log" 2>&1 & }
options_nchan() {
  # The master holds no connection: its one worker is measured.
  measured=$(pgrep -P "$server" | head -n 1)
  options=(--mode raw --url "ws://127.0.0.1:$port/subscribe/{topic}" --publish-url "http://127.0.0.1:$port/publish/{topic}")
}

start_mosquitto() { mosquitto -c "$(filled_in "$peers/mosquitto/mosquitto.conf")" > "$log" 2>&1 & }
options_mosquitto() {
  options=(--mode mqtt --url "ws://127.0.0.1:$port/mqtt" --publish-url "mqtt://127.0.0.1:$broker_port")
}

start_nats() { nats-server -c "$(filled_in "$peers/nats/nats.conf")" > "$log" 2>&1 & }
options_nats() {
  options=(--mode nats --url "ws://127.0.0.1:$port" --publish-url "nats://127.0.0.1:$broker_port")
}

# The small servers in this folder all speak the same.
options_by_hand() {
  options=(--mode raw --url "ws://127.0.0.1:$port/" --first-message 'subscribe {topic}' --answer 'subscribed ' --publish-url "http://127.0.0.1:$port/publish")
}
