// SPDX-License-Identifier: Apache-2.0
#include "services/patient/correction.h"

#include "absl/strings/str_cat.h"
#include "services/error.h"
#include "services/status_macros.h"

namespace tonus {

absl::Status CheckRetraction(const Call& call, const Retraction& retraction) {
  std::set<std::string> taken_back = retraction.before;
  for (const std::string& kept : retraction.after) taken_back.erase(kept);
  if (retraction.named != taken_back) {
    return MakeError(
        absl::StatusCode::kFailedPrecondition, "RED_FLAG_RETRACTION",
        absl::StrCat("the correction takes back the yes to ", taken_back.size(),
                     " red flags that stop exercise; retracted_red_flags must "
                     "name exactly these, or ",
                     retraction.told_by, " must stay"));
  }
  if (!taken_back.empty() && call.principal.role != v1::ROLE_CLINICIAN) {
    return MakeError(absl::StatusCode::kPermissionDenied, "CLINICIAN_REQUIRED",
                     "only a clinician may take back the yes to a red flag "
                     "that stops exercise");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<int64_t>> OtherEvents(
    const PatientRecords& records, const PatientRef& ref,
    const storage::v1::Head& head, int64_t revision,
    const std::function<bool(const storage::v1::Event&)>& states_it) {
  std::vector<int64_t> others;
  TONUS_RETURN_IF_ERROR(records.VisitEventsBackward(
      ref, head.revision() + 1, [&](const StoredEvent& stored) {
        const int64_t other = stored.event.revision();
        if (other != revision && states_it(stored.event)) {
          others.push_back(other);
        }
        return true;
      }));
  return others;
}

}  // namespace tonus
