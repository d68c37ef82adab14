// SPDX-License-Identifier: Apache-2.0
// What a person is told beside the plan, or instead of it.

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/planning.h"
#include "tests/engine/screened_patient.h"

namespace tonus::engine {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::StartsWith;

TEST(NoticeTest, TellsAReportFromAFinding) {
  auto text = [](const PatientFacts& patient) {
    return ReadPatient(patient).notices(0).text();
  };
  EXPECT_THAT(
      text(PatientFacts().Assessed(0, Yes("rf_progressive_motor_loss"))),
      StartsWith("Reported: a leg or foot getting weaker. "));
  EXPECT_THAT(text(PatientFacts().Assessed(
                  0, absl::StrCat(kDenied, Result("neuro_screen", kLeft, 3)))),
              StartsWith("Found: a leg or foot getting weaker. "));
  EXPECT_THAT(text(PatientFacts("age_years: 17").Assessed(0, kDenied)),
              StartsWith("The person is under 18; Tonus is for adults. "));
  EXPECT_THAT(text(With("cond_cardiac")),
              StartsWith("Reported: Heart disease. "));
  // Without a neurological screen nobody knows what the nerve does.
  EXPECT_THAT(text(With("cond_disc_herniation_stable")),
              StartsWith("A disc herniation called stable, without a clear "
                         "neurological screen on both sides, leaves open "
                         "whether it irritates a nerve, and is handled with "
                         "the care of leg nerve pain; that is no diagnosis. "
                         "Exercises need"));
  EXPECT_EQ(text(PatientFacts().Assessed(
                0, absl::StrCat(kDenied, "history { systolic_mmhg: 165 }"))),
            "A resting blood pressure of 160/100 or more, either value, counts "
            "as uncontrolled hypertension. That is no diagnosis. Exercises "
            "need a current clearance by a clinician first. Easy walking is "
            "fine meanwhile, as long as it feels good.");
}

std::string CautionText(const PatientFacts& patient) {
  const v1::Interpretation read = ReadPatient(patient);
  for (const v1::SafetyNotice& notice : read.notices()) {
    if (notice.action() == knowledge::v1::SAFETY_ACTION_CAUTION)
      return notice.text();
  }
  return "";
}

TEST(NoticeTest, AnAnswerIsAskedAgainAndASignTestedAgain) {
  const std::string answered = CautionText(
      PatientFacts("age_years: 60").Assessed(0, Yes("rf_new_onset_over_55")));
  EXPECT_THAT(answered, HasSubstr("Answer this again in a week."));
  EXPECT_THAT(answered, Not(HasSubstr("tests behind it")));
  for (const std::string& result :
       {Result("slump", kLeft, 2), Result("neuro_screen", kLeft, 1)}) {
    const std::string found =
        CautionText(PatientFacts().Assessed(0, absl::StrCat(kDenied, result)));
    EXPECT_THAT(
        found,
        HasSubstr(
            "That lasts until the tests behind it are in order or too old to "
            "count."));
    EXPECT_THAT(found, Not(HasSubstr("Answer this again")));
  }
}

// Whoever shows both leaves out advice that a notice holds.
TEST(NoticeTest, AClosedGateTellsOfWalkingInOneSentence) {
  const PatientFacts patient = With("cond_cardiac");
  const v1::Interpretation read = ReadPatient(patient);
  const v1::Routine routine =
      PlanRoutine(ReleasedKnowledge(), patient.facts(), read, Today(), Today());
  const std::string sentence =
      "Easy walking is fine meanwhile, as long as it feels good.";
  EXPECT_THAT(routine.notices(0).text(), HasSubstr(sentence));
  EXPECT_THAT(routine.advice(), Contains(sentence));
}

// Every kind of notice that is told beside others, at every gate.
TEST(NoticeTest, NothingGoesOnWhileTheGateIsClosed) {
  const std::string asking = absl::StrCat(
      Result("slump", kLeft, 2), " measures { measure: 'phq2' total: 4 } ");
  struct Row {
    const char* screening;
    const char* profile;
    v1::Gate gate;
  };
  const std::string all_yes = Yes("rf_bowel_change");
  for (const Row& row :
       {Row{kDenied, "", v1::GATE_OK},
        Row{"screening {}", "", v1::GATE_NOT_CLEARED},
        Row{kDenied, "conditions { condition: 'cond_cardiac' }",
            v1::GATE_REFER},
        Row{kDenied, "conditions { condition: 'cond_aaa' }", v1::GATE_REFER},
        Row{all_yes.c_str(), "conditions { condition: 'cond_aaa' }",
            v1::GATE_STOP_AND_REFER_URGENT}}) {
    const auto read =
        ReadPatient(PatientFacts(row.profile)
                        .Assessed(0, absl::StrCat(row.screening, asking)));
    ASSERT_EQ(read.gate(), row.gate);
    EXPECT_THAT(Subjects(read), IsSupersetOf({"PR-05", "R-325"}));
    for (const auto& notice : read.notices()) {
      const bool open = row.gate == v1::GATE_OK;
      EXPECT_EQ(absl::StrContains(notice.text(), "programme"), open)
          << notice.text();
      EXPECT_EQ(absl::StrContains(notice.text(), "in a week") ||
                    absl::StrContains(notice.text(), "goes on") ||
                    absl::StrContains(notice.text(), "go on"),
                open)
          << notice.text();
      if (row.gate == v1::GATE_STOP_AND_REFER_URGENT) {
        EXPECT_THAT(notice.text(), Not(HasSubstr("promptly")));
        EXPECT_THAT(notice.text(), Not(HasSubstr("walking")));
      }
    }
  }
}

TEST(NoticeTest, CrisisContactsStandBesideTheirReferralAtEveryGate) {
  for (const std::string& screening :
       {std::string(kDenied), std::string("screening {}"),
        Yes("rf_weight_loss"), Yes("rf_self_harm")}) {
    const auto read = ReadPatient(
        PatientFacts("age_years: 40")
            .Assessed(0,
                      absl::StrCat(screening,
                                   " measures { measure: 'phq2' total: 4 }")));
    std::string text;
    for (const auto& notice : read.notices()) {
      if (notice.subject() == "PR-05") text = notice.text();
    }
    EXPECT_THAT(text, HasSubstr("crisis contacts are there at any hour"))
        << screening;
    EXPECT_THAT(read.limits().advice(), Contains(HasSubstr("crisis contacts")));
  }
}

TEST(AgeTest, IsAskedForWhenUnknown) {
  const auto without = ReadPatient(PatientFacts().Assessed(0, kDenied));
  EXPECT_THAT(without.limits().advice(),
              Contains(HasSubstr("please give the age")));
  const auto with =
      ReadPatient(PatientFacts("age_years: 40").Assessed(0, kDenied));
  EXPECT_THAT(with.limits().advice(),
              Not(Contains(HasSubstr("please give the age"))));
}

TEST(WalkingTest, IsMentionedOnlyWhereNothingSpeaksAgainstIt) {
  auto text = [](const PatientFacts& patient) {
    return ReadPatient(patient).notices(0).text();
  };
  EXPECT_THAT(text(With("cond_cardiac")), HasSubstr("walking"));
  EXPECT_THAT(text(With("cond_aaa")), Not(HasSubstr("walking")));
  EXPECT_THAT(text(PatientFacts().Assessed(0, Yes("rf_weight_loss"))),
              HasSubstr("walking"));
  EXPECT_THAT(text(PatientFacts().Assessed(0, Yes("rf_motor_deficit"))),
              Not(HasSubstr("walking")));
  EXPECT_THAT(text(PatientFacts().Assessed(0, Yes("rf_aortic"))),
              Not(HasSubstr("walking")));
  EXPECT_THAT(text(With("cond_of_another_pack")), Not(HasSubstr("walking")));
}

}  // namespace
}  // namespace tonus::engine
