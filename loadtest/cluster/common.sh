# shellcheck shell=bash
# Runs `WsActors.LoadTest cluster` with a published server. Sourced by the scripts of this folder, after `set -euo pipefail`.
#
# Everything runs in network and process namespaces of its own: the machine's network is not touched, nodes can be separated from each other, and
# whatever becomes of the script, the kernel ends all of its processes with it. Who is not root gets a user namespace for that, too. Where the kernel
# allows neither, the nodes run on loopback and are ended by id.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
script="$(cd "$(dirname "$0")" && pwd)/$(basename "$0")"
cd "$root"

# build_all: publishes the server and builds the load generator, unless BUILT names a folder in which that was done.
build_all() {
  if [ -z "${BUILT:-}" ]; then
    BUILT="$(mktemp -d)"
    export BUILT BUILT_HERE=yes
    publish_into "$BUILT"
  fi
}

# publish_into FOLDER: publishes the server and the load generator.
publish_into() {
  dotnet publish -c Release --nologo -v quiet src/WsActors.Server -o "$1/server" >&2 &&
    dotnet publish -c Release --nologo -v quiet loadtest/WsActors.LoadTest -o "$1/tool" >&2
}

# enter_namespaces ARGUMENTS…: runs the script again in namespaces of its own, if it is not there yet and the kernel allows it.
enter_namespaces() {
  if [ "${IN_NAMESPACES:-}" = yes ]; then
    ip link set lo up
    # `ip netns` keeps its files in /run, which belongs to the root of the machine.
    [ "${IS_MAPPED_ROOT:-}" != yes ] || mount -t tmpfs tmpfs /run
    return 0
  fi
  local own=(--net --pid --fork --mount-proc --kill-child)
  if [ "$(id -u)" -ne 0 ]; then
    own=(--user --map-root-user "${own[@]}")
    export IS_MAPPED_ROOT=yes
  fi
  if unshare "${own[@]}" -- true 2> /dev/null; then
    local code=0
    IN_NAMESPACES=yes unshare "${own[@]}" -- "$script" "$@" || code=$?
    [ "${BUILT_HERE:-}" != yes ] || rm -rf "$BUILT"
    exit "$code"
  fi
}

# run_tool ARGUMENTS…: the load generator's command `cluster` with the server of $SERVER, or else the one that was built. Its nodes are ended by id if it did
# not end them itself.
run_tool() {
  logs="${LOGS:-$(mktemp -d)}"
  local code=0
  "$BUILT/tool/WsActors.LoadTest" cluster "$@" --server "${SERVER:-$BUILT/server/WsActors.Server}" --logs "$logs" || code=$?
  if [ -f "$logs/nodes.pid" ]; then
    local pid
    while read -r pid; do
      # Only if it is still the node: another process may have its id by now.
      case "$(readlink "/proc/$pid/exe" 2> /dev/null)" in "$BUILT"/*/WsActors.Server) kill -KILL "$pid" ;; esac
    done < "$logs/nodes.pid"
  fi
  if [ "$code" -ne 0 ]; then
    tail -n 20 "$logs"/node*.log >&2 || true
    echo "the nodes' logs are in $logs" >&2
  elif [ -z "${LOGS:-}" ]; then rm -rf "$logs"; fi
  [ "${BUILT_HERE:-}" != yes ] || [ "${IN_NAMESPACES:-}" = yes ] || rm -rf "$BUILT"
  return "$code"
}

# in_small ARGUMENTS… -- OPTION VALUE…: puts the options of a small run into $size, if SIZE is check, except those that the arguments have.
in_small() {
  local given=" " option
  while [ "$1" != -- ]; do given+="$1 " && shift; done
  shift
  size=()
  [ "${SIZE:-}" = check ] || return 0
  while [ "$#" -gt 0 ]; do
    option="$1"
    case "$given" in *" $option "*) ;; *) size+=("$option" "$2") ;; esac
    shift 2
  done
}

# Describes the machine in one line, for above a table.
machine() {
  echo "$(date -u '+%Y-%m-%d %H:%M') UTC, $(nproc) cores, $(uname -s) $(uname -r | cut -d . -f 1,2), .NET $(dotnet --version), load average $(cut -d ' ' -f 1-3 /proc/loadavg), commit $(git rev-parse --short HEAD)"
}
