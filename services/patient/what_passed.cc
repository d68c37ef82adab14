// SPDX-License-Identifier: Apache-2.0
#include "services/patient/what_passed.h"

#include "services/patient/done_sessions.h"
#include "services/patient/resting_block.h"

namespace tonus {

absl::Status FillWhatPassed(const engine::Knowledge& knowledge,
                            const PatientRecords& records,
                            const PatientRef& ref, absl::CivilDay today,
                            const storage::v1::PatientFacts& facts,
                            storage::v1::PatientState* state) {
  if (!state->has_outline()) return absl::OkStatus();
  NoteLapse(knowledge, today, state);
  return ReadDone(knowledge, records, ref, facts, state);
}

void CopyWhatPassed(const storage::v1::PatientState& from,
                    storage::v1::PatientState* to) {
  to->clear_done();
  if (from.has_done()) *to->mutable_done() = from.done();
  if (!from.has_outline()) return;
  *to->mutable_outline()->mutable_rests() = from.outline().rests();
}

}  // namespace tonus
