#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs the examples of README.md, so that they stay true. Only the places of the
# programs, the data and the server are those of the test.
set -uo pipefail
readme=$1
. "$(dirname "$0")/serving.sh"
export BUF_CACHE_DIR=$folder/buf

# Prints the indented block of the README with a line that begins with $1.
block() {
  awk -v first="    $1" '
    /^    / { block = block $0 "\n"; if (index($0, first) == 1) wanted = 1; next }
    { if (wanted) printf "%s", block; block = ""; wanted = 0 }' "$readme"
}

# Runs the block with a line that begins with $1, and prints what it says.
run() {
  local script said
  script=$(block "$1" | sed -e "s|build/release/bin/tonus|$TONUS|" \
    -e "s|tonus-data|$data|" -e "s|127.0.0.1:50051|$TONUS_SERVER|")
  [ -n "$script" ] || { echo "README.md has no example: $1" >&2; return 1; }
  said=$(cd "$(dirname "$readme")" && bash -euo pipefail -c "$script" 2>&1) ||
    { printf 'This example of README.md fails:\n%s\n%s\n' "$script" "$said" >&2
      return 1; }
  printf '%s\n' "$said"
}

said=$(run 'build/release/bin/tonus assess interpret') || exit 1
expect "$said" '^Tight$|Iliopsoas, right'
expect "$said" 'Usage: tonus '

said=$(run 'buf curl') || exit 1
expect "$said" '"gate": "GATE_OK"'
expect "$said" '"muscle": "iliopsoas"'

said=$(run 'for id in C-1042') || exit 1
expect "$said" '3 assessments can be recorded, 0 recorded before, 0 wrong'
