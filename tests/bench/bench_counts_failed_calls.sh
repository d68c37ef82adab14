#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs the given benchmark command with a credential that tonusd does not know
# and checks that every call is reported as failed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
echo 0000000000000000000000000000000000000000000000000000000000000000 \
  > "$folder/token"

code=0
"$@" --methods GetSession --load-token-file "$folder/token" \
  --json "$folder/report.json" || code=$?
[ "$code" -eq 1 ] || { echo "exit code $code, not 1" >&2; exit 1; }
python3 - "$folder/report.json" << 'PYTHON'
import json
import sys

report = json.load(open(sys.argv[1]))
method, = report["methods"]
pairs = [method["warm_up"]] + [p for load in method["loads"]
                               for p in load["pairs"]]
calls = sum(int(pair["tonus"]["calls"]) for pair in pairs)
assert calls > 0
assert int(report["failed_calls"]) == calls, (report["failed_calls"], calls)
assert report["first_failure"].startswith("code 16"), report["first_failure"]
PYTHON
