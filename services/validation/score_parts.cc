// SPDX-License-Identifier: Apache-2.0
#include "services/validation/score_parts.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "services/engine/score.h"

namespace tonus {
namespace {

// Whether nothing that `other` says rules `one` out.
bool Fits(const ScoreAt& one, const ScoreAt& other,
          const engine::Knowledge& knowledge) {
  const std::optional<engine::ScoreRange> possible = engine::RangeBeside(
      *knowledge.FindMeasure(one.measure),
      *knowledge.FindMeasure(other.measure),
      engine::Score{.value = other.value, .above = other.above});
  return !possible.has_value() || (one.value <= possible->high &&
                                   one.value + one.above >= possible->low);
}

}  // namespace

void CheckScoreParts(const std::vector<ScoreAt>& scores,
                     const engine::Knowledge& knowledge,
                     Violations* violations) {
  for (size_t i = 0; i < scores.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (scores[i].time != scores[j].time ||
          Fits(scores[i], scores[j], knowledge)) {
        continue;
      }
      violations->Add(
          scores[i].field,
          absl::StrCat(scores[i].measure, " and ", scores[j].measure,
                       " count some items alike, so they can not both "
                       "be right"));
    }
  }
}

}  // namespace tonus
