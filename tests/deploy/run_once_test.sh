#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# deploy/run.sh as a newcomer uses it, with the programs that are built already.
set -uo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
TONUS_BIN=$(dirname "$TONUSD")
export TONUS_BIN
run() { deploy/run.sh "$@" 2>&1; }

# Ends the test when the text $1 has no line that matches $2.
expect() {
  grep -qE -- "$2" <<< "$1" && return
  printf 'Expected a line that matches: %s\nIn:\n%s\n' "$2" "$1" >&2
  exit 1
}

# Prints the lines of the text $1 below its headline $2.
section() {
  awk -v headline="$2" '/^[^ ]/ { on = $0 == headline; next } on' <<< "$1"
}

# Prints the number of the first line of the text $1 that matches $2.
line_of() { grep -nE -m 1 -- "$2" <<< "$1" | cut -d: -f1; }

first=$(run --once --data "$folder/data" --port 0) || { echo "$first"; exit 1; }
expect "$(section "$first" Tight)" 'Iliopsoas, right'
expect "$(section "$first" Weak)" 'Gluteus maximus, right'
expect "$(section "$first" 'Left alone')" 'hamstrings tested in order'
expect "$first" '^Session 1, '

# The items in order, with doses, and the tight muscle before its weak partner.
session=${first#*"== Today's session =="}
session=${session%%"At home this week"*}
items=$(grep -oE '^ *[0-9]+\. ' <<< "$session" | tr -d ' .')
[ "$(wc -l <<< "$items")" -ge 3 ] || { echo "$session"; exit 1; }
[ "$items" = "$(seq "$(wc -l <<< "$items")")" ] || { echo "$session"; exit 1; }
[ "$(grep -cE '^    [0-9]+ sets? of ' <<< "$session")" -eq "$(wc -l <<< "$items")" ] ||
  { echo "An item has no dose: $session"; exit 1; }
release=$(line_of "$session" 'Releases the right iliopsoas')
train=$(line_of "$session" 'Trains the right gluteus maximus')
[ "${release:-0}" -gt 0 ] && [ "$release" -lt "${train:-0}" ] ||
  { echo "Release and training are not in order: $session"; exit 1; }

# A second run finds the first's data: the same patient and assessment, once.
second=$(run --once --data "$folder/data" --port 0) ||
  { echo "$second"; exit 1; }
[ "$first" = "$second" ] ||
  { diff <(echo "$first") <(echo "$second"); exit 1; }

"$TONUSD" --data-folder "$folder/data" --listen-address 127.0.0.1:0 \
  --port-file "$folder/port" > "$folder/log" 2>&1 &
server=$!
while [ ! -s "$folder/port" ]; do
  kill -0 "$server" 2> /dev/null || { cat "$folder/log"; exit 1; }
  sleep 0.02
done
port=$(cat "$folder/port")
patients=$("$TONUS" --server "127.0.0.1:$port" \
  --token-file "$folder/data/development-token" patient list --output name)
taken=$(run --once --data "$folder/other" --port "$port") && code=0 || code=$?
log_size=$(stat -c %s "$folder/data/tonusd.log")
in_use=$(run --once --data "$folder/data" --port 0) && in_use_code=0 ||
  in_use_code=$?
kill "$server"
wait "$server"
[ "$(grep -c '^patients/' <<< "$patients")" -eq 1 ] ||
  { echo "Expected one patient: $patients"; exit 1; }

# An address or data folder in use is explained.
[ "$code" -eq 1 ] || { echo "Exit code $code: $taken"; exit 1; }
expect "$taken" "can not listen on 127.0.0.1:$port; is another server using"
expect "$taken" 'give another --port'
[ "$in_use_code" -eq 1 ] || { echo "Exit code $in_use_code: $in_use"; exit 1; }
expect "$in_use" "$folder/data"
expect "$in_use" 'give another --data'
[ "$(stat -c %s "$folder/data/tonusd.log")" -gt "$log_size" ] ||
  { echo 'The log of the server that has the folder was cut.'; exit 1; }

# A path is that of the caller, whose folder is another one; a data folder that
# can not be one is explained.
relative=$(cd "$folder" && "$OLDPWD/deploy/run.sh" \
  --once --data here --port 0 2>&1) || { echo "$relative"; exit 1; }
[ -d "$folder/here" ] || { echo "No $folder/here: $relative"; exit 1; }
blocked=$(run --once --data "$folder/log" --port 0) && code=0 || code=$?
[ "$code" -eq 1 ] || { echo "Exit code $code: $blocked"; exit 1; }
expect "$blocked" "^The data folder $folder/log can not be written"

bogus=$(run --bogus) && code=0 || code=$?
[ "$code" -eq 2 ] || { echo "Exit code $code: $bogus"; exit 1; }
expect "$bogus" '^Unknown option: --bogus$'
expect "$bogus" '^Usage: deploy/run.sh '
