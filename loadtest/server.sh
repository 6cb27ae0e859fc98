# shellcheck shell=bash
# Starts and ends the server that a script measures. Sourced by inbound.sh, measure.sh, polling.sh, slow-readers.sh, steady-readers.sh and tap.sh.
#
# $scratch is a folder for temporary files. It is deleted at the end, after the server that may still run has been ended.

scratch="$(mktemp -d)"
log="$scratch/server.log"
server=
trap 'kill_server; rm -rf "$scratch"' EXIT

# start_server DLL [VARIABLE=VALUE]… [--SETTING=VALUE]…: starts a server on free ports of loopback and waits until it listens. Leaves
# $server, its process; $push and $admin, its addresses; $port, the port of the push listener; $log, what it has written.
start_server() {
  local dll="$1" variables=()
  shift
  while [[ "${1:-}" == *=* && "${1:-}" != --* ]]; do variables+=("$1") && shift; done

  # Emptied here and not by the server's own start: otherwise the addresses of the previous server could be read.
  : > "$log"
  env "${variables[@]}" dotnet "$dll" --WsActors:Push:Port=0 --WsActors:Admin:Port=0 "$@" >> "$log" 2>&1 &
  server=$!
  for _ in $(seq 1 600); do
    push="$(logged_address 'Push listener on wss\?')"
    admin="$(logged_address 'Admin API on https\?')"
    port="${push##*:}"
    [ -n "$push" ] && [ -n "$admin" ] && return 0
    kill -0 "$server" 2> /dev/null || break
    sleep 0.1
  done
  echo "the server did not start:" >&2
  cat "$log" >&2
  return 1
}

logged_address() { grep -o "$1://[^ ]*" "$log" | head -n 1 | cut -d ' ' -f 4 || true; }

# Ends the server as a service manager does. Fails if it ends with another exit code than 0.
stop_server() {
  local code=0
  end_server TERM || code=$?
  [ "$code" -eq 0 ] && return 0
  echo "the server ended with exit code $code:" >&2
  tail -n 20 "$log" >&2
  return 1
}

# Ends the server at once; it may have ended by itself.
kill_server() { end_server KILL 2> /dev/null || true; }

end_server() {
  [ -n "$server" ] || return 0
  local pid="$server"
  server=
  kill "-$1" "$pid" 2> /dev/null || true
  wait "$pid"
}

# Describes the machine in one line, for above a table.
machine() {
  echo "$(date -u '+%Y-%m-%d %H:%M') UTC, $(nproc) cores, $(uname -s) $(uname -r | cut -d . -f 1,2), .NET $(dotnet --version), loopback, load average $(cut -d ' ' -f 1-3 /proc/loadavg)"
}

commit() { git rev-parse --short HEAD; }
