// SPDX-License-Identifier: Apache-2.0
#include "services/validation/measures.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/engine/dated_score.h"
#include "services/engine/score.h"
#include "services/engine/validity.h"
#include "services/validation/number.h"
#include "services/validation/score_parts.h"
#include "services/validation/time.h"

namespace tonus {
namespace {

using knowledge::v1::ItemScale;
using knowledge::v1::Measure;

std::string PathOf(absl::string_view field, absl::string_view name) {
  return field.empty() ? std::string(name) : absl::StrCat(field, ".", name);
}

// The answers to one measure. No message repeats an answer or a score: they are
// health data.
class MeasureCheck {
 public:
  MeasureCheck(std::string path, const v1::MeasureAnswers& answers,
               const engine::Knowledge& knowledge, Violations* violations)
      : path_(std::move(path)),
        answers_(answers),
        knowledge_(knowledge),
        violations_(*violations) {}

  void Check(const Measure& measure) {
    if (answers_.items().empty() && !answers_.has_total()) {
      Add("", "needs items or total");
      return;
    }
    if (answers_.has_total()) CheckTotal(measure);
    CheckCount(absl::StrCat(path_, ".items"), answers_.items_size(), kMaxItems,
               &violations_);
    if (answers_.items().empty() || answers_.items_size() > kMaxItems) return;
    if (CheckItems(measure)) CheckScore(measure);
  }

 private:
  void Add(absl::string_view field, absl::string_view description) {
    violations_.Add(absl::StrCat(path_, field), description);
  }

  void CheckTotal(const Measure& measure) {
    v1::TestResult result;
    result.set_test(measure.id());
    result.set_side(knowledge::v1::SIDE_MIDLINE);
    result.set_value(answers_.total());
    const std::optional<v1::RejectedResult> rejection =
        engine::Reject(knowledge_, result, 0);
    if (rejection.has_value()) Add(".total", rejection->description());
  }

  // Returns true when every answer can be read.
  bool CheckItems(const Measure& measure) {
    bool all_read = true;
    absl::flat_hash_set<int> seen;
    for (int i = 0; i < answers_.items_size(); ++i) {
      const v1::ItemAnswer& item = answers_.items(i);
      const std::string wrong = Wrong(measure, item, &seen);
      if (wrong.empty()) continue;
      all_read = false;
      Add(absl::StrCat(".items[", i, "]"), wrong);
    }
    return all_read;
  }

  // What is wrong with `item`, or nothing.
  static std::string Wrong(const Measure& measure, const v1::ItemAnswer& item,
                           absl::flat_hash_set<int>* seen) {
    const int count = engine::QuestionnaireItems(measure);
    if (item.item() < 1 || item.item() > count) {
      return absl::StrCat("item must be in [1, ", count, "]");
    }
    if (!seen->insert(item.item()).second) {
      return "repeats an earlier item of the same number";
    }
    const ItemScale scale = engine::ScaleOf(measure, item.item());
    if (!item.has_answer() || item.answer() < scale.min() ||
        item.answer() > scale.max()) {
      return absl::StrCat("answer is required, in [", scale.min(), ", ",
                          scale.max(), "]; leave out an item without answer");
    }
    return "";
  }

  void CheckScore(const Measure& measure) {
    const std::optional<engine::Score> score =
        engine::ScoreItems(measure, answers_.items());
    if (!score.has_value()) {
      Add(".items",
          absl::StrCat("needs at least ", measure.scoring().min_answered(),
                       " of the ", measure.item_count(),
                       " items that it scores"));
    } else if (answers_.has_total() &&
               !engine::AgreesWith(measure, *score, answers_.total())) {
      Add(".total",
          "differs from the score of the items; correct one or leave one out");
    }
  }

