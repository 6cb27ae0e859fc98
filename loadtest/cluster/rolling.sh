#!/usr/bin/env bash
# A deployment: three nodes behind HAProxy are restarted one after the other, with 5,000 clients of recoverable topics and 500 publications per second.
# Each node sends 100 clients away per second, and each client returns at the moment that it was given. Prints what publishers and clients noticed, and draws
# how many connections were begun per second.
#
#   loadtest/cluster/rolling.sh [options of the load generator, such as --connections 10000 or --most-returns 50]…
#
# RATE: goodbyes per second (100). PLOT=FILE.svg: where the plot is written. SIZE=check: 300 clients, 20 topics and 200 publications per second.
# LOGS=FOLDER keeps the nodes' logs there. Needs HAProxy.
#
# Exit code 0: every client has read everything in order and once, every acknowledged publication is in the history, nothing had to be announced as
# missing, and in no second did clients begin more than a tenth more connections than RATE, which is what the clocks of this machine need.
set -euo pipefail

# shellcheck source=loadtest/cluster/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=loadtest/cluster/lossless.sh
. "$(dirname "${BASH_SOURCE[0]}")/lossless.sh"
command -v haproxy > /dev/null || { echo "HAProxy is needed: install the package haproxy" >&2 && exit 2; }
rate="${RATE:-100}"
most="$((rate + rate / 10))"
plot="$(realpath -m "${PLOT:-rolling.svg}")"
export PLOT="$plot"
build_all
enter_namespaces "$@"

if [ "${SIZE:-}" = check ]; then
  in_small "$@" -- --connections 300 --topics 20 --rate 200 --calm 3s --most-returns "$most"
else
  SIZE=check in_small "$@" -- --connections 5000 --rate 500 --calm 10s --most-returns "$most"
fi

POSTGRES=no
use_lossless_load
settings+=("Drain:ConnectionsPerSecond=$rate" Drain:Timeout=00:00:55 Drain:ReconnectWithin=00:00:10)
machine
run_tool faults --fault rolling --haproxy --plot "$plot" "${size[@]}" "${settings[@]/#/--setting=}" "$@"
echo "the plot is $plot"
