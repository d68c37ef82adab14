#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The long form of the robustness suite, on the programs of a build folder.
set -euo pipefail

build=${1:?Usage: tests/robustness/long_form.sh BUILD_FOLDER}
: "${TONUS_KILL_SEED:=$RANDOM}"
: "${TONUS_KILLS:=2000}"
: "${TONUS_POWER_CUTS:=2000}"
: "${TONUS_REQUESTS:=50000}"
: "${TONUS_OPERATIONS:=5000000}"
: "${TONUS_OPERATIONS_BETWEEN_KILLS:=2500}"
: "${TONUS_RESTARTS:=20}"
: "${TONUS_PATIENTS:=1000000}"
: "${TONUS_READS:=20000}"
: "${TONUS_CRASH_SEED:=$TONUS_KILL_SEED}"
: "${TONUS_CRASH_SEEDS:=200000}"
export "${!TONUS_@}"
echo "TONUS_KILL_SEED=$TONUS_KILL_SEED"

# One after the other: the figures are those of the machine.
ctest --test-dir "$build" -j 1 --verbose --timeout 14400 -R \
  '^(kill|power_cut|idempotency|linearizability|drain|clock|golden|start|full_disk)$|OneByOne'
ctest --test-dir "$build" -j 1 --repeat until-fail:100 -R \
  '^(postgres_failover_test|postgres_fault_test)$'
TONUS_DAMAGES=2000 "$build/tests/storage/rocksdb_random_damage_test"
ctest --test-dir "$build" -j 1 -R \
  '^Rocksdb|SmallDisk|FreeSpace|history_checkers'
