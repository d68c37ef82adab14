// SPDX-License-Identifier: Apache-2.0
// Short stories with the rules that they call for, and those that they do not.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/adapted_person.h"

namespace tonus::engine {
namespace {

using ::testing::Contains;
using ::testing::Not;

struct Story {
  std::string name;
  // Results before the block; of a test that the person took, in their place.
  std::vector<std::string> before;
  std::vector<Done> logs;
  // Results after them, on this day of the block.
  int offset = 0;
  std::vector<std::string> after;
  // The session that is read, and the rules that hold in it or for the person.
  int session = 0;
  std::vector<std::string> rules;
  std::vector<std::string> other_rules;
};

// So many of the sessions up to `last` done, the last one too, each with a
// static stretch of the hip flexors.
std::vector<Done> Trained(int last, int done) {
  std::vector<Done> logs;
  for (int number = 1; number <= last; ++number) {
    const bool skipped = number <= last - done;
    logs.push_back(
        {number, 7 * ((number - 1) / 3) + 2 * ((number - 1) % 3),
         absl::StrCat(
             "rpe: 5 pain_before: 3 completed_pct: ",
             skipped
                 ? "0"
                 : absl::StrCat("100", Exercise("kneeling_hip_flexor", "")))});
  }
  return logs;
}

std::vector<std::string> Hips(int value) {
  std::vector<std::string> both;
  for (const char* side : {"SIDE_LEFT", "SIDE_RIGHT"}) {
    both.push_back(
        absl::StrCat("test: 'mod_thomas_hip' side: ", side, " value: ", value));
  }
  return both;
}

std::string Score(absl::string_view measure, double value) {
  return absl::StrCat("test: '", measure,
                      "' side: SIDE_MIDLINE value: ", value);
}

std::vector<std::string> With(std::vector<std::string> results,
                              const std::vector<std::string>& more) {
  results.insert(results.end(), more.begin(), more.end());
  return results;
}

class AdaptationVignettesTest : public AdaptationTest,
                                public ::testing::WithParamInterface<Story> {
 protected:
  void Assess(int offset, const std::vector<std::string>& results) {
    if (results.empty()) return;
    auto& assessment = *person_.facts.add_assessments();
    assessment.set_fact_id(absl::StrCat("b", offset));
    assessment.mutable_effective_time()->set_seconds(
        absl::ToUnixSeconds(absl::FromCivil(
            absl::CivilHour(kMonday + offset) + 14, absl::UTCTimeZone())));
    assessment.mutable_screening()->set_others_denied(true);
    for (const std::string& result : results) {
      *assessment.add_results() = testing::ParseText<v1::TestResult>(result);
    }
  }

  void Begin(const std::vector<std::string>& results) {
    auto& known = *person_.facts.mutable_assessments(0)->mutable_results();
    for (const std::string& text : results) {
      const auto result = testing::ParseText<v1::TestResult>(text);
      known.erase(std::remove_if(known.begin(), known.end(),
                                 [&](const v1::TestResult& other) {
                                   return other.test() == result.test() &&
                                          other.side() == result.side();
                                 }),
                  known.end());
      *known.Add() = result;
    }
  }

  std::set<std::string> Rules(int session) const {
    std::set<std::string> rules;
    const v1::Interpretation read =
        Interpret(ReleasedKnowledge(), person_.facts, today_);
    for (const v1::AppliedAdaptation& applied : read.adaptations()) {
      rules.insert(applied.rule());
    }
    for (const v1::SafetyNotice& notice : read.notices()) {
      rules.insert(notice.subject());
    }
    for (const v1::AppliedAdaptation& applied : In(session).applied) {
      rules.insert(applied.rule());
    }
    return rules;
  }
};

TEST_P(AdaptationVignettesTest, CallsForItsRules) {
  const Story& story = GetParam();
  Begin(story.before);
  Log(story.logs);
  Assess(story.offset, story.after);
  today_ = std::max(today_, kMonday + story.offset);
  const std::set<std::string> rules = Rules(story.session);
  for (const std::string& rule : story.rules) {
    EXPECT_THAT(rules, Contains(rule));
  }
  for (const std::string& rule : story.other_rules) {
    EXPECT_THAT(rules, Not(Contains(rule)));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Stories, AdaptationVignettesTest,
    ::testing::ValuesIn(std::vector<Story>{
        {"AV15_StretchDidNothing",
         Hips(6),
         Trained(18, 15),
         39,
         Hips(1),
         18,
         {"A-061"},
         {"A-060", "A-062", "A-085"}},
        {"AV15_WithFewerSessions",
         Hips(6),
         Trained(18, 13),
         39,
         Hips(1),
         18,
         {},
         {"A-060", "A-061", "A-062", "A-085"}},
        {"AV17_AnkleGotWorse",
         {"test: 'wblt' side: SIDE_LEFT value: 9"},
         Trained(9, 9),
         18,
         {"test: 'wblt' side: SIDE_LEFT value: 6.5"},
         10,
         {"A-066"},
         {"A-068"}},
        {"AV17_WithinTheError",
         {"test: 'wblt' side: SIDE_LEFT value: 9"},
         Trained(9, 9),
         18,
         {"test: 'wblt' side: SIDE_LEFT value: 8.5"},
         10,
         {},
         {"A-066"}},
        {"AL01_TwoGoodExposures",
         {},
         {{1, 0, Good("glute_bridge")}, {2, 2, Good("glute_bridge")}},
         2,
         {},
         3,
         {"A-010"},
         {"A-056"}},
        {"AL04_TinglingUnderTheBall",
         {},
         {{1, 0,
           absl::StrCat(kGood, Exercise("smr_piriformis_ball",
                                        "side: SIDE_LEFT neuro_symptom: true "
                                        "settled_minutes: 1"))}},
         0,
         {},
         2,
         {"A-041"},
         {"A-040", "A-042"}},
        {"AL06_OneOfThreeForLackOfTime",
         {},
         {{1, 0, kGood},
          {2, 2, kGood},
          {3, 4, kGood},
          {4, 7, kGood},
          {5, 9, "completed_pct: 0 skip_reason: SKIP_REASON_TIME"},
          {6, 11, "completed_pct: 0 skip_reason: SKIP_REASON_TIME"}},
         14,
         {},
         7,
         {"A-052", "A-057"},
         {"A-056", "A-058"}},
        {"AL08_RangeWithoutRelief",
         With(Hips(8), {Score("nrs_avg", 5), Score("psfs", 4)}),
         Trained(18, 17),
         39,
         With(Hips(-1), {Score("nrs_avg", 5), Score("psfs", 4.3)}),
         18,
         {"A-063", "A-069", "rf_no_progress"},
         {"A-068"}},
        {"AL08_WithRelief",
         With(Hips(8), {Score("nrs_avg", 5), Score("psfs", 4)}),
         Trained(18, 17),
         39,
         With(Hips(-1), {Score("nrs_avg", 3), Score("psfs", 4.3)}),
         18,
         {},
         {"A-063", "A-069", "rf_no_progress"}},
    }),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace tonus::engine
