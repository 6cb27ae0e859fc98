# shellcheck shell=bash
# A PostgreSQL of its own for a script. Sourced by faults.sh.

# start_postgres FOLDER: makes a database in the folder and starts its server, which listens on a socket in the folder only: nodes in other network
# namespaces reach it, too. Leaves $postgres, the connection string, and $postgres_restart and $postgres_stop, the commands that restart and stop it.
# Fails if there are no programs of PostgreSQL.
start_postgres() {
  local folder="$1" programs as=()
  programs="$(ls -d /usr/lib/postgresql/*/bin 2> /dev/null | sort -V | tail -n 1)"
  [ -x "${programs:-}/initdb" ] || { command -v initdb > /dev/null && programs="$(dirname "$(command -v initdb)")"; } || return 1

  # It does not run as root.
  if [ "${IN_NAMESPACES:-}" = yes ] && [ "${IS_MAPPED_ROOT:-}" = yes ]; then
    as=(unshare --user --map-user=1000 --map-group=1000 --)
  elif [ "$(id -u)" -eq 0 ]; then
    id postgres > /dev/null 2>&1 || return 1
    chown postgres "$folder"
    chmod 755 "$folder"
    as=(runuser -u postgres --)
  fi

  "${as[@]}" "$programs/initdb" -D "$folder/data" -U wsactors -A trust -E UTF8 --locale=C --no-sync > "$folder/initdb.log" 2>&1 || return 1
  "${as[@]}" sh -c "printf \"listen_addresses = ''\nmax_connections = 200\n\" >> '$folder/data/postgresql.conf'"
  # Its output must not keep this script's pipes open.
  "${as[@]}" "$programs/pg_ctl" -D "$folder/data" -w -l "$folder/log" -o "-k $folder" start > "$folder/start.log" 2>&1 < /dev/null || return 1
  # shellcheck disable=SC2034
  postgres="Host=$folder;Username=wsactors;Database=postgres"
  # shellcheck disable=SC2034
  postgres_restart="${as[*]} $programs/pg_ctl -D $folder/data -w -m fast -l $folder/log -o '-k $folder' restart > $folder/restart.log 2>&1 < /dev/null"
  # shellcheck disable=SC2034
  postgres_stop="${as[*]} $programs/pg_ctl -D $folder/data -m immediate stop"
}
