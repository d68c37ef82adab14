// SPDX-License-Identifier: Apache-2.0
// What options change in an assessment that was recorded.

#ifndef TONUS_SERVICES_CLIENT_CORRECTION_H_
#define TONUS_SERVICES_CLIENT_CORRECTION_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "tonus/v1/assessment.pb.h"
#include "tonus/v1/knowledge_service.pb.h"

namespace tonus::client {

// Puts what `changes` says in the place of what `assessment` says about the
// same: a result of the same test and side, an answer to the same red flag.
// Other results stay.
void Replace(const v1::Assessment& changes, v1::Assessment* assessment);

// Takes out the results named TEST:SIDE, or TEST for all its sides.
//   INVALID_ARGUMENT  a name is malformed, or `assessment` has no such result.
absl::Status RemoveResults(const std::vector<std::string>& names,
                           v1::Assessment* assessment);

// Turns the yes to each of `flags` into a no.
void Retract(const std::vector<std::string>& flags, v1::Assessment* assessment);

// Returns the red flags that stop exercise and whose yes `corrected` no longer
// has, one that the pack does not know among them, in the order of `recorded`.
std::vector<std::string> RetractedFlags(const v1::Assessment& recorded,
                                        const v1::Assessment& corrected,
                                        const v1::GetPackResponse& pack);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_CORRECTION_H_
