#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every id of a rule that code names stands in emitted_rules.h, which the check
# of a pack asks for; and nothing else stands there.
set -u
listed=services/engine/emitted_rules.h
ids='"(A|D|G|N|P|R|SMR)-[0-9]+[a-z]?"'
named=$(grep -rhoE "$ids" services --include='*.h' --include='*.cc' \
  --exclude="$(basename $listed)" | sort -u)
diff <(echo "$named") <(grep -oE "$ids" $listed | sort -u) && exit 0
echo "code (<) and $listed (>) name different rules"
exit 1
