// SPDX-License-Identifier: Apache-2.0
#include "services/engine/score.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>

#include "services/engine/tolerance.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// Answers to the scored items, by number.
using Answered = std::map<int, int>;

double Sum(const Answered& answered) {
  double sum = 0;
  for (const auto& [item, answer] : answered) sum += answer;
  return sum;
}

double Count(const kv1::Measure& measure, const Answered& answered) {
  double count = 0;
  for (const auto& [item, answer] : answered) {
    if (answer >= ScaleOf(measure, item).endorsed_from()) ++count;
  }
  return count;
}

double LargestSum(const kv1::Measure& measure, const Answered& answered) {
  double sum = 0;
  for (const auto& [item, answer] : answered) {
    sum += ScaleOf(measure, item).max();
  }
  return sum;
}

// `answered` is not empty.
double Apply(const kv1::Measure& measure, const Answered& answered) {
  switch (measure.scoring().method()) {
    case kv1::Scoring::METHOD_MEAN:
      return Sum(answered) / static_cast<double>(answered.size());
    case kv1::Scoring::METHOD_COUNT:
      return Count(measure, answered);
    case kv1::Scoring::METHOD_PERCENT:
      return 100 * Sum(answered) / LargestSum(measure, answered);
    // A single answer is its own sum.
    default:
      return Sum(answered);
  }
}

// What the unanswered of the `scored` items may add at most.
double MostUnanswered(const kv1::Measure& measure,
                      const std::vector<int>& scored,
                      const Answered& answered) {
  Answered most;
  for (const int item : scored) {
    if (!answered.contains(item)) most[item] = ScaleOf(measure, item).max();
  }
  return most.empty() ? 0 : Apply(measure, most);
}

bool IsCount(const kv1::Measure& measure) {
  return measure.scoring().method() == kv1::Scoring::METHOD_COUNT;
}

}  // namespace

std::vector<int> ScoredItems(const kv1::Measure& measure) {
  std::vector<int> items(measure.scoring().items().begin(),
                         measure.scoring().items().end());
  if (items.empty()) {
    for (int item = 1; item <= measure.item_count(); ++item) {
      items.push_back(item);
    }
  }
  std::sort(items.begin(), items.end());
  return items;
}

int QuestionnaireItems(const kv1::Measure& measure) {
  return std::max(measure.questionnaire_items(), measure.item_count());
}

kv1::ItemScale ScaleOf(const kv1::Measure& measure, int item) {
  const kv1::Scoring& scoring = measure.scoring();
  for (const kv1::ItemScale& own : scoring.scales()) {
    if (own.item() == item) return own;
  }
  kv1::ItemScale scale;
  scale.set_item(item);
  scale.set_min(scoring.item_min());
  scale.set_max(scoring.item_max());
  scale.set_endorsed_from(scoring.endorsed_from());
  return scale;
}

std::optional<Score> ScoreItems(const kv1::Measure& measure,
                                const ItemAnswers& answers) {
  const std::vector<int> scored = ScoredItems(measure);
  Answered answered;
  for (const v1::ItemAnswer& answer : answers) {
    if (!std::binary_search(scored.begin(), scored.end(), answer.item())) {
      continue;
    }
    const kv1::ItemScale scale = ScaleOf(measure, answer.item());
    if (!answer.has_answer() || answer.answer() < scale.min() ||
        answer.answer() > scale.max()) {
      return std::nullopt;
    }
    answered[answer.item()] = answer.answer();
  }
  const int count = static_cast<int>(answered.size());
  if (count == 0 || count < measure.scoring().min_answered()) {
    return std::nullopt;
  }
  Score score;
  score.value = Apply(measure, answered);
  for (const auto& [item, answer] : answered) score.items.push_back(item);
  score.partial = measure.scoring().partial_when_missing() &&
                  answered.size() < scored.size();
  if (score.partial) score.above = MostUnanswered(measure, scored, answered);
  return score;
}

bool AgreesWith(const kv1::Measure& measure, const Score& score, double total) {
  return AtMost(std::abs(total - score.value),
                measure.scoring().total_step() / 2);
}

std::optional<ScoreRange> RangeBeside(const kv1::Measure& measure,
                                      const kv1::Measure& other,
                                      const Score& score) {
  if (&measure == &other || measure.questionnaire().empty() ||
      measure.questionnaire() != other.questionnaire() || !IsCount(measure) ||
      !IsCount(other)) {
    return std::nullopt;
  }
  const std::vector<int> own = ScoredItems(measure);
  const std::vector<int> others = ScoredItems(other);
  std::vector<int> shared;
  std::set_intersection(own.begin(), own.end(), others.begin(), others.end(),
                        std::back_inserter(shared));
  if (shared.empty()) return std::nullopt;
  const auto both = static_cast<double>(shared.size());
  const auto only_own = static_cast<double>(own.size()) - both;
  const auto only_other = static_cast<double>(others.size()) - both;
  return ScoreRange{std::max(0.0, score.value - only_other),
                    std::min(both, score.value + score.above) + only_own};
}

}  // namespace tonus::engine
