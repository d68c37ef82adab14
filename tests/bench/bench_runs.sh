#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs the given benchmark command and checks that every row is there and
# nothing failed.
set -euo pipefail
json=$(mktemp)
trap 'rm -f "$json"' EXIT
"$@" --json "$json"
python3 - "$json" << 'PYTHON'
import json
import sys

report = json.load(open(sys.argv[1]))
rows = [(method["method"], load["concurrency"]) for method in report["methods"]
        for load in method["loads"]]
want = [(method, concurrency)
        for method in ("GetSession", "GetRoutine", "SubmitAssessment")
        for concurrency in (1, 16, 64, 0)]
assert rows == want, rows
for method in report["methods"]:
    assert method["response_bytes"] > 0, method["method"]
    for load in method["loads"]:
        for pair in load["pairs"]:
            for server in ("echo", "tonus"):
                figures = pair[server]
                assert int(figures["calls"]) > 0, (method["method"], load)
                assert figures["p99_us"] >= figures["p50_us"] > 0, figures
                assert figures["cpu_us_per_call"] > 0, figures
            # The echo answers with as many bytes.
            echo, tonus = (pair[s]["response_bytes"] for s in ("echo", "tonus"))
            assert abs(echo - tonus) <= 0.05 * tonus, (echo, tonus)
assert int(report["failed_calls"]) == 0
assert int(report["writes_checked"]) > 0
assert int(report["writes_lost"]) == 0
PYTHON
