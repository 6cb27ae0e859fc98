#!/usr/bin/env bash
# Three nodes, 3,000 clients, 200 topics, 1,000 publications per second; in turn a node is killed, ended, separated from the others, stopped, all
# are restarted one after the other, and PostgreSQL is. Prints what publishers and clients noticed of each.
#
#   loadtest/cluster/faults.sh [options of the load generator, such as --fault kill partition, --replicas 3 or --plant loss]…
#
# SIZE=check: 300 clients, 20 topics, 200 publications per second and short faults, in one to two minutes. LOGS=FOLDER keeps the nodes' logs there.
# POSTGRES=no: without PostgreSQL, and without the fault of its restart.
#
# Exit code 0: every client has read everything in order and once, every acknowledged publication is in the history, and nothing had to be
# announced as missing.
set -euo pipefail

# shellcheck source=loadtest/cluster/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=loadtest/cluster/postgres.sh
. "$(dirname "${BASH_SOURCE[0]}")/postgres.sh"
build_all
enter_namespaces "$@"

in_small "$@" -- --connections 300 --topics 20 --rate 200 --calm 3s --away 5s --partition 20s --stop 20s

# Silent clients are found soon, drains are short, and the histories hold everything.
settings=(
  Push:KeepAliveInterval=00:00:05 Push:PongTimeout=00:00:05 Drain:Spread=00:00:01 Drain:ReconnectWithin=00:00:01
  Topics:MaxHistoryBytes=2000000000
)
rules=()

# rule MATCH [SETTING]: the topics with these names keep everything.
rule() {
  local rule="Topics:Rules:${#rules[@]}"
  rules+=("$1")
  settings+=("$rule:Match=$1" "$rule:History:Messages=1000000" "$rule:History:Age=01:00:00" "$rule:History:Bytes=1000000000" "${@:2}")
}

# One topic in twenty is durable: load.5, load.50 to load.59.
database=()
if [ "${POSTGRES:-yes}" = yes ]; then
  folder="$(mktemp -d)"
  trap '${postgres_stop:-true} > /dev/null 2>&1 || true; rm -rf "$folder"' EXIT
  if start_postgres "$folder"; then
    rule 'load.5*' Topics:Rules:0:History:Durable=true "Storage:Postgres=$postgres"
    database=(--database-restart "$postgres_restart")
  else
    echo "PostgreSQL cannot be started here: no topic is durable" >&2
  fi
fi
rule 'load.*'

machine
run_tool faults "${size[@]}" "${database[@]}" "${settings[@]/#/--setting=}" "$@"
