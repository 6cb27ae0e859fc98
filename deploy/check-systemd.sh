#!/usr/bin/env bash
# Checks deploy/systemd/wsactors.service without starting it:   deploy/check-systemd.sh
# Needs systemd-analyze and dotnet; no systemd runs. Every line must be understood, and the sandbox must stay closed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

work=$(mktemp -d)
readonly work unit=$work/wsactors.service
trap 'rm -rf "$work"' EXIT

# The program must be there to be verified, and it is not everywhere where a package of .NET puts it.
sed "s|^ExecStart=/usr/bin/dotnet|ExecStart=$(command -v dotnet)|" systemd/wsactors.service > "$unit"

# What it does not understand it only warns of.
complaints=$(systemd-analyze verify "$unit" 2>&1)
[[ -z $complaints ]] || { echo "FAILED: $complaints" >&2; exit 1; }

# In tenths; it stands at 1.5 with systemd 252.
systemd-analyze security --offline=true --threshold=20 "$unit" | tail -n 1
