// SPDX-License-Identifier: Apache-2.0
// What a correction makes of an assessment, and when it is refused.

#ifndef TONUS_SERVICES_ASSESSMENT_AMENDMENT_H_
#define TONUS_SERVICES_ASSESSMENT_AMENDMENT_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/call.h"
#include "services/engine/knowledge.h"
#include "services/patient/patient_log.h"
#include "tonus/storage/v1/event.pb.h"
#include "tonus/storage/v1/state.pb.h"
#include "tonus/v1/assessment_service.pb.h"

namespace tonus {

// Returns what became of the assessment that the event `revision` recorded;
// null while it is in force.
const storage::v1::SupersededAssessment* FindSuperseded(
    const storage::v1::Head& head, int64_t revision);

// Fills what a later correction said of `assessment`, which `revision` recorded
// for `patient`.
void TellSuperseded(const std::string& patient, const storage::v1::Head& head,
                    int64_t revision, v1::Assessment* assessment);

// Returns the correction that `request` asks for, of the assessment that the
// event `revision` recorded and `before` has in force.
//   INVALID_ARGUMENT     the correction is not one.
//   NOT_FOUND            there is no such assessment.
//   FAILED_PRECONDITION  it is no longer in force, or the yeses that it takes
//                        back are not those that the request names.
//   PERMISSION_DENIED    it takes back a yes and the caller is no clinician.
absl::StatusOr<storage::v1::AssessmentAmendment> AmendmentOf(
    const Call& call, const v1::AmendAssessmentRequest& request,
    const std::string& patient, int64_t revision,
    const storage::v1::PatientState& before, const PatientRecords& records,
    const engine::Knowledge& knowledge);

}  // namespace tonus

#endif  // TONUS_SERVICES_ASSESSMENT_AMENDMENT_H_
