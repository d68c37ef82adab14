#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds and starts Tonus on this machine and shows one assessment become a
# programme. Run it again: it starts quickly and finds the data of the first run.
set -euo pipefail
caller=$PWD
cd "$(dirname "$(readlink -f "$0")")/.."

usage() {
  cat << 'TEXT'
Usage: deploy/run.sh [--once] [--data DIR] [--port N] [--preset NAME]

Installs what is missing, builds, starts tonusd on the embedded store with a
development credential, submits the desk worker of deploy/examples and prints
what it means and today's session. Then it keeps serving until Ctrl-C.

  --once         stop after printing
  --data DIR     where the data lives (default: tonus-data beside README.md)
  --port N       port on 127.0.0.1 (default: 50051; 0: any free one)
  --preset NAME  build to use: release (default) or dev

TONUS_BIN=DIR in the environment uses the programs in DIR and builds nothing.
TEXT
}

# Prints the path $1 as the caller meant it.
of_caller() {
  case $1 in
    /*) echo "$1" ;;
    *) echo "$caller/$1" ;;
  esac
}

once=false data=tonus-data port=50051 preset=release
while [ $# -gt 0 ]; do
  case $1 in
    --once) once=true ;;
    --data | --port | --preset)
      [ $# -ge 2 ] || { echo "$1 needs a value" >&2; usage >&2; exit 2; }
      declare "${1#--}=$2"
      [ "$1" != --data ] || data=$(of_caller "$2")
      shift ;;
    -h | --help) usage; exit 0 ;;
    *) echo "Unknown option: $1" >&2; usage >&2; exit 2 ;;
  esac
  shift
done

. deploy/prepare.sh
if [ -z "${TONUS_BIN:-}" ]; then
  install_packages deploy/apt-packages.txt
  build "$preset" tonusd tonus
fi
bin=build/$preset/bin
[ -z "${TONUS_BIN:-}" ] || bin=$(of_caller "$TONUS_BIN")
[ -x "$bin/tonusd" ] || fail "There is no program $bin/tonusd."

log=$data/tonusd.log
{ mkdir -p "$data" && : >> "$log"; } 2> /dev/null ||
  fail "The data folder $data can not be written." \
       "Choose another one with --data, or see who owns it: ls -ld $data"
port_file=$(mktemp)
# In a session of its own a Ctrl-C reaches it once, through this script.
setsid "$bin/tonusd" --data-folder "$data" \
  --listen-address "127.0.0.1:$port" --port-file "$port_file" >> "$log" 2>&1 &
server=$!
trap 'kill "$server" 2> /dev/null || true; wait "$server" 2> /dev/null || true
      rm -f "$port_file"' EXIT
trap 'exit 130' INT TERM HUP

while [ ! -s "$port_file" ]; do
  kill -0 "$server" 2> /dev/null || {
    wait "$server" || code=$?
    tail -n 5 "$log" >&2
    case ${code:-0} in
      69) hint="Stop the other server, or give another --port." ;;
      75) hint="Another tonusd has this data: stop it, or give another --data." ;;
      *) hint="The whole output is in $log." ;;
    esac
    fail "tonusd stopped with exit code ${code:-0}; its message is above." "$hint"
  }
  sleep 0.05
done
address=127.0.0.1:$(cat "$port_file")
export TONUS_SERVER=$address TONUS_TOKEN_FILE=$data/development-token
tonus=$bin/tonus

# Fixed request ids make every step one fact: a second run finds the first's.
patient=$("$tonus" patient create --file deploy/examples/desk_worker.patient.textproto \
  --external-id desk-worker --request-id example-desk-worker --output name)
echo
echo "== The desk worker ($patient) is assessed =="
"$tonus" assess submit "$patient" \
  --file deploy/examples/desk_worker.assessment.textproto \
  --request-id example-desk-worker-assessment
echo
echo "== Today's session =="
"$tonus" today "$patient"

$once && exit 0
cat << TEXT

tonusd serves on $address. In another terminal, for example:

  export TONUS_SERVER=$address TONUS_TOKEN_FILE=$data/development-token
  $tonus explain $patient --muscle iliopsoas
  $tonus log $patient --session 1 --completed 100 --pain-before 3 --pain-after 2
  $tonus progress $patient
  $tonus --help

Ctrl-C stops it; the data stays in $data.
TEXT
wait "$server"
