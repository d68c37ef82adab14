#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# That the benchmark of lists runs: list_bench_runs.sh PROGRAM
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$1" "$folder" 120 | grep -q '^| by need | 120 | '
