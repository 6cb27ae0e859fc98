#!/usr/bin/env bash
# Tries both docker-compose.yml without a Docker engine:   deploy/check-compose.sh
#
# Each must be valid, refuse to start without an API key, hand its secrets on, and mount only files that are there. HAProxy and Prometheus check
# the files of the cluster. Needs docker-compose, or docker with its compose plugin, openssl, HAProxy and Prometheus.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Debian puts servers where not everybody's PATH leads.
PATH="$PATH:/usr/sbin"

# Not this machine's .env, and not its environment: only what the check says.
unset WSACTORS_API_KEY WSACTORS_DATABASE_PASSWORD
compose=(docker-compose)
command -v docker-compose > /dev/null || compose=(docker compose)
no_settings=$(mktemp)
trap 'rm -f "$no_settings"' EXIT
compose+=(--env-file "$no_settings")

fail() {
  echo "FAILED: $1" >&2
  exit 1
}

# check FILE SECRET…: a compose file and the names of its secrets.
check() {
  local file=$1 secret refusal config mounts mount
  shift
  for secret in "$@"; do
    if refusal=$("${compose[@]}" --file "$file" config 2>&1); then
      fail "$file starts without $secret"
    fi
    [[ $refusal == *"put it into .env"* ]] || fail "$file: the refusal does not say what to do: $refusal"
    echo "$file: refused without $secret"
    export "$secret=$(openssl rand -hex 24)"
  done

  config=$("${compose[@]}" --file "$file" config)
  mounts=$(grep -oE "$PWD/[^:]+" <<< "$config" | sort -u)
  [[ -n $mounts ]] || fail "$file: no mounted files found"
  while read -r mount; do
    [[ -e $mount ]] || fail "$file mounts $mount, which is missing"
  done <<< "$mounts"
  for secret in "$@"; do
    grep -q "${!secret}" <<< "$config" || fail "$file: $secret does not reach the containers"
    unset "$secret"
  done
  echo "$file: valid, and what it mounts is there"
}

check docker-compose.yml WSACTORS_API_KEY
check deploy/cluster/docker-compose.yml WSACTORS_API_KEY WSACTORS_DATABASE_PASSWORD

haproxy -c -q -f deploy/cluster/haproxy.cfg || fail "deploy/cluster/haproxy.cfg"
# The key is there only in the container, and so is the folder that both files lie in.
promtool check config --syntax-only deploy/cluster/prometheus.yml > /dev/null || fail "deploy/cluster/prometheus.yml"
nodes=$(grep -oE 'node[0-9]+:8080' deploy/cluster/haproxy.cfg | sort -u | wc -l)
scraped=$(grep -oE 'node[0-9]+:8081' deploy/cluster/prometheus.yml | sort -u | wc -l)
services=$(grep -cE '^  node[0-9]+:$' deploy/cluster/docker-compose.yml)
((nodes == services && scraped == services)) || fail "$services nodes, of which HAProxy knows $nodes and Prometheus $scraped"
echo "deploy/cluster: HAProxy and Prometheus know all $services nodes"
