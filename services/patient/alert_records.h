// SPDX-License-Identifier: Apache-2.0
// How alerts are stored: each under the patient, the open ones in an index by
// urgency, and all in one by their last change.

#ifndef TONUS_SERVICES_PATIENT_ALERT_RECORDS_H_
#define TONUS_SERVICES_PATIENT_ALERT_RECORDS_H_

#include <vector>

#include "services/engine/knowledge.h"
#include "services/patient/alert_fold.h"
#include "services/patient/patient_records.h"
#include "storage/storage.h"
#include "tonus/storage/v1/alert.pb.h"
#include "tonus/storage/v1/event.pb.h"
#include "tonus/storage/v1/state.pb.h"
#include "tonus/v1/alert.pb.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus {

// Brings the alerts in `after`, which are those of `before`, up to `event`,
// whose interpretation is `read`, and adds what that changes in storage;
// `is_of_batch` as in Command. Returns whether anything does.
bool AddAlertMutations(const PatientRef& ref,
                       const engine::Knowledge& knowledge,
                       const storage::v1::Event& event,
                       const v1::Interpretation& read,
                       const storage::v1::PatientState& before,
                       bool is_of_batch, storage::v1::PatientState* after,
                       std::vector<storage::Mutation>* mutations);

// Returns the alerts that `head` remembers.
Alerts AlertsIn(const storage::v1::Head& head);

// Adds a stored alert to `alerts`. They are given in the order of their names.
void AddStored(const storage::v1::AlertRecord& record, Alerts* alerts);

// Makes `head` remember those of `alerts` that may still matter.
void SetAlerts(const Alerts& alerts, storage::v1::Head* head);

// When a watch is to tell it: at its last change, but not before it is raised.
int64_t ChangeMicros(const v1::Alert& alert);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_ALERT_RECORDS_H_
