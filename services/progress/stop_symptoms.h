// SPDX-License-Identifier: Apache-2.0
// Symptoms in logs that a clinician must see.

#ifndef TONUS_SERVICES_PROGRESS_STOP_SYMPTOMS_H_
#define TONUS_SERVICES_PROGRESS_STOP_SYMPTOMS_H_

#include <string>
#include <vector>

#include "tonus/storage/v1/facts.pb.h"

namespace tonus {

// Returns a sentence for each log in which a chest symptom, weakness or a
// saddle symptom stopped an exercise, the latest first.
std::vector<std::string> StopSymptomStatements(
    const storage::v1::PatientFacts& facts);

}  // namespace tonus

#endif  // TONUS_SERVICES_PROGRESS_STOP_SYMPTOMS_H_
