// SPDX-License-Identifier: Apache-2.0
// Remembers requests that changed nothing: a late retry of one must not be
// carried out when it would change something by then.

#ifndef TONUS_SERVICES_PATIENT_UNCHANGED_REQUESTS_H_
#define TONUS_SERVICES_PATIENT_UNCHANGED_REQUESTS_H_

#include <string>

#include "absl/status/status.h"
#include "services/patient/patient_records.h"
#include "services/patient/sealed_storage.h"
#include "tonus/storage/v1/state.pb.h"

namespace tonus {

// Makes a retry of `request_id` find `answer`, and forgets those whose time is
// over, see live_requests.h. Besides the errors of storage,
//   ABORTED  another such request of the patient came first.
absl::Status RememberUnchanged(SealedStorage* storage, const PatientRef& ref,
                               const std::string& request_id,
                               const storage::v1::RequestRecord& answer);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_UNCHANGED_REQUESTS_H_
