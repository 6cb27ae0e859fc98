#!/usr/bin/env bash
# Tries every query of the dashboards and of the alerts where it matters:   deploy/check-dashboard.sh
#
# A real server is made to show each of its metrics (check-dashboard.mjs), and so are three nodes of a cluster, one of which is killed. A real
# Prometheus scrapes them, and then
#   - every metric that a dashboard or an alert names must stand at /metrics,
#   - every query of a panel must return at least one series, so that a label misspelt is found too,
#   - every alert rule and every annotation must be evaluated without an error.
# Needs the .NET SDK, Node.js 20, Prometheus, curl, jq and util-linux' prlimit. Listens on loopback, on free ports.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly dashboards=(deploy/grafana/dashboards/*.json)
readonly alerts=deploy/prometheus/alerts.yml
readonly key=a-key-for-this-check-only
work=$(mktemp -d)
readonly work
pids=()
trap 'kill "${pids[@]}" 2> /dev/null || true; wait; rm -rf "$work"' EXIT

main() {
  start_server
  start_cluster
  show_cluster
  node deploy/check-dashboard.mjs "$push" "$admin" "$key" "$server"
  curl -sS --fail -H "X-API-Key: $key" "$admin/metrics" > "$work/metrics"
  for i in 0 1; do
    curl -sS --fail -H "X-API-Key: $key" "${nodes[i]}/metrics" >> "$work/metrics"
  done
  start_prometheus
  await_scrapes 3

  faults=0
  check_metric_names
  check_panels
  check_annotations
  check_alerts
  echo "$(wc -w <<< "$names") metrics, $panels panel queries, $rules alert rules: $faults faults"
  ((faults == 0))
}

# Small limits, so that they are easily reached; an application and a provider of keys that nobody can reach.
start_server() {
  dotnet build src/WsActors.Server --verbosity quiet --nologo
  dotnet src/WsActors.Server/bin/Debug/net10.0/WsActors.Server.dll --WsActors:Push:Port=0 --WsActors:Admin:Port=0 \
    --WsActors:Admin:ApiKeys:0="$key" --WsActors:Push:MaxConnections=20 --WsActors:Push:OutboxBytes=65536 \
    --WsActors:Push:MaxInboundBytes=262144 \
    --WsActors:Push:CommandsPerSecond=1 --WsActors:Push:CommandBurst=2 \
    --WsActors:Storage:Directory="$work/histories" --WsActors:Topics:Rules:0:Match=orders \
    --WsActors:Topics:Rules:0:History:Messages=10 --WsActors:Topics:Rules:0:History:Durable=true \
    --WsActors:Storage:MaxTopics=1 --WsActors:Topics:Rules:2:Match=more-orders \
    --WsActors:Topics:Rules:2:History:Messages=10 --WsActors:Topics:Rules:2:History:Durable=true \
    --WsActors:Topics:Rules:1:Match=asked --WsActors:Topics:Rules:1:Subscribe=Webhook \
    --WsActors:Webhooks:Url=http://127.0.0.1:9/ --WsActors:Webhooks:Secrets:0="whsec_$(head -c 32 /dev/urandom | base64 -w 0)" \
    --WsActors:Tokens:KeySets:Urls:0=http://127.0.0.1:9/jwks.json --WsActors:Tokens:Audiences:0=check > "$work/server.log" 2>&1 &
  server=$!
  pids+=("$server")
  push=$(await_line "$work/server.log" 's|.*Push listener on \(ws://[^ /]*\).*|\1|p')
  admin=$(await_line "$work/server.log" 's|.*Admin API on \(http://[^ /]*\).*|\1|p')
}

