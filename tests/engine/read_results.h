// SPDX-License-Identifier: Apache-2.0
// What the engine reads from results, and what it says of a target.

#ifndef TONUS_TESTS_ENGINE_READ_RESULTS_H_
#define TONUS_TESTS_ENGINE_READ_RESULTS_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/engine/interpretation.h"
#include "services/engine/target_name.h"
#include "tests/engine/patient_facts.h"

namespace tonus::engine {

inline v1::Interpretation Read(const std::string& results,
                               const std::string& profile = "age_years: 35") {
  return Interpret(
      ReleasedKnowledge(),
      PatientFacts(profile).Assessed(0, absl::StrCat(kDenied, results)).facts(),
      Today());
}

inline const v1::Finding& FindingOf(const v1::Interpretation& read,
                                    const std::string& muscle,
                                    knowledge::v1::Side side) {
  for (const v1::Finding& finding : read.findings()) {
    if (finding.muscle() == muscle && finding.side() == side) return finding;
  }
  ADD_FAILURE() << "no finding for " << muscle;
  return v1::Finding::default_instance();
}

inline const v1::Decision& DecisionOf(const v1::Interpretation& read,
                                      const std::string& id) {
  for (const v1::Decision& decision : read.decisions()) {
    if (decision.id() == id) return decision;
  }
  ADD_FAILURE() << "no decision " << id;
  return v1::Decision::default_instance();
}

// "iliopsoas.R R-504: reason", one for each rejection.
template <typename Rejections>
std::vector<std::string> Rejected(const Rejections& rejections) {
  std::vector<std::string> texts;
  for (const v1::RejectedAction& rejected : rejections) {
    texts.push_back(absl::StrCat(TargetKey(rejected.muscle(), rejected.side()),
                                 " ", rejected.rule(), ": ",
                                 rejected.reason()));
  }
  return texts;
}

inline constexpr char kPair[] =
    "release_and_activate_partner:iliopsoas.R>gluteus_maximus.R";

// The right hip flexor tight, the right buttock weak.
inline v1::Interpretation ReadPair() {
  return Read(absl::StrCat(Result("mod_thomas_hip", kRight, 8),
                           Result("hip_ext_hhd", kRight, 5)));
}

}  // namespace tonus::engine

#endif  // TONUS_TESTS_ENGINE_READ_RESULTS_H_
