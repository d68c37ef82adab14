// SPDX-License-Identifier: Apache-2.0
// Whether a changed routine holds at once or waits for a clinician.

#ifndef TONUS_SERVICES_PATIENT_CHANGE_REVIEW_H_
#define TONUS_SERVICES_PATIENT_CHANGE_REVIEW_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/patient/patient_log.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus {

// Makes `decision` issue `routine`, which `interpretation` of the facts after
// `change` calls for, or propose it. It is proposed where the policy
// `routine_changes` asks for a review, unless
//   - there is no routine yet,
//   - nothing that anybody sees would change,
//   - its gate is closed,
//   - a log forbids an exercise of a session that was not done yet, or makes
//     one easier, for safety.
// What safety does not let stay never waits: what is forbidden, needs caution
// or expires sooner than before is issued at once, planned from what was agreed
// so far, and only the rest is proposed. Besides, the errors of reading the
// patient.
absl::Status IssueOrPropose(const PatientLog& log, const PatientRef& ref,
                            const Change& change,
                            const v1::Interpretation& interpretation,
                            absl::CivilDay today, v1::Routine routine,
                            Decision* decision);

// Whether what changes the routine waits for a review on `today`.
bool AsksForReview(const engine::Knowledge& knowledge,
                   const storage::v1::PatientFacts& facts,
                   absl::CivilDay today);

// The name of what `decision` proposes; empty when it proposes nothing.
std::string NewProposal(const Decision& decision);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_CHANGE_REVIEW_H_
