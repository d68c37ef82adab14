// SPDX-License-Identifier: Apache-2.0
// Loads the cases that show what each rule does.

#ifndef TONUS_TESTS_RULES_RULE_CASES_H_
#define TONUS_TESTS_RULES_RULE_CASES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "rule_case.pb.h"
#include "tonus/storage/v1/facts.pb.h"

namespace tonus::rules {

// One example, ready to be run.
struct RuleExample {
  std::string rule;
  bool fires = false;
  // Name of its test, for example `R_310_fires`; unique.
  std::string name;
  // Name of its file.
  std::string file;
  // With what the case gives.
  Example example;
};

// All examples: files by name, cases in their order, those that fire first.
//   INVALID_ARGUMENT  a file does not parse, or two examples have one name.
absl::StatusOr<std::vector<RuleExample>> LoadRuleExamples();

// The list of homes.
//   INVALID_ARGUMENT  it does not parse.
absl::StatusOr<RuleHomes> LoadRuleHomes();

// The facts and the day that an example states.
storage::v1::PatientFacts FactsOf(const Given& given);
absl::CivilDay DayOf(const Given& given);

}  // namespace tonus::rules

#endif  // TONUS_TESTS_RULES_RULE_CASES_H_
