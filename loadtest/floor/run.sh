#!/usr/bin/env bash
# Builds the floor and runs it:   loadtest/floor/run.sh [sockets] [bytes] [rounds]   (or as floor.c says)
#
# Needs gcc. It stops by itself: so many sends, and it gives up where 10 s pass without a byte.
set -euo pipefail
cd "$(dirname "$0")"
binary="$(mktemp -d)"
trap 'rm -rf "$binary"' EXIT
gcc -O2 -Wall -Wextra -Werror -o "$binary/floor" floor.c
"$binary/floor" "$@"
