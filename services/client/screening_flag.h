// SPDX-License-Identifier: Apache-2.0
// Reads the answers to red-flag questions from flags.

#ifndef TONUS_SERVICES_CLIENT_SCREENING_FLAG_H_
#define TONUS_SERVICES_CLIENT_SCREENING_FLAG_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "tonus/v1/assessment.pb.h"

namespace tonus::client {

// What was typed about red flags.
struct ScreeningFlags {
  std::vector<std::string> yes;  // Ids answered yes.
  std::vector<std::string> no;   // Ids answered no.
  bool others_denied = false;    // Every other one was asked and answered no.
};

// Adds the answers to `screening`. An answer given there for the same red flag
// is replaced; silence is never read as a no.
//   INVALID_ARGUMENT  a red flag is answered both yes and no.
absl::Status ApplyScreening(const ScreeningFlags& flags,
                            v1::Screening* screening);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_SCREENING_FLAG_H_
