#!/usr/bin/env bash
# Measures how long a server takes to start, and what it has used by the time of its first 101; one row per build.
#
#   loadtest/start-up.sh [-n STARTS] NAME=PROGRAM … [-- --SETTING=VALUE …]    (for example before=… after=…)
#   loadtest/start-up.sh                                                      builds this one
#
# PROGRAM is a WsActors.Server.dll, which `dotnet` starts, or an executable; words before it that contain "=" are variables
# of its environment: "jit=DOTNET_ReadyToRun=0 …/WsActors.Server.dll". The builds take turns, each start is a new process, and
# the figures are medians of STARTS starts (15) after one that is not counted. Needs python3. Loopback only.
set -euo pipefail

cd "$(dirname "$0")/.."
starts=15
if [ "${1:-}" = -n ]; then starts="$2" && shift 2; fi
if [ $# = 0 ] || [ "$1" = -- ]; then
  dotnet build -c Release --nologo -v quiet src/WsActors.Server
  set -- this=src/WsActors.Server/bin/Release/net10.0/WsActors.Server.dll "$@"
fi

echo "$(date -u '+%Y-%m-%d %H:%M') UTC, $(nproc) cores, .NET $(dotnet --version), load average $(cut -d ' ' -f 1-3 /proc/loadavg)"
exec python3 loadtest/start-up.py "$starts" "$@"
