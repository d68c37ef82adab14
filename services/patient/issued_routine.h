// SPDX-License-Identifier: Apache-2.0
// A routine as it is issued and stored.

#ifndef TONUS_SERVICES_PATIENT_ISSUED_ROUTINE_H_
#define TONUS_SERVICES_PATIENT_ISSUED_ROUTINE_H_

#include <string>
#include <vector>

#include "services/patient/patient_records.h"
#include "storage/storage.h"
#include "tonus/storage/v1/event.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus {

// Puts the name of the patient before those of overrides, which the engine does
// not know; once.
void NameOverrides(const std::string& patient, v1::Routine* routine);
void NameOverrides(const std::string& patient, v1::Session* session);

// Fills what the engine leaves to the caller: names, revisions, etag and time.
void StampRoutine(const std::string& patient, const storage::v1::Event& event,
                  const std::string& etag, v1::Routine* routine);

// Fills the same as in `stored`, in whose place `routine` is shown.
void RestampRoutine(const std::string& patient, const v1::Routine& stored,
                    v1::Routine* routine);

// Returns the writes that make the stamped `routine` the current one in place
// of that of `before`: the routine as issued, and each session on its own.
std::vector<storage::Mutation> RoutineMutations(const PatientRef& ref,
                                                const v1::Routine& before,
                                                const v1::Routine& routine);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_ISSUED_ROUTINE_H_
