#!/usr/bin/env bash
# What a cluster costs: deliveries, latency and CPU with 1, 2 and 3 nodes; publish latency with 1, 2 and 3 replicas; bytes between nodes.
#
#   loadtest/cluster/speed.sh [options of the load generator, such as --part nodes, --runs 1 or --duration 5s]…
#
# Prints Markdown tables: the median (smallest to largest) of the runs. One node is one without a cluster, so that its row shows what a cluster of
# one would have to be compared with. Exit code 0: every check of every run passed.
set -euo pipefail

# shellcheck source=loadtest/cluster/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
build_all
enter_namespaces "$@"

in_small "$@" -- --runs 1 --connections 900 --duration 2s

machine
echo
run_tool speed "${size[@]}" "$@"
