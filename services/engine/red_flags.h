// SPDX-License-Identifier: Apache-2.0
// Answers to red-flag questions over time.

#ifndef TONUS_SERVICES_ENGINE_RED_FLAGS_H_
#define TONUS_SERVICES_ENGINE_RED_FLAGS_H_

#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/engine/knowledge.h"
#include "tonus/knowledge/v1/safety.pb.h"
#include "tonus/storage/v1/facts.pb.h"

namespace tonus::engine {

// What was answered to one red flag, in assessments, in check-ins, at the
// beginning of relief runs, and by stop symptoms of session logs and relief
// runs.
struct FlagAnswers {
  const knowledge::v1::RedFlag* red_flag = nullptr;
  // The day of the newest yes or no.
  std::optional<absl::CivilDay> last_answer;
  // The newest answer is yes.
  bool present = false;
  // The day of the newest yes.
  std::optional<absl::CivilDay> last_yes;
  // The day of the newest yes that was news: any yes to an urgent or REFER
  // flag, a yes after anything else to another flag.
  std::optional<absl::CivilDay> last_news;
};

// Returns the answers to each red flag of the pack, in pack order. A check-in
// that denies the others denies what a check-in asks, no more, and a no in a
// check-in counts only after another answer: the first no takes an assessment.
std::vector<FlagAnswers> ReadAnswers(const Knowledge& knowledge,
                                     const storage::v1::PatientFacts& facts);

// True for a flag that stays raised until a clearance names it.
bool LocksUntilCleared(const knowledge::v1::RedFlag& red_flag);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_RED_FLAGS_H_
