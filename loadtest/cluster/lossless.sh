# shellcheck shell=bash
# The settings of nodes for runs that check that nothing is lost. Sourced by faults.sh and upgrade.sh.

# shellcheck source=loadtest/cluster/postgres.sh
. "$(dirname "${BASH_SOURCE[0]}")/postgres.sh"

# use_lossless_load: leaves the settings in $settings, and the options about PostgreSQL in $database. Unless POSTGRES is no, starts a PostgreSQL, which
# is stopped when the script ends.
use_lossless_load() {
  # Silent clients are found soon, drains are short, and the histories hold everything.
  settings=(
    Push:KeepAliveInterval=00:00:05 Push:PongTimeout=00:00:05 Drain:Spread=00:00:01 Drain:ReconnectWithin=00:00:01
    Topics:MaxHistoryBytes=2000000000
  )
  rules=()

  # One topic in twenty is durable: load.5, load.50 to load.59.
  database=()
  if [ "${POSTGRES:-yes}" = yes ]; then
    postgres_folder="$(mktemp -d)"
    trap '${postgres_stop:-true} > /dev/null 2>&1 || true; rm -rf "$postgres_folder"' EXIT
    if start_postgres "$postgres_folder"; then
      rule 'load.5*' Topics:Rules:0:History:Durable=true "Storage:Postgres=$postgres"
      # shellcheck disable=SC2034
      database=(--database-restart "$postgres_restart")
    else
      echo "PostgreSQL cannot be started here: no topic is durable" >&2
    fi
  fi
  rule 'load.*'
}

# rule MATCH [SETTING]…: the topics with these names keep everything.
rule() {
  local rule="Topics:Rules:${#rules[@]}"
  rules+=("$1")
  settings+=("$rule:Match=$1" "$rule:History:Messages=1000000" "$rule:History:Age=01:00:00" "$rule:History:Bytes=1000000000" "${@:2}")
}
