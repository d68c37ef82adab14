#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The conformance suite runs whole on every backend, and no test is skipped.

rows.py CTEST SOURCES BUILD_FOLDER PROGRAM...: the programs are those of the
suite, in the order of ROWS.
"""

import collections
import json
import os
import pathlib
import re
import subprocess
import sys

ROWS = [
    {"Memory", "Rocksdb", "RocksdbReopened"},
    {"Postgres", "PostgresReopened", "PostgresReplicas"},
]
# Those that CTest knows as one test each.
NEED_POSTGRES = [
    "postgres_conformance_test",
    "postgres_storage_test",
    "postgres_fault_test",
    "postgres_failover_test",
    "postgres_tls_test",
]
# What would keep a test from running and yet let the run pass.
SKIPS = re.compile(
    r"GTEST_SKIP|\bDISABLED_|skipTest|skipIf"
    r"|skipUnless|unittest\.skip|SkipTest|expectedFailure"
    r"|SKIP_RETURN_CODE|SKIP_REGULAR_EXPRESSION|WILL_FAIL"
    r"|PROPERTIES DISABLED|(?:GTEST|gtest)_filter"
)


def cases(program):
    """The tests of each backend, as a program of the suite lists them."""
    listed = subprocess.run(
        [program, "--gtest_list_tests"], check=True, capture_output=True, text=True
    ).stdout
    found, suite = collections.defaultdict(set), ""
    for line in listed.splitlines():
        if line.startswith("Backends/"):
            suite = line
        elif match := re.match(r"  (\w+)/(\w+)", line):
            found[match[2]].add(suite + match[1])
    return found


def rows(programs):
    suites = [cases(program) for program in programs]
    whole = max((tests for suite in suites for tests in suite.values()), key=len)
    for expected, suite in zip(ROWS, suites, strict=True):
        for row in sorted(expected | set(suite)):
            if row not in expected:
                yield f"{row} is not in the list of this check"
            elif missing := whole - suite.get(row, set()):
                yield f"{row} lacks {len(missing)} of {len(whole)} tests"


def known(ctest, build):
    listed = json.loads(
        subprocess.run(
            [ctest, "--test-dir", build / "tests/storage", "--show-only=json-v1"],
            check=True,
            capture_output=True,
        ).stdout
    )
    names = {test["name"] for test in listed["tests"]}
    for name in NEED_POSTGRES:
        if name not in names:
            yield f"CTest does not know {name}"


def need_postgres(build):
    """Without PostgreSQL they fail and say why."""
    for name in NEED_POSTGRES:
        run = subprocess.run(
            [build / "tests/storage" / name],
            env={**os.environ, "TONUS_POSTGRESQL": "/nonexistent"},
            capture_output=True,
            text=True,
            check=False,
        )
        if run.returncode != 1 or "none in /nonexistent" not in run.stderr:
            yield f"{name} without PostgreSQL exits with {run.returncode}"


def skipped(sources):
    for pattern in "*.cc", "*.h", "*_test.py", "CMakeLists.txt", "*.sh":
        for path in sorted((sources / "tests").rglob(pattern)):
            if "node_modules" in path.parts:
                continue
            for match in SKIPS.finditer(path.read_text()):
                yield f"{path}: {match[0]}"


def main(ctest, sources, build, *programs):
    sources, build = pathlib.Path(sources), pathlib.Path(build)
    wrong = [
        *rows(programs),
        *known(ctest, build),
        *need_postgres(build),
        *skipped(sources),
    ]
    print("\n".join(wrong) or "every row is whole, nothing is skipped")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
