// SPDX-License-Identifier: Apache-2.0
#include "services/validation/score_parts.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "services/engine/score.h"

namespace tonus {
namespace {

using knowledge::v1::Measure;

bool IsCount(const Measure& measure) {
  return measure.scoring().method() == knowledge::v1::Scoring::METHOD_COUNT;
}

// How many more items `whole` counts than `part`, or nothing unless all items
// that `part` counts are among them.
std::optional<int> ItemsBeyond(const Measure& part, const Measure& whole) {
  if (&part == &whole || part.questionnaire().empty() ||
      part.questionnaire() != whole.questionnaire() || !IsCount(part) ||
      !IsCount(whole)) {
    return std::nullopt;
  }
  const std::vector<int> few = engine::ScoredItems(part);
  const std::vector<int> many = engine::ScoredItems(whole);
  if (!std::includes(many.begin(), many.end(), few.begin(), few.end())) {
    return std::nullopt;
  }
  return static_cast<int>(many.size() - few.size());
}

bool Fits(const ScoreAt& part, const ScoreAt& whole, int items_beyond) {
  const double beyond = whole.value - part.value;
  return beyond + whole.above >= 0 && beyond - part.above <= items_beyond;
}

}  // namespace

void CheckScoreParts(absl::string_view field,
                     const std::vector<ScoreAt>& scores,
                     const engine::Knowledge& knowledge,
                     Violations* violations) {
  for (const ScoreAt& part : scores) {
    for (const ScoreAt& whole : scores) {
      const std::optional<int> items_beyond =
          ItemsBeyond(*knowledge.FindMeasure(part.measure),
                      *knowledge.FindMeasure(whole.measure));
      if (!items_beyond.has_value() || part.time != whole.time ||
          Fits(part, whole, *items_beyond)) {
        continue;
      }
      violations->Add(
          field,
          absl::StrCat(part.measure, " counts some of the items of ",
                       whole.measure, ", so they can not both be right"));
    }
  }
}

}  // namespace tonus
