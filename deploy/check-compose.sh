#!/usr/bin/env bash
# Tries docker-compose.yml without a Docker engine:   deploy/check-compose.sh
#
# It must be valid, refuse to start without an API key, hand the key on, and mount only files that are there.
# Needs docker-compose, or docker with its compose plugin, and openssl.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Not this machine's .env, and not its environment: only what the check says.
unset WSACTORS_API_KEY
compose=(docker-compose)
command -v docker-compose > /dev/null || compose=(docker compose)
no_settings=$(mktemp)
trap 'rm -f "$no_settings"' EXIT
compose+=(--env-file "$no_settings" --file docker-compose.yml)

fail() {
  echo "FAILED: $1" >&2
  exit 1
}

if refusal=$("${compose[@]}" config 2>&1); then
  fail "it starts without an API key"
fi
[[ $refusal == *"put it into .env"* ]] || fail "the refusal does not say what to do: $refusal"
echo "refused without a key: $refusal"

WSACTORS_API_KEY=$(openssl rand -hex 24)
export WSACTORS_API_KEY
config=$("${compose[@]}" config)

mounts=$(grep -oE "$PWD/[^:]+" <<< "$config" | sort -u)
[[ -n $mounts ]] || fail "no mounted files found"
while read -r file; do
  [[ -e $file ]] || fail "it mounts $file, which is missing"
done <<< "$mounts"
grep -q "$WSACTORS_API_KEY" <<< "$config" || fail "the key does not reach the containers"
echo "valid, and what it mounts is there"
