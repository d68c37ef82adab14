#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Packs over time at the command line: tried on everybody, activated, migrated
# to, taken back, and a server that was started with another pack since.
set -uo pipefail
pack=$1
folder=$(mktemp -d)
server=
stop_server() {
  [ -z "$server" ] && return
  kill "$server" 2> /dev/null
  wait "$server"
  server=
}
trap 'stop_server; rm -rf "$folder"' EXIT

(umask 077
 printf 'a-token-of-a-service-for-this-test-alone' > "$folder/token"
 printf 'tokens { sha256: "%s" tenant: "north" subject: "desk" role: %s }\n' \
   "$(sha256sum < "$folder/token" | cut -d' ' -f1)" ROLE_SERVICE \
   > "$folder/tokens")
export TONUS_TOKEN_FILE=$folder/token

# Serves on the same data, with the further options.
serve() {
  rm -f "$folder/port"
  "$TONUSD" --data-folder "$folder/data" --listen-address 127.0.0.1:0 \
    --token-file "$folder/tokens" --port-file "$folder/port" "$@" \
    > "$folder/log" 2>&1 &
  server=$!
  while [ ! -s "$folder/port" ]; do
    kill -0 "$server" 2> /dev/null || { cat "$folder/log"; exit 1; }
    sleep 0.02
  done
  export TONUS_SERVER=127.0.0.1:$(cat "$folder/port")
}

# Runs tonus and prints what it says; ends the test when it fails.
tonus() {
  local said
  said=$("$TONUS" "$@" 2>&1) ||
    { printf 'tonus %s fails:\n%s\n' "$*" "$said" >&2; exit 1; }
  printf '%s\n' "$said"
}

# Ends the test when the text $1 has no line that matches $2.
expect() {
  grep -qE -- "$2" <<< "$1" && return
  printf 'Expected a line that matches: %s\nIn:\n%s\n' "$2" "$1" >&2
  exit 1
}

# The version of the pack of the patient's routine.
pack_of() {
  "$TONUS" --output json routine show --patient "$1" | tr -d ' "\n' |
    grep -oE 'pack_version:[0-9.a-z]+'
}

new_patient() {
  local patient
  patient=$(tonus --output name patient create --age 40 --level 3 \
    --equipment foam_roller) || exit 1
  tonus assess submit --patient "$patient" --deny-red-flags \
    --result mod_thomas_hip:R=8 --result slb_hold:L=12 > "$folder/submitted" ||
    exit 1
  printf '%s\n' "$patient"
}

cp -r "$pack" "$folder/candidate"
sed -i 's/^version: .*/version: "2099.1"/' "$folder/candidate/version.textproto"
# Doses stand a second time in their case.
sed -i 's/repetitions { low: 8 high: 12 }/repetitions { low: 9 high: 12 }/' \
  "$folder/candidate/exercises.textproto" \
  "$folder/candidate/vectors/doses-of-exercises.textproto"

serve
first=$(new_patient) || exit 1
released=$(pack_of "$first")
expect "$released" '^pack_version:20'

said=$(tonus pack shadow "$folder/candidate") || exit 1
expect "$said" "^$first .*changed|^$first .*~ [0-9]+ dose"
expect "$said" '^With pack 2099\.1 .*: 1 patient, 1 changed, 0 unchanged'

said=$(tonus pack activate "$folder/candidate" --reason new-version --dry-run) ||
  exit 1
expect "$said" 'could be activated; nothing was stored'
said=$(tonus pack activate "$folder/candidate" --reason new-version) || exit 1
expect "$said" '^Pack 2099\.1 .* is active now: new version'
expect "$(pack_of "$first")" "^$released\$"
second=$(new_patient) || exit 1
expect "$(pack_of "$second")" '^pack_version:2099\.1$'

said=$(tonus pack migrate "$first" --dry-run) || exit 1
expect "$said" "^$first would go from pack"
expect "$said" '^  ~ '
said=$(tonus pack migrate --all) || exit 1
expect "$said" "^$first went from pack .* to 2099\.1"
expect "$said" "^$second uses pack 2099\.1 .* already"
expect "$(pack_of "$first")" '^pack_version:2099\.1$'
expect "$(tonus routine revisions --patient "$first")" 'pack.migrated'

# The released pack, at the server that was built with it, and one that was not.
own=$("$TONUS" --output json catalog pack | tr -d ' "\n' |
  grep -oE 'server_hash:[0-9a-f]+' | cut -d: -f2)
stop_server
serve --pack-folder "$folder/candidate"
expect "$(pack_of "$first")" '^pack_version:2099\.1$'
said=$(tonus pack activate "$own" --reason go-back) || exit 1
expect "$said" 'is active now: go back'
expect "$(tonus catalog pack)" '^  before: 2099\.1 '
said=$(tonus pack migrate "$first") || exit 1
expect "$said" "^$first went from pack 2099\.1"
expect "$(pack_of "$first")" "^$released\$"
refused=$("$TONUS" pack activate "$folder/candidate" --reason why 2>&1) && exit 1
expect "$refused" 'new-version, safety, local-adaptation, go-back, other'
sed -i 's/progression: "exhale_90_90"/progression: "no_such"/' \
  "$folder/candidate/exercises.textproto"
refused=$("$TONUS" pack activate "$folder/candidate" --reason other 2>&1) &&
  exit 1
expect "$refused" 'pack\.exercises\[seated_long_exhale\]'
