#!/usr/bin/env bash
# A million clients of one cluster on loopback, or as many as this machine carries: 19,000 clients per node, because a process may often open no more
# than 20,000 files, and a process for the clients of each. Publishes to all of them, and to 1,000 topics of 1,000 clients each.
#
#   loadtest/cluster/million.sh [options of the load generator, such as --connections 100000, --per-node 5000 or --reserve 4096]…
#
# The first node shows how much memory one takes with its clients; no more nodes are started than there is memory for. Progress is written to stderr,
# the result to stdout. Every step has a time limit. Exit code 0: each client has received each publication once.
set -euo pipefail

# shellcheck source=loadtest/cluster/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
build_all
enter_namespaces "$@"

in_small "$@" -- --connections 3000 --per-node 1000 --groups 100

# With the default of 25 s, a million pings and pongs would take both cores. All nodes share them with all clients, so none gets any time for seconds when all
# deliver at once; on machines of their own, nodes need no more patience than by default.
settings=(Push:KeepAliveInterval=00:20:00 Cluster:UnreachableAfter=00:00:30)

machine
echo
run_tool million "${size[@]}" "${settings[@]/#/--setting=}" "$@"
