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
# shellcheck source=loadtest/cluster/lossless.sh
. "$(dirname "${BASH_SOURCE[0]}")/lossless.sh"
build_all
enter_namespaces "$@"

in_small "$@" -- --connections 300 --topics 20 --rate 200 --calm 3s --away 5s --partition 20s --stop 20s

use_lossless_load
machine
run_tool faults "${size[@]}" "${database[@]}" "${settings[@]/#/--setting=}" "$@"
