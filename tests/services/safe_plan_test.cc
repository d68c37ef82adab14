// SPDX-License-Identifier: Apache-2.0
#include "services/patient/safe_plan.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/knowledge/released_pack.h"
#include "tests/testing/matchers.h"

namespace tonus {
namespace {

using ::testing::Not;
using ::testing::UnorderedElementsAreArray;
using ::tonus::testing::ParseText;

constexpr absl::CivilDay kAgreed(2026, 1, 5);
// Of an answer, by the pack.
constexpr int kAnswerDays = 120;

const engine::Knowledge& Released() {
  static const auto* const kKnowledge =
      new absl::StatusOr<engine::Knowledge>(OpenReleasedPack());
  return kKnowledge->value();
}

void AddAssessment(const std::string& id, int day, const std::string& text,
                   storage::v1::PatientFacts* facts) {
  auto& assessment = *facts->add_assessments();
  assessment = ParseText<storage::v1::AssessmentFact>(text);
  assessment.set_fact_id(id);
  assessment.mutable_effective_time()->set_seconds(
      absl::ToUnixSeconds(absl::FromCivil(kAgreed + day, absl::UTCTimeZone())));
}

// What a clinician agreed to on day 0: tight hip flexors.
storage::v1::PatientState Agreed(const std::string& screening) {
  storage::v1::PatientState state;
  auto& profile = *state.mutable_facts()->add_profiles();
  profile.mutable_profile()->set_age_years(40);
  profile.mutable_effective_time()->set_seconds(
      absl::ToUnixSeconds(absl::FromCivil(kAgreed, absl::UTCTimeZone())));
  AddAssessment(
      "agreed", 0,
      absl::StrCat(
          R"pb(
            results { test: "mod_thomas_hip" side: SIDE_LEFT value: 8 }
            results { test: "mod_thomas_hip" side: SIDE_RIGHT value: 8 }
          )pb",
          "screening { ", screening, " }"),
      state.mutable_facts());
  return state;
}

std::vector<std::string> DecisionsOf(const v1::Routine& routine) {
  std::vector<std::string> ids;
  for (const v1::Decision& decision : routine.decisions()) {
    ids.push_back(decision.id());
  }
  return ids;
}

bool HasCaution(const v1::Routine& routine) {
  for (const v1::SafetyNotice& notice : routine.notices()) {
    if (notice.action() == knowledge::v1::SAFETY_ACTION_CAUTION) return true;
  }
  return false;
}

struct Row {
  const char* what;
  const char* agreed;  // Answers of day 0.
  int newer_day;       // Of answers that nobody reviewed; 0 for none.
  const char* newer;
  int today;
  v1::Gate gate;
  bool caution = false;
};

constexpr char kNo[] = "others_denied: true";
constexpr char kUrgent[] =
    "others_denied: true "
    "answers { red_flag: 'rf_saddle_sensation' present: true }";
constexpr char kCaution[] =
    "others_denied: true "
    "answers { red_flag: 'rf_new_onset_over_55' present: true }";
constexpr char kOneNo[] =
    "answers { red_flag: 'rf_saddle_sensation' present: false }";

TEST(SafePlanTest, TakesTheNewestAnswerReviewedOrNot) {
  for (const Row& row : {
           Row{"the last day of the answers", kNo, 0, "", kAnswerDays,
               v1::GATE_OK},
           {"they have run out", kNo, 0, "", kAnswerDays + 1,
            v1::GATE_NOT_CLEARED},
           {"newer ones renew them", kNo, 100, kNo, kAnswerDays + 1,
            v1::GATE_OK},
           {"on their last day", kNo, 100, kNo, 100 + kAnswerDays, v1::GATE_OK},
           {"which run out too", kNo, 100, kNo, 101 + kAnswerDays,
            v1::GATE_NOT_CLEARED},
           {"a part renews nothing else", kNo, 100, kOneNo, kAnswerDays + 1,
            v1::GATE_NOT_CLEARED},
           {"a newer yes closes at once", kNo, 1, kUrgent, 2,
            v1::GATE_STOP_AND_REFER_URGENT},
           {"a newer no lifts no lock", kUrgent, 1, kNo, 2,
            v1::GATE_STOP_AND_REFER_URGENT},
           {"a newer yes cautions", kNo, 1, kCaution, 2, v1::GATE_OK, true},
           {"a newer no ends a caution", kCaution, 1, kNo, 2, v1::GATE_OK},
       }) {
    const storage::v1::PatientState agreed = Agreed(row.agreed);
    storage::v1::PatientFacts known = agreed.facts();
    if (row.newer_day > 0) {
      AddAssessment("newer", row.newer_day,
                    absl::StrCat("screening { ", row.newer, " }"), &known);
    }
    const absl::CivilDay today = kAgreed + row.today;
    const v1::Routine routine =
        PlanSafely(Released(), {agreed, std::nullopt}, known,
                   engine::Interpret(Released(), known, today), today);
    EXPECT_EQ(routine.gate(), row.gate) << row.what;
    EXPECT_EQ(routine.sessions().empty(), row.gate != v1::GATE_OK) << row.what;
    EXPECT_EQ(HasCaution(routine), row.caution) << row.what;
  }
}

TEST(SafePlanTest, TakesNothingElseOfWhatWaits) {
  const storage::v1::PatientState agreed = Agreed(kNo);
  storage::v1::PatientFacts known = agreed.facts();
  AddAssessment("newer", 1,
                R"pb(
                  screening { others_denied: true }
                  results { test: "mod_thomas_hip" side: SIDE_LEFT value: -15 }
                  results { test: "mod_thomas_hip" side: SIDE_RIGHT value: -15 }
                )pb",
                &known);
  const absl::CivilDay today = kAgreed + 2;
  const v1::Interpretation all = engine::Interpret(Released(), known, today);
  const v1::Routine waiting =
      PlanSafely(Released(), {agreed, std::nullopt}, known, all, today);
  const v1::Routine before =
      PlanSafely(Released(), {agreed, std::nullopt}, agreed.facts(),
                 engine::Interpret(Released(), agreed.facts(), today), today);
  EXPECT_THAT(DecisionsOf(waiting),
              UnorderedElementsAreArray(DecisionsOf(before)));
  v1::Routine approved;
  *approved.mutable_decisions() = all.decisions();
  EXPECT_THAT(DecisionsOf(waiting),
              Not(UnorderedElementsAreArray(DecisionsOf(approved))));
}

}  // namespace
}  // namespace tonus
