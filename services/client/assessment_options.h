// SPDX-License-Identifier: Apache-2.0
// The options that describe an assessment, and a person of whom nothing is
// stored.

#ifndef TONUS_SERVICES_CLIENT_ASSESSMENT_OPTIONS_H_
#define TONUS_SERVICES_CLIENT_ASSESSMENT_OPTIONS_H_

#include <istream>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "services/client/assessment_input.h"
#include "services/client/profile_input.h"
#include "tonus/v1/assessment_service.pb.h"

namespace tonus::client {

// What was typed about a person of whom nothing is stored.
struct DryRunFlags {
  AssessmentFlags assessment;
  ProfileFlags profile;
  std::vector<std::string> clearances;  // SUBJECT:YYYY-MM-DD
  std::string date;                     // YYYY-MM-DD; empty for today.
};

// Adds what may be said of an assessment; read it with ReadAssessment().
void AddAssessmentOptions(CLI::App* command, AssessmentFlags* flags);

// Adds the same with the person and the day; read it with ReadDryRun().
void AddDryRunOptions(CLI::App* command, DryRunFlags* flags);

// Returns the request that the flags describe.
//   INVALID_ARGUMENT  an argument is wrong, or nothing was given at all; the
//                     message names the argument.
absl::StatusOr<v1::InterpretAssessmentRequest> ReadDryRun(
    const DryRunFlags& flags, std::istream& standard_input);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_ASSESSMENT_OPTIONS_H_