# Leaves the addresses of the nodes' admin APIs in $nodes.
start_cluster() {
  local i ports=() arguments=()
  read -ra ports < <(node -e '
    const servers = [0, 1, 2].map(() => require("node:net").createServer().listen(0, "127.0.0.1"));
    setTimeout(() => {
      console.log(servers.map((server) => server.address().port).join(" "));
      servers.forEach((server) => server.close());
    }, 200);')
  for i in 0 1 2; do
    arguments+=("--WsActors:Cluster:Seeds:$i=127.0.0.1:${ports[i]}")
  done
  for i in 0 1 2; do
    dotnet src/WsActors.Server/bin/Debug/net10.0/WsActors.Server.dll --WsActors:Push:Port=0 --WsActors:Admin:Port=0 \
      --WsActors:Admin:ApiKeys:0="$key" --WsActors:Push:WarmUp=false --WsActors:Cluster:Port="${ports[i]}" "${arguments[@]}" \
      > "$work/node$i.log" 2>&1 &
    pids+=("$!")
    last_node=$!
  done
  nodes=()
  for i in 0 1 2; do
    nodes+=("$(await_line "$work/node$i.log" 's|.*Admin API on \(http://[^ /]*\).*|\1|p')")
  done
  for i in 0 1 2; do
    await_node "$i" api/cluster '"reachable":true.*"reachable":true.*"reachable":true'
    await_node "$i" metrics '^wsactors_cluster_lease\S* 1$'
  done
  await_buckets
}

# Until all buckets have a home: those that have none when a node is killed wait for longer than a client does.
await_buckets() {
  local served answer
  for _ in {1..600}; do
    answer=$(curl -sS -H "X-API-Key: $key" "${nodes[0]}/api/cluster")
    served=$(jq '[.buckets[]? | select(.serving)] | length' <<< "$answer" || echo 0)
    if ((served == 256)); then
      return
    fi
    sleep 0.2
  done
  echo "only $served of 256 buckets are served:" >&2
  tail "$work"/node?.log >&2
  return 1
}

# Topics with their homes on all nodes and subscribers on the first; the last node is killed, and requests to its topics are refused for a while.
show_cluster() {
  local topic publications=()
  local push
  push=$(await_line "$work/node0.log" 's|.*Push listener on ws\(://[^ /]*\).*|http\1|p')
  for topic in topic{1..24}; do
    curl -sSN "$push/topics/$topic" -H 'Accept: text/event-stream' > "$work/$topic" &
    pids+=("$!")
  done
  for topic in topic{1..24}; do
    await_line "$work/$topic" '/"subscribed"/p' > /dev/null
    publish 1 "$topic"
  done
  kill -KILL "$last_node"
  wait "$last_node" 2> /dev/null || true
  for topic in topic{1..24}; do
    publish 1 "$topic" &
    publications+=("$!")
  done
  wait "${publications[@]}"
  await_node 1 metrics '^wsactors_bucket_requests_unanswered_total'
  await_node 0 metrics '^wsactors_bucket_streams_restarted_total'
  await_node 0 metrics '^wsactors_cluster_removals_total'
}

# publish NODE TOPIC, whatever the answer is.
publish() {
  curl -sS -o /dev/null -H "X-API-Key: $key" -d text "${nodes[$1]}/api/topics/$2/messages"
}

# await_node NODE PATH EXPRESSION: until the node's answer has a line like this.
await_node() {
  for _ in {1..600}; do
    if grep -qE "$3" <<< "$(curl -sS -H "X-API-Key: $key" "${nodes[$1]}/$2")"; then
      return
    fi
    sleep 0.2
  done
  echo "node $1 never had $3 at /$2:" >&2
  curl -sS -H "X-API-Key: $key" "${nodes[$1]}/$2" >&2
  tail "$work/node$1.log" >&2
  return 1
}

start_prometheus() {
  cat > "$work/prometheus.yml" << YAML
global: { scrape_interval: 1s, evaluation_interval: 1s }
rule_files: ["$PWD/$alerts"]
scrape_configs:
  - job_name: wsactors
    authorization: { credentials: $key }
    static_configs: [{ targets: ["${admin#http://}", "${nodes[0]#http://}", "${nodes[1]#http://}"] }]
YAML
  prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/data" --web.listen-address=127.0.0.1:0 \
    2> "$work/prometheus.log" &
  pids+=("$!")
  prometheus=http://$(await_line "$work/prometheus.log" 's|.*msg="Listening on" address=\([0-9.:]*\).*|\1|p')
}

# The first match of a sed expression in a file that is being written.
await_line() {
  local found
  for _ in {1..1200}; do
    found=$(sed -n "$2" "$1" 2> /dev/null | head -n 1)
    if [[ -n $found ]]; then
      echo "$found"
      return
    fi
    sleep 0.1
  done
  echo "$1 never said it:" >&2
  cat "$1" >&2
  return 1
}

await_scrapes() {
  for _ in {1..1200}; do
    if [[ $(query "count_over_time(up{job=\"wsactors\"}[5m])" | jq -r '.data.result[0].value[1] // 0') -ge $1 ]]; then
      return
    fi
    sleep 0.1
  done
  echo "Prometheus cannot scrape the server:" >&2
  tail "$work/prometheus.log" >&2
  return 1
}

query() {
  curl -sS --get --data-urlencode "query=$1" "$prometheus/api/v1/query"
}

fault() {
  faults=$((faults + 1))
  echo "fault: $1" >&2
}

# Suffixes of histograms are part of the names at /metrics. ALERTS is Prometheus' own.
check_metric_names() {
  names=$({ jq -r '.. | .expr? // empty' "${dashboards[@]}"; grep -v '^ *#' "$alerts"; } |
    grep -oE '\b(wsactors|dotnet|http_server|kestrel|process)_[a-z_]+' | sort -u)
  local name
  for name in $names; do
    grep -qE "^$name[ {]" "$work/metrics" || fault "$name does not stand at /metrics"
  done
}

check_panels() {
  panels=0
  local title expression answer
  while IFS=$'\t' read -r title expression; do
    panels=$((panels + 1))
    answer=$(query "$(filled_in "$expression")")
    if [[ $(jq -r .status <<< "$answer") != success ]]; then
      fault "$title: $(jq -r .error <<< "$answer"): $expression"
    elif [[ $(jq '.data.result | length' <<< "$answer") == 0 ]]; then
      fault "$title: no data: $expression"
    fi
  done < <(jq -r '.panels[] | .title as $title | .targets[]? | "\($title)\t\(.expr)"' "${dashboards[@]}")
}

check_annotations() {
  local expression answer
  while read -r expression; do
    answer=$(query "$(filled_in "$expression")")
    [[ $(jq -r .status <<< "$answer") == success ]] || fault "annotation: $(jq -r .error <<< "$answer"): $expression"
  done < <(jq -r '.annotations.list[].expr // empty' "${dashboards[@]}")
}

check_alerts() {
  local answer
  answer=$(curl -sS "$prometheus/api/v1/rules" | jq '[.data.groups[].rules[]]')
  rules=$(jq length <<< "$answer")
  ((rules > 0)) || fault "no alert rules"
  local unwell
  unwell=$(jq -r '.[] | select(.health != "ok") | "\(.name): \(.lastError)"' <<< "$answer")
  [[ -z $unwell ]] || fault "$unwell"
}

# What Grafana would put for its variables.
filled_in() {
  local expression=${1//\$__rate_interval/5m}
  echo "${expression//\$instance/.*}"
}

main
