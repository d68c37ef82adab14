// SPDX-License-Identifier: Apache-2.0
// The patients of a tenant by how much they need a clinician.

#ifndef TONUS_SERVICES_PATIENT_CASELOAD_H_
#define TONUS_SERVICES_PATIENT_CASELOAD_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/call.h"
#include "services/patient/patient_records.h"
#include "tonus/v1/patient_service.pb.h"

namespace tonus {

// A page of the caseload, and where the next one begins: empty on the last.
struct CaseloadPage {
  v1::ListPatientsResponse response;
  std::string next;
};

// Returns up to `limit` patients from `position` on, which is `next` of the
// page before, or empty. A patient whose need changes between two pages may be
// listed twice or not at all.
absl::StatusOr<CaseloadPage> ReadCaseload(
    const PatientRecords& records, const Call& call,
    const v1::ListPatientsRequest& request, const std::string& position,
    int limit);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_CASELOAD_H_
