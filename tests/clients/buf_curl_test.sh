#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Uses the server from buf curl, which knows nothing of it but what reflection
# tells, as a stranger would.
set -uo pipefail
. "$(dirname "$0")/serving.sh"
export BUF_CACHE_DIR=$folder/buf

url=http://$TONUS_SERVER
credential="Authorization: Bearer $(cat "$TONUS_TOKEN_FILE")"
call() { buf curl --protocol grpc --http2-prior-knowledge "$@" 2>&1; }
as_clinician() { call -H "$credential" "$@"; }

# Prints what a call said that must be refused.
refused() {
  local said
  if said=$("$@"); then
    printf 'Expected an error of: %s\nIt said:\n%s\n' "$*" "$said" >&2
    exit 1
  fi
  printf '%s\n' "$said"
}

methods=$(call --list-methods "$url") || { echo "$methods"; exit 1; }
expect "$methods" '^tonus.v1.PatientService/CreatePatient$'
expect "$methods" '^tonus.v1.RoutineService/GetSession$'
expect "$methods" '^grpc.health.v1.Health/Check$'

patient=$(as_clinician -d '{"patient": {"profile": {"age_years": 38}}}' \
  "$url/tonus.v1.PatientService/CreatePatient") || { echo "$patient"; exit 1; }
name=$(grep -oE 'patients/[a-z2-7]{26}' <<< "$patient")
expect "$patient" '"revision": "1"'

submit=$url/tonus.v1.AssessmentService/SubmitAssessment
submitted=$(as_clinician -d '{"parent": "'"$name"'", "assessment": {"results": [
  {"test": "mod_thomas_hip", "side": "SIDE_RIGHT", "value": 8}],
  "screening": {"others_denied": true}}}' "$submit") ||
  { echo "$submitted"; exit 1; }
expect "$submitted" "\"routine\": \"$name/routine\""
expect "$submitted" '"gate": "GATE_OK"'

# Every wrong field is named at once, in a detail that buf shows in base64.
wrong=$(refused as_clinician -d '{"parent": "'"$name"'", "assessment": {"results": [
  {"test": "mod_thomas_hip", "side": "SIDE_MIDLINE", "value": 5},
  {"test": "no_such_test", "side": "SIDE_LEFT", "value": 1}]}}' "$submit") ||
  exit 1
expect "$wrong" '"code": "invalid_argument"'
expect "$wrong" '"message": "assessment.results\[0\].side: '
expect "$wrong" '"type": "google.rpc.BadRequest"'
violations=$(/usr/bin/python3 -c 'if True:
  import base64, json, sys
  for detail in json.load(sys.stdin)["details"]:
      print(base64.b64decode(detail["value"] + "=="))' <<< "$wrong")
expect "$violations" 'assessment.results\[0\].side'
expect "$violations" 'assessment.results\[1\].test'

nobody=$(refused call -d '{}' "$url/tonus.v1.PatientService/ListPatients") ||
  exit 1
expect "$nobody" '"code": "unauthenticated"'
