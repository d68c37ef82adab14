// SPDX-License-Identifier: Apache-2.0
// Harmful events as the register shows them, and where the tenant finds them.

#ifndef TONUS_SERVICES_PATIENT_ADVERSE_EVENT_INDEX_H_
#define TONUS_SERVICES_PATIENT_ADVERSE_EVENT_INDEX_H_

#include <string>
#include <vector>

#include "services/patient/patient_records.h"
#include "storage/storage.h"
#include "tonus/storage/v1/event.pb.h"
#include "tonus/v1/adverse_event.pb.h"

namespace tonus {

// Returns the entry that `event`, which recorded one, made for `patient`.
v1::AdverseEvent AdverseEventOf(const std::string& patient,
                                const storage::v1::Event& event);

// Adds the entry that `event` made, if it made one, to the index of the tenant.
void AddAdverseEventMutation(const PatientRef& ref,
                             const storage::v1::Event& event,
                             std::vector<storage::Mutation>* mutations);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_ADVERSE_EVENT_INDEX_H_
