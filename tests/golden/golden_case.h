// SPDX-License-Identifier: Apache-2.0
// Loads golden cases.

#ifndef TONUS_TESTS_GOLDEN_GOLDEN_CASE_H_
#define TONUS_TESTS_GOLDEN_GOLDEN_CASE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "golden.pb.h"
#include "tonus/storage/v1/facts.pb.h"

namespace tonus::golden {

// Names of the cases, sorted: the files of the folder of cases without their
// ending.
std::vector<std::string> CaseNames();

// Returns a case.
//   NOT_FOUND         there is no such file.
//   INVALID_ARGUMENT  it does not parse.
absl::StatusOr<Case> LoadCase(const std::string& name);

// The facts that a case states, as if they had been stored on its day.
storage::v1::PatientFacts FactsOf(const Case& golden_case);

}  // namespace tonus::golden

#endif  // TONUS_TESTS_GOLDEN_GOLDEN_CASE_H_
