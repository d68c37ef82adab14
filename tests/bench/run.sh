#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds what is deployed and measures it. README.md says how to read the
# figures.
set -euo pipefail
cd "$(dirname "$0")/../.."

case ${1:-} in
  -h | --help)
    cat << 'TEXT'
Usage: tests/bench/run.sh [TONUS_BENCH ARGUMENT...]

Installs what is missing, builds with the flags of a release, and measures the
engine alone, then tonusd beside an empty echo (about 4 minutes). Arguments go
to tonus_bench, for example: --methods GetSession --pairs 7 --json report.json
TEXT
    exit 0 ;;
esac

. deploy/prepare.sh
install_packages deploy/apt-packages.txt tests/apt-packages.txt
build bench tonusd tonus_bench tonus_bench_echo tonus_engine_bench
build/bench/bin/tonus_engine_bench
echo
exec build/bench/bin/tonus_bench "$@"
