// SPDX-License-Identifier: Apache-2.0
#include "services/engine/dated_score.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/engine/validity.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// A score that was given as a total, when the test of the measure takes it.
std::optional<Score> ScoreTotal(const Knowledge& knowledge,
                                const kv1::Measure& measure, double total) {
  v1::TestResult result;
  result.set_test(measure.id());
  result.set_side(kv1::SIDE_MIDLINE);
  result.set_value(total);
  if (Reject(knowledge, result, -1).has_value()) return std::nullopt;
  return Score{.value = total};
}

std::optional<Score> ScoreNamed(const Knowledge& knowledge,
                                const kv1::Measure& measure,
                                const v1::MeasureAnswers& answers) {
  if (!answers.items().empty()) return ScoreItems(measure, answers.items());
  if (!answers.has_total()) return std::nullopt;
  return ScoreTotal(knowledge, measure, answers.total());
}

v1::RejectedResult Unscorable(const kv1::Measure* measure,
                              const v1::MeasureAnswers& answers) {
  v1::RejectedResult rejected;
  rejected.set_index(-1);
  rejected.set_test(answers.measure());
  rejected.set_side(kv1::SIDE_MIDLINE);
  rejected.set_reason(measure == nullptr ? "UNKNOWN_TEST" : "INVALID_INPUT");
  rejected.set_rule(measure == nullptr ? "R-001" : measure->scoring().rule());
  rejected.set_description(
      measure == nullptr
          ? "Use a measure id of the pack."
          : absl::StrCat("Give at least ", measure->scoring().min_answered(),
                         " of its ", measure->item_count(),
                         " items within their scales, or its total."));
  return rejected;
}

// How bad a score is, compared with others of its measure; items without an
// answer count as the worst.
double BadnessOf(const DatedScore& dated) {
  return dated.measure->direction() == kv1::DIRECTION_LOWER
             ? dated.score.value + dated.score.above
             : -dated.score.value;
}

// Equal for scores of one measure and moment.
auto OccasionOf(const DatedScore& one) {
  return std::make_tuple(one.time.seconds(), one.time.nanos(),
                         absl::string_view(one.measure->id()));
}

bool EarlierOrWorse(const DatedScore& a, const DatedScore& b) {
  return std::make_pair(OccasionOf(a), -BadnessOf(a)) <
         std::make_pair(OccasionOf(b), -BadnessOf(b));
}

}  // namespace

std::vector<DatedScore> SiblingScores(const Knowledge& knowledge,
                                      const v1::MeasureAnswers& answers) {
  std::vector<DatedScore> scores;
  const kv1::Measure* named = knowledge.FindMeasure(answers.measure());
  if (named == nullptr || named->questionnaire().empty()) return scores;
  for (const kv1::Measure& sibling : knowledge.pack().measures()) {
    if (&sibling == named ||
        sibling.questionnaire() != named->questionnaire()) {
      continue;
    }
    std::optional<Score> score = ScoreItems(sibling, answers.items());
    if (score.has_value()) scores.push_back({&sibling, *std::move(score), {}});
  }
  return scores;
}

std::vector<DatedScore> ScoresOf(const Knowledge& knowledge,
                                 const v1::MeasureAnswers& answers) {
  const kv1::Measure* measure = knowledge.FindMeasure(answers.measure());
  if (measure == nullptr) return {};
  std::optional<Score> score = ScoreNamed(knowledge, *measure, answers);
  if (!score.has_value()) return {};
  std::vector<DatedScore> scores = SiblingScores(knowledge, answers);
  scores.insert(scores.begin(), {measure, *std::move(score), {}});
  return scores;
}

std::vector<DatedScore> ScoresOfAssessment(
    const Knowledge& knowledge, const storage::v1::AssessmentFact& assessment,
    std::vector<v1::RejectedResult>* rejected) {
  std::vector<DatedScore> scores;
  for (const v1::MeasureAnswers& answers : assessment.measures()) {
    std::vector<DatedScore> given = ScoresOf(knowledge, answers);
    if (given.empty() && rejected != nullptr) {
      rejected->push_back(
          Unscorable(knowledge.FindMeasure(answers.measure()), answers));
    }
    for (DatedScore& score : given) {
      score.time = answers.has_answer_time() ? answers.answer_time()
                                             : assessment.effective_time();
      scores.push_back(std::move(score));
    }
  }
  return scores;
}

std::vector<DatedScore> ScoresOnRecord(const Knowledge& knowledge,
                                       const storage::v1::PatientFacts& facts) {
  std::vector<DatedScore> scores;
  for (const auto& assessment : facts.assessments()) {
    for (const v1::TestResult& result : assessment.results()) {
      const kv1::Measure* measure = knowledge.FindMeasure(result.test());
      if (measure == nullptr || Reject(knowledge, result, -1).has_value()) {
        continue;
      }
      scores.push_back({measure, Score{.value = result.value()},
                        result.has_measure_time()
                            ? result.measure_time()
                            : assessment.effective_time()});
    }
    for (DatedScore& score :
         ScoresOfAssessment(knowledge, assessment, nullptr)) {
      scores.push_back(std::move(score));
    }
  }
  std::stable_sort(scores.begin(), scores.end(), EarlierOrWorse);
  scores.erase(std::unique(scores.begin(), scores.end(),
                           [](const DatedScore& a, const DatedScore& b) {
                             return OccasionOf(a) == OccasionOf(b);
                           }),
               scores.end());
  return scores;
}

}  // namespace tonus::engine
