// SPDX-License-Identifier: Apache-2.0
// What a correction makes of a log, and when it is refused.

#ifndef TONUS_SERVICES_PROGRESS_LOG_AMENDMENT_H_
#define TONUS_SERVICES_PROGRESS_LOG_AMENDMENT_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "services/call.h"
#include "services/engine/knowledge.h"
#include "services/patient/patient_records.h"
#include "tonus/storage/v1/event.pb.h"
#include "tonus/storage/v1/state.pb.h"
#include "tonus/v1/progress_service.pb.h"

namespace tonus {

// Returns the correction that `request` asks for, of the log that the event
// `revision` recorded and `before` has in force.
//   INVALID_ARGUMENT     the correction is not one.
//   NOT_FOUND            there is no such log.
//   FAILED_PRECONDITION  it is no longer in force, or the yeses that it takes
//                        back are not those that the request names.
//   PERMISSION_DENIED    it takes back a yes and the caller is no clinician.
absl::StatusOr<storage::v1::LogAmendment> LogAmendmentOf(
    const Call& call, const v1::AmendLogRequest& request,
    const std::string& patient, int64_t revision,
    const storage::v1::PatientState& before, const PatientRecords& records,
    const engine::Knowledge& knowledge);

}  // namespace tonus

#endif  // TONUS_SERVICES_PROGRESS_LOG_AMENDMENT_H_
