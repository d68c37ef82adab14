// SPDX-License-Identifier: Apache-2.0
// Builds an assessment from a file, standard input and flags.

#ifndef TONUS_SERVICES_CLIENT_ASSESSMENT_INPUT_H_
#define TONUS_SERVICES_CLIENT_ASSESSMENT_INPUT_H_

#include <istream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/client/screening_flag.h"
#include "tonus/v1/assessment.pb.h"

namespace tonus::client {

// What was typed about an assessment.
struct AssessmentFlags {
  std::string file;                      // Path, `-`, or empty for none.
  std::vector<std::string> results;      // TEST:SIDE=VALUE[,ATTRIBUTE]
  std::vector<std::string> measures;     // MEASURE:items=... or :total=SCORE
  std::vector<std::string> history;      // Keys of tonus.v1.History.
  std::vector<std::string> tender;       // MUSCLE:SIDE
  std::vector<std::string> feels_tight;  // MUSCLE:SIDE
  std::string time;                      // RFC 3339; empty for now.
  ScreeningFlags screening;
};

// True when nothing but a time was typed.
bool IsEmpty(const AssessmentFlags& flags);

// Returns the assessment of the file with the flags added to it.
//   INVALID_ARGUMENT  an argument is wrong, or nothing was given at all; the
//                     message names the argument.
absl::StatusOr<v1::Assessment> ReadAssessment(const AssessmentFlags& flags,
                                              std::istream& standard_input);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_ASSESSMENT_INPUT_H_
