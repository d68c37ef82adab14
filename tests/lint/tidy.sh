#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs clang-tidy over the product's sources, about 20 seconds a file: over the
# 24 that changed last, or over all of them:
#   tests/lint/tidy.sh build/dev all
# Skips those that were clean before with the same text, headers and settings.
set -euo pipefail
build=$1
most=24
[ "${2:-}" = all ] && most=100000
stamps=$build/tidy
mkdir -p "$stamps"
settings=$(cat .clang-tidy $(git ls-files '*.h' '*.proto') | sha256sum)

check() {
  local key
  key=$(printf '%s' "$settings" | cat - "$1" | sha256sum | cut -c1-32)
  [ -e "$stamps/$key" ] && return 0
  clang-tidy --quiet -p "$build" "$1" 2> /dev/null && touch "$stamps/$key"
}
export -f check
export build stamps settings
mapfile -t changed < <(git log --name-only --pretty= -- \
  'services/*.cc' 'storage/*.cc' | awk '!seen[$0]++')
files=()
for file in "${changed[@]}"; do
  [ ${#files[@]} -lt "$most" ] && [ -f "$file" ] && files+=("$file")
done
[ ${#files[@]} -gt 0 ] || { echo 'No sources were found.' >&2; exit 1; }
printf '%s\n' "${files[@]}" | xargs -P "$(nproc)" -I{} bash -c 'check {}'