  const std::string path_;
  const v1::MeasureAnswers& answers_;
  const engine::Knowledge& knowledge_;
  Violations& violations_;
};

// Seconds and nanoseconds.
using Moment = std::pair<int64_t, int32_t>;

// The time of an entry that has `own` or, without, that of the assessment,
// which is 0 while nobody gave it.
Moment TimeOf(bool has_own, const google::protobuf::Timestamp& own,
              const v1::Assessment& assessment) {
  const auto& time = has_own ? own : assessment.assessment_time();
  return {time.seconds(), time.nanos()};
}

// A score that the answers at `index` give.
struct GivenScore {
  std::string measure;
  Moment time;
  engine::Score score;
  int index;
  // True when the answers name the measure, false for a sibling of it.
  bool named;
};

std::vector<GivenScore> GivenScores(const v1::Assessment& assessment,
                                    const engine::Knowledge& knowledge) {
  std::vector<GivenScore> given;
  for (int i = 0; i < assessment.measures_size(); ++i) {
    const v1::MeasureAnswers& answers = assessment.measures(i);
    if (answers.items_size() > kMaxItems) continue;
    const Moment time =
        TimeOf(answers.has_answer_time(), answers.answer_time(), assessment);
    for (engine::DatedScore& one : engine::ScoresOf(knowledge, answers)) {
      given.push_back({one.measure->id(), time, std::move(one.score), i,
                       one.measure->id() == answers.measure()});
    }
  }
  return given;
}

// Adds a violation when two answers score the same measure at the same time.
void CheckTwice(absl::string_view field, const std::vector<GivenScore>& given,
                const engine::Knowledge& knowledge, Violations* violations) {
  for (const GivenScore& later : given) {
    for (const GivenScore& earlier : given) {
      if (earlier.index >= later.index || earlier.measure != later.measure ||
          earlier.time != later.time) {
        continue;
      }
      const std::string path = absl::StrCat(field, "[", later.index, "]");
      if (earlier.named && later.named) {
        violations->Add(path,
                        "repeats an earlier measure of the same time; give "
                        "another occasion its own answer_time");
      } else if (!engine::AgreesWith(*knowledge.FindMeasure(later.measure),
                                     earlier.score, later.score.value)) {
        violations->Add(
            path, absl::StrCat("scores ", later.measure, " unlike ", field, "[",
                               earlier.index, "], which scores it too"));
      }
    }
  }
}

// Counts that contradict each other, of answers as well as of results.
void CheckParts(absl::string_view field, const v1::Assessment& assessment,
                const std::vector<GivenScore>& given,
                const engine::Knowledge& knowledge, Violations* violations) {
  std::vector<ScoreAt> scores;
  for (const v1::TestResult& result : assessment.results()) {
    if (knowledge.FindMeasure(result.test()) == nullptr ||
        engine::Reject(knowledge, result, -1).has_value()) {
      continue;
    }
    scores.push_back(
        {PathOf(field, "results"), result.test(),
         TimeOf(result.has_measure_time(), result.measure_time(), assessment),
         result.value()});
  }
  for (const GivenScore& one : given) {
    scores.push_back({PathOf(field, "measures"), one.measure, one.time,
                      one.score.value, one.score.above});
  }
  CheckScoreParts(scores, knowledge, violations);
}

void CheckResultsBeside(absl::string_view field,
                        const v1::Assessment& assessment,
                        const std::vector<GivenScore>& given,
                        Violations* violations) {
  for (const GivenScore& score : given) {
    if (std::any_of(assessment.results().begin(), assessment.results().end(),
                    [&](const v1::TestResult& result) {
                      return result.test() == score.measure;
                    })) {
      violations->Add(absl::StrCat(field, "[", score.index, "]"),
                      absl::StrCat("scores ", score.measure,
                                   ", which is also among the results; give "
                                   "it once"));
    }
  }
}

}  // namespace

void CheckMeasures(absl::string_view field, const v1::Assessment& assessment,
                   const engine::Knowledge& knowledge, absl::Time now,
                   Violations* violations) {
  const std::string path = PathOf(field, "measures");
  CheckCount(path, assessment.measures_size(), kMaxMeasures, violations);
  if (assessment.measures_size() > kMaxMeasures) return;
  for (int i = 0; i < assessment.measures_size(); ++i) {
    const v1::MeasureAnswers& answers = assessment.measures(i);
    const std::string entry = absl::StrCat(path, "[", i, "]");
    if (answers.has_answer_time()) {
      CheckPastTime(absl::StrCat(entry, ".answer_time"), answers.answer_time(),
                    now, violations);
    }
    const Measure* measure = knowledge.FindMeasure(answers.measure());
    if (measure == nullptr) {
      violations->Add(absl::StrCat(entry, ".measure"),
                      "is not a measure of the pack; ListMeasures lists them");
      continue;
    }
    MeasureCheck(entry, answers, knowledge, violations).Check(*measure);
  }
  const std::vector<GivenScore> given = GivenScores(assessment, knowledge);
  CheckTwice(path, given, knowledge, violations);
  CheckParts(field, assessment, given, knowledge, violations);
  CheckResultsBeside(path, assessment, given, violations);
}

}  // namespace tonus
