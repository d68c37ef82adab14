#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs clang-tidy over the product's sources, skipping those that were clean
# before with the same text, headers and settings.
set -euo pipefail
build=$1
stamps=$build/tidy
mkdir -p "$stamps"
settings=$(cat .clang-tidy tests/lint/tidy.sh $(git ls-files '*.h' '*.proto') | sha256sum)

check() {
  local key
  key=$(printf '%s' "$settings" | cat - "$1" | sha256sum | cut -c1-32)
  [ -e "$stamps/$key" ] && return 0
  clang-tidy --quiet -p "$build" "$1" 2> /dev/null && touch "$stamps/$key"
}
export -f check
export build stamps settings
git ls-files 'services/*.cc' 'storage/*.cc' |
  xargs -P "$(nproc)" -I{} bash -c 'check {}'
