#!/bin/sh
# Has nginx and HAProxy check the examples in deploy/proxies, with a certificate made for the purpose in the place of
# the one that they name. Traefik has no such check; its files are only read as YAML, where python3 can.
set -eu

# Debian puts servers where not everybody's PATH leads.
PATH="$PATH:/usr/sbin"

examples="$(cd "$(dirname "$0")/proxies" && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=push.example.com \
    -keyout "$work/wsactors.key" -out "$work/wsactors.crt" 2>/dev/null
cat "$work/wsactors.crt" "$work/wsactors.key" > "$work/wsactors.pem"

for example in nginx.conf nginx-passthrough.conf; do
    sed "s|/etc/nginx/wsactors|$work/wsactors|" "$examples/$example" > "$work/$example"
    nginx -q -t -c "$work/$example" -g "pid $work/nginx.pid; error_log stderr;"
    echo "$example: fine"
done

for example in haproxy.cfg haproxy-passthrough.cfg; do
    sed "s|/etc/haproxy/wsactors|$work/wsactors|" "$examples/$example" > "$work/$example"
    haproxy -c -q -f "$work/$example"
    echo "$example: fine"
done

for example in traefik.yml traefik-wsactors.yml; do
    if python3 -c 'import yaml' 2>/dev/null; then
        python3 -c 'import sys, yaml; yaml.safe_load(open(sys.argv[1]))' "$examples/$example"
        echo "$example: YAML"
    else
        echo "$example: not checked, python3 with yaml is missing"
    fi
done
