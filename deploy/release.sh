#!/usr/bin/env bash
# Builds what is released, all of one version:   deploy/release.sh VERSION OUT
#
# OUT is a new folder. It then holds the packages for .NET with their symbols (.nupkg, .snupkg), the package for JavaScript (.tgz) and
# the server, compiled for this platform (wsactors-VERSION-RID.tar.gz). Each is asked for its version before this script ends with 0.
#
# Needs the .NET SDK, Node.js 20 with npm, curl and Python 3.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1

readonly version=${1:?deploy/release.sh VERSION OUT} out=$(realpath -m "${2:?deploy/release.sh VERSION OUT}")
readonly client=src/clients/typescript
readonly packages=(src/WsActors.AspNetCore src/clients/dotnet/WsActors.Client src/clients/dotnet/WsActors.Publishing)
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]] || { echo "\"$version\" is not a version, as in 1.2.3 or 1.2.3-rc.1" >&2; exit 2; }
[[ ! -e $out ]] || { echo "$out exists already" >&2; exit 2; }

work=$(mktemp -d)
server=
repository=
trap '[[ -z $server ]] || kill "$server" 2> /dev/null || true; rm -rf "$work"' EXIT

main() {
  mkdir -p "$out"
  local -a properties=(-p:Version="$version" -p:ContinuousIntegrationBuild=true)
  # SourceLink names the repository if it has a public address.
  [[ $(git remote get-url origin 2> /dev/null) != https://* ]] || repository=$(git remote get-url origin)
  [[ -z $repository ]] || properties+=(-p:PublishRepositoryUrl=true)

  local project
  for project in "${packages[@]}"; do
    local -a readme=()
    [[ ! -f $project/README.md || -f $project/PACKAGE.md ]] || readme=(-p:PackageReadme="$(readme_of "$project")")
    dotnet pack "$project" --configuration Release --output "$out" --verbosity quiet "${properties[@]}" "${readme[@]}"
  done
  pack_client
  publish_server "${properties[@]}"
  check_packages
  check_server
  echo "$version: $(cd "$out" && echo *)"
}

# readme_of PROJECT: the file that is packed, whose links lead out of the package.
readme_of() {
  local file
  file=$work/README-of-$(basename "$1").md
  packed_readme "$1/README.md" > "$file"
  echo "$file"
}

packed_readme() {
  python3 deploy/package-readme.py "$1" ${repository:+"${repository%.git}/blob/$(git rev-parse HEAD)"}
}

# npm packs what the folder holds. The version of the release is written into a copy, so that the sources stay as they are.
pack_client() {
  [[ -d $client/node_modules ]] || (cd "$client" && npm ci --no-audit --no-fund --silent)
  (cd "$client" && npm run --silent build > /dev/null && npm pack --silent --ignore-scripts --pack-destination "$work" > /dev/null)
  tar -xzf "$work"/wsactors-*.tgz -C "$work"
  packed_readme "$client/README.md" > "$work/package/README.md"
  (cd "$work/package" && npm pkg set version="$version" && npm pack --silent --ignore-scripts --pack-destination "$out" > /dev/null)
}

publish_server() {
  dotnet publish src/WsActors.Server --configuration Release --output "$work/server" --verbosity quiet "$@"
  rid=$(dotnet --info | sed -n 's/^ *RID: *//p')
  tar -czf "$out/wsactors-$version-$rid.tar.gz" -C "$work" server
}

check_packages() {
  local project name
  for project in "${packages[@]}"; do
    name=$(basename "$project")
    [[ -f $out/$name.$version.snupkg ]] || fail "$name has no symbols"
    names_in "$out/$name.$version.nupkg" > "$work/names"
    local file
    for file in README.md "lib/net10.0/$name.dll" "lib/net10.0/$name.xml"; do
      grep -qx "$file" "$work/names" || fail "$name has no $file"
    done
    [[ -z $repository ]] || check_sources "$name"
  done
  names_in "$out/WsActors.AspNetCore.$version.nupkg" > "$work/names"
  names_in "$out/WsActors.AspNetCore.$version.snupkg" > "$work/symbols"
  for name in Protocol Actors Cluster; do
    grep -qx "lib/net10.0/WsActors.$name.dll" "$work/names" || fail "WsActors.AspNetCore lacks WsActors.$name"
    grep -qx "lib/net10.0/WsActors.$name.pdb" "$work/symbols" || fail "the symbols of WsActors.AspNetCore lack WsActors.$name"
  done
  [[ $(tar -xzOf "$out/wsactors-$version.tgz" package/package.json | sed -n 's/^ *"version": *"\(.*\)".*/\1/p') == "$version" ]] ||
    fail "the package for JavaScript has another version"
}

# The package names the commit, and SourceLink's table in each of its symbols the address of the sources at that commit.
check_sources() {
  local commit symbols=$work/symbols-of-$1 file
  commit=$(git rev-parse HEAD)
  python3 -m zipfile -e "$out/$1.$version.snupkg" "$symbols"
  for file in "$symbols"/lib/net10.0/*.pdb; do
    grep -aqE "https://[^\"]*$commit" "$file" || fail "$(basename "$file") does not name the address of its sources"
  done
  python3 -m zipfile -e "$out/$1.$version.nupkg" "$work/package-of-$1"
  grep -q "<repository .*url=\"$repository\".*commit=\"$commit\"" "$work/package-of-$1/$1.nuspec" || fail "$1 does not name its repository"
}

names_in() {
  python3 -m zipfile -l "$1" | awk 'NR > 1 { print $1 }'
}

# The program, the admin API and its description.
check_server() {
  local reported
  reported=$(dotnet "$work/server/WsActors.Server.dll" --version)
  [[ $reported == "WsActors $version" ]] || fail "--version prints \"$reported\""
  dotnet "$work/server/WsActors.Server.dll" --WsActors:Push:Port=0 --WsActors:Admin:Port=0 --WsActors:Push:WarmUp=false > "$work/log" 2>&1 &
  server=$!
  local admin=
  for _ in {1..300}; do
    admin=$(sed -n 's/.*Admin API on \(http[^ ]*\).*/\1/p' "$work/log")
    [[ -z $admin ]] || break
    kill -0 "$server" 2> /dev/null || fail "the server has ended: $(cat "$work/log")"
    sleep 0.2
  done
  [[ -n $admin ]] || fail "the server does not listen: $(cat "$work/log")"
  grep -q "\"version\":\"$version\"" <<< "$(curl -sS --fail "$admin/api/node")" || fail "GET /api/node reports another version"
  tr -d ' \n' <<< "$(curl -sS --fail "$admin/openapi/v1.json")" > "$work/openapi"
  grep -q "\"info\":{[^}]*\"version\":\"$version\"" "$work/openapi" || fail "the OpenAPI document has another version"
  kill "$server"
  wait "$server" || fail "the server ended with $?"
  server=
}

fail() {
  echo "FAILED: $1" >&2
  exit 1
}

main
