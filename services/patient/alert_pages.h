// SPDX-License-Identifier: Apache-2.0
// The open alerts of a tenant, page by page, and those of a patient.

#ifndef TONUS_SERVICES_PATIENT_ALERT_PAGES_H_
#define TONUS_SERVICES_PATIENT_ALERT_PAGES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/call.h"
#include "services/patient/patient_records.h"
#include "tonus/v1/alert.pb.h"

namespace tonus {

// A page of alerts, and where the next one begins: empty on the last.
struct AlertPage {
  std::vector<v1::Alert> alerts;
  std::string next;
};

// Returns up to `limit` alerts that are open at the time of the call, the most
// urgent first, and of those the one that waits longest. `position` is `next`
// of the page before, or empty; a position of another list gives some other
// page of this tenant.
absl::StatusOr<AlertPage> OpenAlerts(const PatientRecords& records,
                                     const Call& call,
                                     const std::string& position, int limit);

// Makes those of `alerts`, which OpenAlerts gave, that say more with a day say
// what they do at the time of the call: nothing is written on that day.
absl::Status BringUpToDay(const PatientRecords& records, const Call& call,
                          std::vector<v1::Alert>* alerts);

// Returns the alerts of the patient that are open at the time of the call, in
// the same order.
absl::StatusOr<std::vector<v1::Alert>> OpenAlertsOf(
    const PatientRecords& records, const Call& call,
    const std::string& patient);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_ALERT_PAGES_H_
