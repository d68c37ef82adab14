// SPDX-License-Identifier: Apache-2.0
// What the corrections of an assessment and of a log have in common.

#ifndef TONUS_SERVICES_PATIENT_CORRECTION_H_
#define TONUS_SERVICES_PATIENT_CORRECTION_H_

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/call.h"
#include "services/patient/patient_records.h"
#include "tonus/storage/v1/event.pb.h"
#include "tonus/storage/v1/state.pb.h"

namespace tonus {

// What a correction does to the yeses to red flags that stop exercise until a
// clearance names them.
struct Retraction {
  // Ids of the flags before and after it.
  std::set<std::string> before;
  std::set<std::string> after;
  // Those that the request takes back by name.
  std::set<std::string> named;
  // What must otherwise stay, for the message, for example `the answers`.
  absl::string_view told_by;
};

// A yes must not get lost with an answer that was merely left out.
//
// Errors, none of which names a flag, since what was answered is health data:
// - FAILED_PRECONDITION: the named flags are not exactly those taken back.
// - PERMISSION_DENIED: some are taken back and the caller is no clinician.
absl::Status CheckRetraction(const Call& call, const Retraction& retraction);

// Returns the revisions of the events but `revision` for which `states_it`
// holds, the newest first: what was recorded twice is corrected once.
absl::StatusOr<std::vector<int64_t>> OtherEvents(
    const PatientRecords& records, const PatientRef& ref,
    const storage::v1::Head& head, int64_t revision,
    const std::function<bool(const storage::v1::Event&)>& states_it);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_CORRECTION_H_
