#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A relief run at the terminal, answered through a pipe, across a broken talk;
# and the other things that life asks of a programme: pauses, a watch, a list.
set -uo pipefail
. "$(dirname "$0")/serving.sh"

# Runs tonus and prints what it says; ends the test when it fails.
tonus() {
  local said
  said=$("$TONUS" "$@" 2>&1) ||
    { printf 'tonus %s fails:\n%s\n' "$*" "$said" >&2; exit 1; }
  printf '%s\n' "$said"
}

patient=$(tonus --output name patient create --age 40 --level 3 \
  --equipment foam_roller) || exit 1
tonus assess submit --patient "$patient" --deny-red-flags \
  --result mod_thomas_hip:R=8 > "$folder/submitted" || exit 1

# Two answers, one of them not understood; then the talk breaks off.
first=$(printf 'what\n5\n' |
  "$TONUS" relief --patient "$patient" --pain 5 --no-red-flags 2>&1) ||
  { echo "$first"; exit 1; }
expect "$first" '^Do: '
expect "$first" 'Then wait 60 s'
expect "$first" 'Answer with your pain now, 0 to 10'
expect "$first" 'tonus relief --resume goes on with it'
second=$(sed -n 's/.*Do: //p' <<< "$first" | tail -1)

# The run goes on with the step that was due, and ends with relief.
rest=$(printf '3\n' | "$TONUS" relief --patient "$patient" --resume 2>&1) ||
  { echo "$rest"; exit 1; }
expect "$rest" "^Do: $second\$"
expect "$rest" 'Relieved\. Pain went from 5 to 3: that is relief\. \(rule R-803\)'

# A second run ends for safety, a third one is one too many.
aborted=$(printf '5 peak 8 sharp\n' |
  "$TONUS" relief --patient "$patient" --pain 5 --no-red-flags 2>&1)
expect "$aborted" 'Stopped for safety\..*rule R-807'
blocked=$(tonus relief --patient "$patient" --pain 5 --no-red-flags) || exit 1
expect "$blocked" 'Not now\..*rule R-809'

# A red flag blocks and refers.
urgent=$(tonus relief --patient "$patient" --yes rf_saddle_sensation) || exit 1
expect "$urgent" 'emergency'

# Another person goes on holiday.
patient=$(tonus --output name patient create --age 40) || exit 1
tonus assess submit --patient "$patient" --deny-red-flags \
  --result mod_thomas_hip:R=8 > "$folder/submitted" || exit 1
sessions=$(tonus --output name session list --patient "$patient") || exit 1
[ "$(wc -l <<< "$sessions")" = 18 ] || { echo "$sessions"; exit 1; }
paused=$(tonus routine pause --patient "$patient" --reason holiday) || exit 1
expect "$paused" '^Paused from [0-9-]* until it is resumed\.$'
expect "$paused" '^Session 1 is next, once the routine is resumed\.$'
resumed=$(tonus routine resume --patient "$patient") || exit 1
expect "$resumed" '^Session 1 is next, from [0-9-]*\.$'

# A watch tells the current routine first, then each new one.
"$TONUS" routine watch --patient "$patient" --count 2 > "$folder/watched" &
watch=$!
until [ -s "$folder/watched" ]; do
  kill -0 "$watch" 2> /dev/null || { cat "$folder/watched"; exit 1; }
  sleep 0.02
done
tonus assess submit --patient "$patient" --deny-red-flags \
  --result mod_thomas_hip:L=9 > "$folder/submitted" || exit 1
wait "$watch" || { cat "$folder/watched"; exit 1; }
[ "$(grep -c '^Revision ' "$folder/watched")" = 2 ] ||
  { cat "$folder/watched"; exit 1; }
