#!/usr/bin/env bash
# A rolling upgrade under load: the nodes of a cluster are replaced by nodes of another build of the server, one after the other, and then the other way
# round (a downgrade). The first build is that of an earlier commit, the other one that of the working tree.
#
#   loadtest/cluster/upgrade.sh [COMMIT] [options of the load generator, such as --nodes 5 or --plant loss]…
#
# COMMIT is the commit before HEAD unless it is given. SIZE=check: 300 clients, 20 topics and 200 publications per second, in one to two minutes.
# LOGS=FOLDER keeps the nodes' logs there. POSTGRES=no: without PostgreSQL.
#
# Exit code 0: every client has read everything in order and once, every acknowledged publication is in the history, and nothing had to be announced as
# missing; or there is nothing to upgrade from, which is printed with the reason: nodes of the two commits refuse each other, or this clone has no
# earlier commit. With CI set, a clone without an earlier commit is a failure; a COMMIT that is not there always is.
set -euo pipefail

# shellcheck source=loadtest/cluster/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=loadtest/cluster/lossless.sh
. "$(dirname "${BASH_SOURCE[0]}")/lossless.sh"

readonly wire_file=src/WsActors.Cluster/Settings/WireVersion.cs

# nothing_to_upgrade_from REASON [EXIT CODE]…: ends the script with the first exit code that is not empty, or 0.
nothing_to_upgrade_from() {
  echo "no upgrade is tried: $1" >&2
  exit "${2:-${3:-0}}"
}

# find_earlier [COMMIT]: leaves the commit in $earlier, or ends the script.
find_earlier() {
  local why="${1:-the commit before HEAD} is not in this clone"
  if [ "$(git rev-parse --is-shallow-repository 2> /dev/null || true)" = true ]; then
    why+=", which is shallow (git fetch --unshallow fetches the rest)"
  fi
  earlier="$(git rev-parse --verify --quiet "${1:-HEAD~1}^{commit}")" || nothing_to_upgrade_from "$why" "${1:+2}" "${CI:+1}"
  local before now
  before="$( (git show "$earlier:$wire_file" 2> /dev/null || true) | wire_version)"
  now="$(wire_version < "$wire_file")"
  [ "$before" = "$now" ] ||
    nothing_to_upgrade_from "nodes of $(git rev-parse --short "$earlier") use version $before of the messages between nodes, and these use version $now, so they refuse each other"
}

# The number in WireVersion.cs. Before the file came, it was 1.
wire_version() {
  local version
  version="$(sed -nE 's/.*const int Current = ([0-9]+);.*/\1/p')"
  echo "${version:-1}"
}

# build_earlier: publishes the server of $earlier from a work tree of its own. Its version is a lower one, as before a real upgrade.
build_earlier() {
  [ ! -x "$BUILT/earlier/WsActors.Server" ] || return 0
  local tree="$BUILT/earlier-source" code=0
  git worktree add --quiet --force --detach "$tree" "$earlier"
  dotnet publish -c Release --nologo -v quiet -p:Version=0.0.1 "$tree/src/WsActors.Server" -o "$BUILT/earlier" >&2 || code=$?
  git worktree remove --force "$tree"
  return "$code"
}

commit=""
case "${1:-}" in
  "" | -*) ;;
  *) commit="$1" && shift ;;
esac
if [ "${IN_NAMESPACES:-}" != yes ]; then
  find_earlier "$commit"
  build_all
  build_earlier
  export EARLIER="$earlier"
fi
enter_namespaces "$@"

in_small "$@" -- --connections 300 --topics 20 --rate 200 --calm 3s

use_lossless_load
machine
echo "from $(git rev-parse --short "$EARLIER") to the working tree, and back"
SERVER="$BUILT/earlier/WsActors.Server"
run_tool faults --fault upgrade downgrade --next-server "$BUILT/server/WsActors.Server" "${size[@]}" "${database[@]}" "${settings[@]/#/--setting=}" "$@"
