#!/usr/bin/env bash
# Tries deploy/Dockerfile where no Docker engine runs:   deploy/check-dockerfile.sh
#
# The first stage's instructions are run one by one in an empty folder, with the build context that .dockerignore leaves.
# What they publish is started as the last stage says (ENV, USER, HEALTHCHECK, ENTRYPOINT) in a network namespace of its
# own, so that its fixed ports disturb nobody: it must refuse to start without an API key, be healthy with one, and end
# with 0 on SIGTERM. Not tried: that the base images exist and hold what they promise.
#
# Needs root (for the namespace and the change of user), the .NET SDK, git, curl, wget, iproute2 and util-linux.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly dockerfile=$PWD/deploy/Dockerfile
readonly this=$PWD/deploy/check-dockerfile.sh
# The account of Microsoft's images; $APP_UID is set there.
readonly app_uid=1654
readonly key=a-key-for-this-check-only

if [[ ${1:-} == --in-namespace ]]; then
  work=$2
else
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
fi
readonly work context=$work/context image=$work/image

main() {
  lay_context
  chmod 755 "$work"
  run_build_stage
  unshare --net "$this" --in-namespace "$work"
  echo "the Dockerfile holds"
}

# What "docker build ." would send: all files but those of .dockerignore, whose patterns git reads alike.
lay_context() {
  mkdir "$context"
  {
    comm -23 <(git ls-files --cached | sort) <(git ls-files --cached --ignored --exclude-from=.dockerignore | sort)
    git ls-files --others --exclude-from=.dockerignore
  } | while read -r file; do
    if [[ -f $file ]]; then
      cp --parents "$file" "$context"
    fi
  done
  local stray
  stray=$(find "$context" \( -name bin -o -name obj -o -name tests -o -name .git -o -name .env \) | head)
  [[ -z $stray ]] || fail "the build context holds $stray"
}

# The instructions of a stage (first or last), one a line, comments left out.
stage() {
  sed -e '/^\s*#/d' -e ':join' -e '/\\$/{N;s/\\\n\s*/ /;b join' -e '}' -e '/^\s*$/d' "$dockerfile" |
    awk -v wanted="$1" '/^FROM /{n++} (wanted == "first") == (n == 1)'
}

run_build_stage() {
  mkdir "$image"
  local directory=$image instruction arguments
  while read -r instruction arguments; do
    echo "  $instruction $arguments"
    case $instruction in
      FROM) ;;
      WORKDIR) directory=$image$arguments && mkdir -p "$directory" ;;
      COPY) copy "$directory" $arguments ;;
      # The folder is the root directory of the image: so its absolute path for --output.
      RUN) (cd "$directory" && bash -ec "${arguments//--output \//--output $image/}" < /dev/null) || fail "RUN $arguments" ;;
      *) fail "this script does not know the instruction $instruction" ;;
    esac
  done < <(stage first)
}

# COPY: a folder's contents, or files, into the last one named.
copy() {
  local directory=$1 target=${*: -1} source
  shift
  mkdir -p "$directory/$target"
  for source in "${@:1:$#-1}"; do
    if [[ -d $context/$source ]]; then
      cp -r "$context/$source/." "$directory/$target"
    else
      cp "$context/$source" "$directory/$target"
    fi
  done
}

# ---- In the namespace ------------------------------------------------------------------------------------------------

start_as_container() {
  ip link set lo up
  local -a environment entrypoint
  mapfile -t environment < <(stage last | sed -n 's/^ENV //p')
  mapfile -t entrypoint < <(stage last | sed -n 's/^ENTRYPOINT //p' | grep -o '"[^"]*"' | tr -d '"')
  [[ $(stage last | sed -n 's/^USER //p') == "\$APP_UID" ]] || fail "the last stage does not leave root"
  local -a run=(setpriv --reuid="$app_uid" --regid="$app_uid" --clear-groups env HOME=/tmp "${environment[@]}")

  cd "$image/app"
  local exit_code=0
  timeout 120 "${run[@]}" "${entrypoint[@]}" > "$work/refused.log" 2>&1 || exit_code=$?
  ((exit_code == 1)) || fail "without an API key it ended with $exit_code instead of 1: $(cat "$work/refused.log")"
  grep -q 'WsActors:Admin:ApiKeys' "$work/refused.log" || fail "the refusal does not name the key: $(cat "$work/refused.log")"
  echo "  refused without a key: $(cat "$work/refused.log")"

  "${run[@]}" WsActors__Admin__ApiKeys__0="$key" "${entrypoint[@]}" > "$work/server.log" 2>&1 &
  local server=$!
  trap "kill -KILL $server 2> /dev/null || true" EXIT
  await_health || fail "it did not become healthy: $(cat "$work/server.log")"
  echo "  healthy, by the image's own HEALTHCHECK"
  [[ $(status http://127.0.0.1:8081/api/node) == 401 ]] || fail "the admin API asks for no key"
  [[ $(status -H "X-API-Key: $key" http://127.0.0.1:8081/api/node) == 200 ]] || fail "the admin API refuses its key"
  [[ $(status http://127.0.0.1:8080/echo) == 426 ]] || fail "nothing that speaks WebSocket listens on 8080"

  kill -"$(stage last | sed -n 's/^STOPSIGNAL SIG//p')" "$server"
  exit_code=0
  wait "$server" || exit_code=$?
  ((exit_code == 0)) || fail "on SIGTERM it ended with $exit_code: $(cat "$work/server.log")"
  echo "  ended with 0 on SIGTERM"
}

await_health() {
  local health
  health=$(stage last | sed -n 's/^HEALTHCHECK.* CMD //p')
  for _ in {1..600}; do
    if (eval "$health") 2> /dev/null; then
      return 0
    fi
    sleep 0.2
  done
  return 1
}

status() {
  curl -sS -o /dev/null -w '%{http_code}' "$@"
}

fail() {
  echo "FAILED: $1" >&2
  exit 1
}

if [[ ${1:-} == --in-namespace ]]; then
  start_as_container
else
  main
fi
