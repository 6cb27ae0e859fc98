#!/usr/bin/env bash
# Says what this machine lacks to serve many connections:   deploy/check-machine.sh [CONNECTIONS [PROCESS]]
#
# CONNECTIONS is 1000000 unless given. PROCESS is the id of a running server, whose own limits are looked at then, instead of
# this shell's. Changes nothing. Exit code 0 if nothing is missing, else 1.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

readonly connections=${1:-1000000}
readonly process=${2:-self}
# What a node opens beside its connections: listeners, epoll, its own files, admin requests.
readonly other_descriptors=1000
# Of one idle connection: actor and socket object in the process, the socket in the kernel. Before anything is sent.
readonly bytes_each=10240
readonly bytes_at_start=$((256 * 1024 * 1024))

# From here on the kernel's own settings count.
readonly many=50000

missing=0

main() {
  [[ $connections =~ ^[0-9]+$ ]] || usage
  echo "For $connections connections:"
  check_descriptors
  check_memory
  check_kernel
  check_conntrack
  note_ports
  ((missing == 0))
}

usage() {
  sed -n '2s/^# //p' "${BASH_SOURCE[0]##*/}" >&2
  exit 2
}

ok() { printf '  ok       %s\n' "$1"; }
note() { printf '  note     %s\n' "$1"; }
lacks() {
  printf '  MISSING  %s\n           %s\n' "$1" "$2"
  missing=$((missing + 1))
}

# What a storm of clients needs, a few can do without.
advise() {
  if ((connections >= many)); then
    lacks "$1" "$2"
  else
    note "$1, from $many connections on"
  fi
}

check_descriptors() {
  local soft hard needed=$((connections + other_descriptors))
  read -r soft hard < <(awk '/^Max open files/ { print $4, $5 }' "/proc/$process/limits")
  if [[ $soft == unlimited ]] || ((soft >= needed)); then
    ok "descriptors: $soft"
  elif [[ $hard == unlimited ]] || ((hard >= needed)); then
    # .NET raises the soft limit to the hard one at its start.
    ok "descriptors: $soft, which .NET raises to $hard"
  else
    lacks "descriptors: $hard, needed $needed" "LimitNOFILE= of the service, ulimits of the container, or /etc/security/limits.conf"
  fi
}

check_memory() {
  local total needed limit
  total=$(($(awk '/^MemTotal/ { print $2 }' /proc/meminfo) * 1024))
  needed=$((bytes_at_start + connections * bytes_each))
  for limit in /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes; do
    if [[ -r $limit && $(< "$limit") =~ ^[0-9]+$ ]] && (($(< "$limit") < total)); then
      total=$(< "$limit")
    fi
  done
  if ((total >= needed)); then
    ok "memory: $(in_mib "$total"), of which idle connections take $(in_mib "$needed")"
  else
    lacks "memory: $(in_mib "$total"), idle connections alone take $(in_mib "$needed")" "a larger machine or container, or more nodes"
  fi
}

# Every line of sysctl/wsactors.conf; of several numbers the last counts.
check_kernel() {
  local key wanted actual
  while IFS='=' read -r key wanted; do
    key=${key// /}
    wanted=$(tr -s ' \t' ' ' <<< "${wanted# }")
    if ! actual=$(tr -s ' \t' ' ' 2> /dev/null < "/proc/sys/${key//.//}"); then
      ok "$key: not to be seen here, the kernel's default holds"
    elif is_enough "$key" "${actual##* }" "${wanted##* }"; then
      ok "$key: $actual"
    else
      advise "$key: $actual, wanted $wanted" "deploy/sysctl/wsactors.conf"
    fi
  done < <(grep -E '^[a-z]' sysctl/wsactors.conf)
}

# Where memory is bounded less is enough, else more is.
is_enough() {
  case $1 in
    net.ipv4.tcp_wmem) (($2 <= $3)) ;;
    *) (($2 >= $3)) ;;
  esac
}

check_conntrack() {
  local file=/proc/sys/net/netfilter/nf_conntrack_max
  if [[ ! -r $file ]]; then
    ok "conntrack: not loaded"
  elif (($(< "$file") >= connections)); then
    ok "conntrack: $(< "$file")"
  else
    lacks "conntrack: $(< "$file"), so the firewall forgets connections beyond that" "net.netfilter.nf_conntrack_max in deploy/sysctl/wsactors.conf, or rules that do not track this port"
  fi
}

note_ports() {
  local first last
  read -r first last < /proc/sys/net/ipv4/ip_local_port_range
  note "a proxy on this machine can hold $((last - first + 1)) connections to one address of the node"
}

in_mib() { echo "$(($1 / 1024 / 1024)) MiB"; }

main
