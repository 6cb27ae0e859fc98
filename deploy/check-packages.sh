#!/usr/bin/env bash
# Tries the packages as docs/first-push.md says:   deploy/check-packages.sh [FOLDER VERSION]
#
# deploy/release.sh builds them from a clone of this commit, unless a folder has them already. An application in an empty folder restores WsActors.AspNetCore from the folder
# and is started, a client in another installs the package for JavaScript, and a push of the application reaches it, a WebSocket in Node.js, and Chromium, if it is
# there (with CI set, it must be). The program and the clients are the page's own; only the ports are others, so that the check disturbs nobody.
#
# Needs the .NET SDK, Node.js 20 with npm, curl and Python 3; for Chromium 'npm ci' in tests/clients. What the packages depend on comes from the sources of the machine's NuGet configuration.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1

readonly page=$PWD/docs/first-push.md clients=$PWD/tests/clients
# A version of its own each time, because NuGet never reads a version twice.
readonly folder=${1:-} version=${2:-0.0.0-check.$(date +%s)}
work=$(mktemp -d)
readonly work
pids=()
browser=
# The browser ends with its commands; it takes no other word for it.
trap 'exec 3>&-; kill "${pids[@]}" 2> /dev/null || true; wait; rm -rf "$work" "${NUGET_PACKAGES:-$HOME/.nuget/packages}"/wsactors.*/"$version"' EXIT

main() {
  if [[ -n $folder ]]; then
    cp -r "$folder" "$work/packages"
  else
    # With an address, so that SourceLink is checked; nothing is fetched from there.
    git clone --quiet . "$work/sources"
    git -C "$work/sources" remote set-url origin https://github.com/example/wsactors
    "$work/sources/deploy/release.sh" "$version" "$work/packages"
  fi
  check_readmes
  start_application
  start_clients
  await_subscribers 2
  if start_browser; then
    await_subscribers 3
  fi
  local answer
  answer=$(curl -sS --fail -X POST "$http/news/hello")
  grep -q '"topic":"news"' <<< "$answer" || fail "the application answers $answer"
  await "the client" '^hello$' "$work/client.log"
  await "the socket" '^hello$' "$work/socket.log"
  [[ -z $browser ]] || await "the browser" '"text":"hello"' "$work/browser.log"
  echo "a push of the packed server reaches the packed client${browser:+ and a browser}"
}

# A link to a file of the repository leads nowhere on the page of a package.
check_readmes() {
  local package
  for package in "$work"/packages/*.nupkg "$work"/packages/*.tgz; do
    case $package in
      *.nupkg) python3 -c 'import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).read("README.md").decode())' "$package" ;;
      *) tar -xzOf "$package" package/README.md ;;
    esac > "$work/readme"
    [[ -s $work/readme ]] || fail "$(basename "$package") has no README"
    ! grep -nE '\]\((\.|[^)#:]+[)#])' "$work/readme" > "$work/links" || fail "the README of $(basename "$package") has relative links: $(cat "$work/links")"
  done
}

start_application() {
  cd "$work"
  dotnet new web --output app --no-restore > /dev/null
  block xml > nuget.config
  dotnet add app package WsActors.AspNetCore --version "$version" > "$work/restore.log" || fail "$(cat "$work/restore.log")"
  block csharp > app/Program.cs
  dotnet build app --verbosity quiet
  dotnet run --project app --no-build --no-launch-profile -- --urls http://127.0.0.1:0 --WsActors:Push:Port=0 > "$work/app.log" 2>&1 &
  pids+=($!)
  await "the application" 'Application started' "$work/app.log"
  http=$(sed -n 's/.*Now listening on: \(http[^ ]*\).*/\1/p' "$work/app.log")
  push=$(sed -n 's/.*Push listener on ws:\/\/\([^ ]*\).*/\1/p' "$work/app.log")
}

start_clients() {
  mkdir "$work/client"
  cd "$work/client"
  npm init --yes > /dev/null
  npm install --offline --no-audit --no-fund --silent "$work/packages/wsactors-$version.tgz"
  block js 2 | sed "s/localhost:8080/$push/" > index.mjs
  block js 1 | sed "s/localhost:8080/$push/" > socket.mjs
  # Node.js 20 has WebSocket, behind an option.
  local -a websocket=()
  node -e 'process.exit(typeof WebSocket === "function" ? 0 : 1)' || websocket=(--experimental-websocket)
  node "${websocket[@]}" index.mjs > "$work/client.log" 2>&1 &
  pids+=($!)
  node "${websocket[@]}" socket.mjs > "$work/socket.log" 2>&1 &
  pids+=($!)
}

# The page that the document names, and the line that it has its reader type there.
start_browser() {
  local missing=
  command -v chromium > /dev/null || missing="Chromium"
  [[ -d $clients/node_modules ]] || missing="'npm ci' in tests/clients"
  if [[ -n $missing ]]; then
    [[ -z ${CI:-} ]] || fail "the browser needs $missing"
    echo "left out, because it needs $missing: the browser"
    return 1
  fi
  browser=yes
  mkfifo "$work/commands"
  node "$clients/browser.mjs" < "$work/commands" > "$work/browser.log" 2>&1 &
  pids+=($!)
  exec 3> "$work/commands"
  command_browser open url "$http/wsactors/api/node"
  await "the browser" '"opened"' "$work/browser.log"
  command_browser run script "$(block js 1 | sed "s/localhost:8080/$push/")"
}

command_browser() {
  python3 -c 'import json, sys; print(json.dumps({"do": sys.argv[1], "tab": "page", sys.argv[2]: sys.argv[3]}))' "$@" >&3
}

# The clients are subscribed when the topic says so.
await_subscribers() {
  for _ in {1..300}; do
    [[ $(curl -sS "$http/wsactors/api/topics/news") != *"\"subscribers\":$1"* ]] || return 0
    sleep 0.1
  done
  fail "the clients do not subscribe: $(cat "$work"/{client,socket,browser}.log 2> /dev/null)"
}

# block LANGUAGE [N]: the page's Nth block of code in this language.
block() {
  awk -v fence="\`\`\`$1" -v wanted="${2:-1}" '$0 == fence { n++; inside = n == wanted; next } /^```/ { inside = 0 } inside' "$page"
}

# await NAME PATTERN FILE
await() {
  for _ in {1..600}; do
    ! grep -q "$2" "$3" 2> /dev/null || return 0
    kill -0 "${pids[-1]}" 2> /dev/null || fail "$1 has ended: $(cat "$3")"
    sleep 0.1
  done
  fail "$1 does not print $2: $(cat "$3")"
}

fail() {
  echo "FAILED: $1" >&2
  exit 1
}

main
