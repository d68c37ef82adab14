#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds and runs all tests: the checks of the sources, then ctest.
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
  cat << 'TEXT'
Usage: tests/run.sh [--preset NAME] [CTEST ARGUMENT...]

Installs what is missing, builds and runs every test. Presets: dev (default),
asan (address and undefined-behaviour sanitizers), tsan (thread sanitizer,
without gRPC). Further arguments go to ctest, for example: -R storage
TEXT
}

preset=dev
case ${1:-} in
  -h | --help) usage; exit 0 ;;
  --preset) preset=${2:?--preset needs a value}; shift 2 ;;
esac

. deploy/prepare.sh
install_packages deploy/apt-packages.txt tests/apt-packages.txt
command -v npm > /dev/null || install_packages <(echo npm)

if [ ! -x tests/lint/node_modules/.bin/buf ]; then
  echo 'Installing the proto linter'
  # Not `npm ci`: it wants the lock to name the binaries of every platform.
  npm install --prefix tests/lint --ignore-scripts --no-save --silent ||
    fail 'The proto linter could not be installed; npm said the above.'
fi

build "$preset"
ctest --preset "$preset" -j "$(nproc)" "$@"
