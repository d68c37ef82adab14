# SPDX-License-Identifier: Apache-2.0
# Sourced by the tests in shell: serves until the test ends, in $folder, with
# what callers need in the variables that the command line reads.

folder=$(mktemp -d)
data=$folder/data
"$TONUSD" --data-folder "$data" --listen-address 127.0.0.1:0 \
  --port-file "$folder/port" > "$folder/log" 2>&1 &
server=$!
stop_server() {
  kill "$server" 2> /dev/null
  wait "$server"
  rm -rf "$folder"
}
trap stop_server EXIT
while [ ! -s "$folder/port" ]; do
  kill -0 "$server" 2> /dev/null || { cat "$folder/log"; exit 1; }
  sleep 0.02
done
export TONUS_SERVER=127.0.0.1:$(cat "$folder/port")
export TONUS_TOKEN_FILE=$data/development-token

# Ends the test when the text $1 has no line that matches $2.
expect() {
  grep -qE -- "$2" <<< "$1" && return
  printf 'Expected a line that matches: %s\nIn:\n%s\n' "$2" "$1" >&2
  exit 1
}
