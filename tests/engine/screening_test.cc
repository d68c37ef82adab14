// SPDX-License-Identifier: Apache-2.0
#include "services/engine/screening.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/screened_patient.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

TEST(GateTest, IsOpenWhenEverythingIsDenied) {
  const auto read = ReadPatient(PatientFacts().Assessed(0, kDenied));
  EXPECT_EQ(read.gate(), v1::GATE_OK);
  EXPECT_THAT(read.notices(), IsEmpty());
  EXPECT_THAT(read.open_questions(), IsEmpty());
}

TEST(GateTest, SilenceIsNotANo) {
  for (const PatientFacts& patient :
       {PatientFacts(), PatientFacts().Assessed(0, ""),
        PatientFacts().Assessed(0, "screening {}")}) {
    const auto read = ReadPatient(patient);
    EXPECT_EQ(read.gate(), v1::GATE_NOT_CLEARED);
    EXPECT_THAT(read.open_questions(), SizeIs(17));
    EXPECT_THAT(read.open_questions(), Not(Contains("rf_weight_loss")));
  }
}

TEST(GateTest, OneOpenUrgentQuestionIsEnough) {
  std::string answers = "screening {";
  for (const auto& flag : ReleasedKnowledge().pack().red_flags()) {
    if (flag.id() == "rf_aortic") continue;
    absl::StrAppend(&answers, " answers { red_flag: '", flag.id(), "' }");
  }
  const auto read = ReadPatient(PatientFacts().Assessed(0, answers + " }"));
  EXPECT_EQ(read.gate(), v1::GATE_NOT_CLEARED);
  EXPECT_THAT(read.open_questions(), ElementsAre("rf_aortic"));
}

// The gate does not wait for the other questions, but says which were never
// asked; a no that has grown old was asked.
TEST(GateTest, TellsTheOtherQuestionsThatNobodyAsked) {
  std::string urgent_denied = "screening {";
  std::vector<std::string> others;
  for (const auto& flag : ReleasedKnowledge().pack().red_flags()) {
    if (flag.action() == kv1::SAFETY_ACTION_STOP_AND_REFER_URGENT) {
      absl::StrAppend(&urgent_denied, " answers { red_flag: '", flag.id(),
                      "' }");
    } else if (flag.asked()) {
      others.push_back(flag.id());
    }
  }
  const auto read =
      ReadPatient(PatientFacts().Assessed(0, urgent_denied + " }"));
  EXPECT_EQ(read.gate(), v1::GATE_OK);
  EXPECT_THAT(others, Contains("rf_weight_loss"));
  EXPECT_EQ(std::vector<std::string>(read.unasked_questions().begin(),
                                     read.unasked_questions().end()),
            others);
  // A measurement is an answer, too; one side is half of one.
  const std::string pressure =
      "history { systolic_mmhg: 130 diastolic_mmhg: 80 } ";
  EXPECT_THAT(
      ReadPatient(PatientFacts().Assessed(0, urgent_denied + " }" + pressure))
          .unasked_questions(),
      AllOf(SizeIs(others.size() - 1), Not(Contains("rf_bp_very_high"))));
  const std::string left =
      Result("neuro_screen", kLeft, 0) + Result("tib_ant_mmt", kLeft, 5);
  EXPECT_THAT(
      ReadPatient(PatientFacts().Assessed(0, urgent_denied + " }" + left))
          .unasked_questions(),
      Contains("rf_motor_deficit"));
  EXPECT_THAT(
      ReadPatient(PatientFacts().Assessed(
                      0, absl::StrCat(urgent_denied, " }", left,
                                      Result("neuro_screen", kRight, 0),
                                      Result("tib_ant_mmt", kRight, 5))))
          .unasked_questions(),
      Not(Contains("rf_motor_deficit")));
  // Nobody is asked what can only be at a higher age.
  const auto aged = [&](int years) {
    return ReadPatient(PatientFacts(absl::StrCat("age_years: ", years))
                           .Assessed(0, urgent_denied + " }"));
  };
  EXPECT_THAT(aged(54).unasked_questions(),
              Not(Contains("rf_new_onset_over_55")));
  EXPECT_THAT(aged(55).unasked_questions(), Contains("rf_new_onset_over_55"));
  const auto screened = ReadPatient(
      PatientFacts().Assessed(400, kDenied).Assessed(0, urgent_denied + " }"));
  EXPECT_THAT(screened.unasked_questions(), IsEmpty());
}

struct FlagRow {
  const char* red_flag;
  const char* gate;
  const char* rule;
};

class FlagTest : public ::testing::TestWithParam<FlagRow> {};

TEST_P(FlagTest, ClosesTheGateOfItsAction) {
  const auto read =
      ReadPatient(PatientFacts().Assessed(0, Yes(GetParam().red_flag)));
  EXPECT_EQ(v1::Gate_Name(read.gate()), GetParam().gate);
  ASSERT_THAT(read.notices(), SizeIs(1));
  EXPECT_EQ(read.notices(0).subject(), GetParam().red_flag);
  EXPECT_EQ(read.notices(0).rule(), GetParam().rule);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, FlagTest,
    ::testing::Values(FlagRow{"rf_bladder_change", "GATE_STOP_AND_REFER_URGENT",
                              "G-01"},
                      FlagRow{"rf_weight_loss", "GATE_REFER", "G-02"},
                      FlagRow{"rf_inflammatory_pattern", "GATE_OK", ""},
                      FlagRow{"rf_new_onset_over_55", "GATE_OK", "G-05"}));

TEST(GateTest, TheEarlierGateWinsAndAllAreTold) {
  const PatientFacts patient =
      PatientFacts("conditions { condition: 'cond_aaa' }")
          .Assessed(0,
                    "screening { answers { red_flag: 'rf_weight_loss' "
                    "present: true } }");
  const auto read = ReadPatient(patient);
  EXPECT_EQ(read.gate(), v1::GATE_NOT_CLEARED);
  EXPECT_THAT(Subjects(read), ElementsAre("rf_weight_loss", "cond_aaa"));
}

// An unknown age is no age under 18, but it is asked for.
TEST(GateTest, AnUnknownAgeIsAskedFor) {
  const auto advises = [](const v1::Interpretation& read) {
    return ::testing::Matches(Contains(::testing::HasSubstr("give the age")))(
        read.limits().advice());
  };
  const auto unknown = ReadPatient(PatientFacts().Assessed(0, kDenied));
  EXPECT_TRUE(advises(unknown));
  bool open = false;
  for (const v1::RuleTrace& trace : unknown.rules()) {
    if (trace.rule() != "R-011") continue;
    open = trace.truth() == kv1::TRUTH_UNKNOWN;
    EXPECT_THAT(trace.missing(), ElementsAre("age_years"));
  }
  EXPECT_TRUE(open);
  EXPECT_FALSE(
      advises(ReadPatient(PatientFacts("age_years: 18").Assessed(0, kDenied))));
  EXPECT_EQ(
      ReadPatient(PatientFacts("age_years: 17").Assessed(0, kDenied)).gate(),
      v1::GATE_REFER);
}

TEST(GateTest, StatusesAreReadBehindAClosedGate) {
  const PatientFacts patient = PatientFacts().Assessed(
      0, Yes("rf_bladder_change") + Result("mod_thomas_hip", kLeft, 4));
  const auto read = ReadPatient(patient);
  EXPECT_EQ(FindFinding(read, "iliopsoas", kLeft)->status(), kv1::STATUS_TIGHT);
}

struct LockRow {
  const char* name;
  PatientFacts patient;
  const char* gate;
};

class LockTest : public ::testing::TestWithParam<LockRow> {};

TEST_P(LockTest, StaysUntilALaterClearance) {
  EXPECT_EQ(GateOf(GetParam().patient), GetParam().gate);
}

PatientFacts Locked() {
  return PatientFacts().Assessed(20, Yes("rf_bladder_change"));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, LockTest,
    ::testing::Values(
        LockRow{"a_later_no", Locked().Assessed(10, kDenied), kUrgent},
        LockRow{"a_later_check_in",
                Locked().CheckedIn(10, "others_denied: true"), kUrgent},
        LockRow{"cleared_the_day_before",
                Locked().Cleared(21, "rf_bladder_change"), kUrgent},
        LockRow{"cleared_the_same_day",
                Locked().Cleared(20, "rf_bladder_change"), kUrgent},
        LockRow{"cleared_the_next_day",
                Locked().Cleared(19, "rf_bladder_change"), kOpen},
        LockRow{"clearance_of_another_flag",
                Locked().Cleared(19, "rf_bowel_change"), kUrgent},
        LockRow{"clearance_of_tomorrow",
                Locked().Cleared(-1, "rf_bladder_change"), kUrgent},
        LockRow{"a_new_yes_after_it",
                Locked()
                    .Cleared(19, "rf_bladder_change")
                    .Assessed(5, Yes("rf_bladder_change")),
                kUrgent},
        LockRow{"another_flag_voids_it",
                Locked()
                    .Cleared(19, "rf_bladder_change")
                    .Assessed(5, Yes("rf_new_onset_over_55")),
                kUrgent},
        LockRow{"a_yes_in_a_check_in",
                PatientFacts()
                    .Assessed(20, kDenied)
                    .CheckedIn(2,
                               "answers { red_flag: 'rf_bowel_change' "
                               "present: true } others_denied: true"),
                kUrgent},
        LockRow{
            "a_stop_symptom_in_a_log",
            PatientFacts()
                .Assessed(20, kDenied)
                .Logged(2, "exercises { stop_symptom: STOP_SYMPTOM_SADDLE }"),
            kUrgent},
        LockRow{
            "dizziness_in_a_log",
            PatientFacts()
                .Assessed(20, kDenied)
                .Logged(2,
                        "exercises { stop_symptom: STOP_SYMPTOM_DIZZINESS }"),
            kOpen},
        LockRow{"a_refer_flag",
                PatientFacts()
                    .Assessed(20, Yes("rf_weight_loss"))
                    .Assessed(1, kDenied),
                kRefer},
        LockRow{"yes_and_no_at_once",
                PatientFacts().Assessed(
                    0,
                    "screening { answers { red_flag: 'rf_aortic' present: "
                    "true } answers { red_flag: 'rf_aortic' } "
                    "others_denied: true }"),
                kUrgent},
        LockRow{"an_unknown_flag",
                PatientFacts().Assessed(0, Yes("rf_of_another_pack")), kRefer}),
    [](const auto& info) { return info.param.name; });

constexpr char kAsk[] = "GATE_NOT_CLEARED";

INSTANTIATE_TEST_SUITE_P(
    Age, LockTest,
    ::testing::Values(LockRow{"a_no_of_120_days",
                              PatientFacts().Assessed(120, kDenied), kOpen},
                      LockRow{"a_no_of_121_days",
                              PatientFacts().Assessed(121, kDenied), kAsk},
                      LockRow{"a_check_in_of_120_days",
                              PatientFacts()
                                  .Assessed(300, kDenied)
                                  .CheckedIn(120, "others_denied: true"),
                              kOpen},
                      LockRow{"a_check_in_of_121_days",
                              PatientFacts()
                                  .Assessed(300, kDenied)
                                  .CheckedIn(121, "others_denied: true"),
                              kAsk},
                      LockRow{"an_urgent_yes_of_500_days",
                              PatientFacts()
                                  .Assessed(500, Yes("rf_bladder_change"))
                                  .Assessed(1, kDenied),
                              kUrgent},
                      LockRow{"a_refer_yes_of_500_days",
                              PatientFacts()
                                  .Assessed(500, Yes("rf_weight_loss"))
                                  .Assessed(1, kDenied),
                              kRefer}),
    [](const auto& info) { return info.param.name; });

TEST(LockTest, OnlyTheUrgentAnswersThatAreTooOldAreOpen) {
  const auto read = ReadPatient(PatientFacts()
                                    .Assessed(121, kDenied)
                                    .Assessed(120,
                                              "screening { answers { red_flag: "
                                              "'rf_aortic' } }"));
  EXPECT_THAT(read.open_questions(), SizeIs(16));
  EXPECT_THAT(read.open_questions(), Not(Contains("rf_aortic")));
}

TEST(LockTest, OtherFlagsTakeTheLatestAnswer) {
  const auto caution =
      ReadPatient(PatientFacts().Assessed(9, Yes("rf_new_onset_over_55")));
  EXPECT_THAT(Subjects(caution), ElementsAre("rf_new_onset_over_55"));
  const auto denied = ReadPatient(PatientFacts()
                                      .Assessed(9, Yes("rf_new_onset_over_55"))
                                      .Assessed(1, kDenied));
  EXPECT_THAT(Subjects(denied), IsEmpty());
  // A check-in does not ask it, so it takes nothing back.
  const auto checked = ReadPatient(PatientFacts()
                                       .Assessed(9, Yes("rf_new_onset_over_55"))
                                       .CheckedIn(1, "others_denied: true"));
  EXPECT_THAT(Subjects(checked), ElementsAre("rf_new_onset_over_55"));
}

// A surgery counts as a fusion from 12 weeks on.
PatientFacts SpineSurgery(int days_ago) {
  const v1::Date since = ToDate(Today() - days_ago);
  return PatientFacts(absl::StrCat("conditions { condition: "
                                   "'cond_recent_spine_surgery' since { ",
                                   since.ShortDebugString(), " } }"))
      .Assessed(30, kDenied);
}

INSTANTIATE_TEST_SUITE_P(
    Conditions, LockTest,
    ::testing::Values(
        LockRow{"block", With("cond_aaa"), kRefer},
        LockRow{"block_cleared", With("cond_aaa").Cleared(0, "cond_aaa"),
                kOpen},
        LockRow{"clearance", With("cond_cardiac"), kRefer},
        LockRow{"clearance_given",
                With("cond_cardiac").Cleared(0, "cond_cardiac"), kOpen},
        LockRow{"clearance_of_83_days",
                With("cond_cardiac").Cleared(83, "cond_cardiac"), kOpen},
        LockRow{"clearance_of_84_days",
                With("cond_cardiac").Cleared(84, "cond_cardiac"), kRefer},
        LockRow{"voided_by_a_later_flag",
                With("cond_cardiac")
                    .Cleared(10, "cond_cardiac")
                    .Assessed(9, Yes("rf_inflammatory_pattern")),
                kRefer},
        LockRow{"voided_by_one_of_the_same_day",
                With("cond_cardiac")
                    .Cleared(10, "cond_cardiac")
                    .Assessed(10, Yes("rf_inflammatory_pattern")),
                kRefer},
        LockRow{"not_by_one_of_the_day_before",
                With("cond_cardiac")
                    .Cleared(10, "cond_cardiac")
                    .Assessed(11, Yes("rf_inflammatory_pattern")),
                kOpen},
        LockRow{"voided_by_a_stop_symptom",
                With("cond_cardiac")
                    .Cleared(10, "cond_cardiac")
                    .Logged(9,
                            "exercises { stop_symptom: "
                            "STOP_SYMPTOM_DIZZINESS }"),
                kRefer},
        LockRow{"voided_by_a_stop_symptom_of_the_same_day",
                With("cond_cardiac")
                    .Cleared(10, "cond_cardiac")
                    .Logged(10,
                            "exercises { stop_symptom: "
                            "STOP_SYMPTOM_DIZZINESS }"),
                kRefer},
        LockRow{"not_by_a_stop_symptom_of_the_day_before",
                With("cond_cardiac")
                    .Cleared(10, "cond_cardiac")
                    .Logged(11,
                            "exercises { stop_symptom: "
                            "STOP_SYMPTOM_DIZZINESS }"),
                kOpen},
        LockRow{"voided_by_a_sign_of_the_same_day",
                With("cond_cardiac")
                    .Cleared(10, "cond_cardiac")
                    .Assessed(10, Result("neuro_screen", kLeft, 2))
                    .Cleared(9, "rf_motor_deficit"),
                kRefer},
        LockRow{"not_by_a_sign_of_the_day_before",
                With("cond_cardiac")
                    .Cleared(10, "cond_cardiac")
                    .Assessed(11, Result("neuro_screen", kLeft, 2))
                    .Cleared(9, "rf_motor_deficit"),
                kOpen},
        LockRow{"clearance_of_before_it_turned_into_this",
                SpineSurgery(90).Cleared(80, "cond_spinal_fusion"), kRefer},
        LockRow{"clearance_of_the_day_it_turned_into_this",
                SpineSurgery(90).Cleared(6, "cond_spinal_fusion"), kOpen},
        LockRow{"modify", With("cond_osteoporosis"), kOpen},
        LockRow{"engine", With("cond_lumbar_instability"), kOpen},
        LockRow{"unknown", With("cond_of_another_pack"), kRefer}),
    [](const auto& info) { return info.param.name; });

TEST(ConditionTest, EndsOrTurnsIntoAnotherAfterItsWeeks) {
  auto conditions = [](const char* id, int days_ago) {
    const v1::Date since = ToDate(Today() - days_ago);
    const auto read = ReadPatient(
        PatientFacts(absl::StrCat("conditions { condition: '", id, "' since { ",
                                  since.ShortDebugString(), " } }"))
            .Assessed(0, kDenied));
    std::vector<std::string> in_force;
    for (const auto& condition : read.conditions()) {
      in_force.push_back(condition.condition());
    }
    return in_force;
  };
  EXPECT_THAT(conditions("cond_pregnancy_t1", 97),
              ElementsAre("cond_pregnancy_t1"));
  EXPECT_THAT(conditions("cond_pregnancy_t1", 98),
              ElementsAre("cond_pregnancy_t2_t3"));
  EXPECT_THAT(conditions("cond_ankle_sprain_recent", 41),
              ElementsAre("cond_ankle_sprain_recent"));
  EXPECT_THAT(conditions("cond_ankle_sprain_recent", 42), IsEmpty());
}

TEST(TagsTest, ForbidWinsAndReasonsAreSorted) {
  // Bending is forbidden by one and cautioned by the other.
  const auto read =
      ReadPatient(PatientFacts("conditions { condition: 'cond_osteoporosis' } "
                               "conditions { condition: 'cond_hypermobility' }")
                      .Assessed(0, kDenied));
  const v1::TagRestriction* bending = nullptr;
  const v1::TagRestriction* hang = nullptr;
  for (const auto& tag : read.tags()) {
    if (tag.tag() == "LUMBAR_FLEXION") bending = &tag;
    if (tag.tag() == "OVERHEAD_HANG") hang = &tag;
  }
  ASSERT_NE(bending, nullptr);
  EXPECT_TRUE(bending->forbidden());
  EXPECT_THAT(bending->because(), ElementsAre("cond_osteoporosis"));
  ASSERT_NE(hang, nullptr);
  EXPECT_FALSE(hang->forbidden());
  EXPECT_THAT(hang->because(),
              ElementsAre("cond_hypermobility", "cond_osteoporosis"));
}

TEST(CautionTest, RestrictsThePlan) {
  const auto read =
      ReadPatient(PatientFacts().Assessed(0, Yes("rf_new_onset_over_55")));
  EXPECT_EQ(read.gate(), v1::GATE_OK);
  EXPECT_EQ(read.limits().max_level(), 2);
  EXPECT_THAT(read.limits().forbidden_techniques(),
              ElementsAre(kv1::TECHNIQUE_PNF));
  ASSERT_THAT(read.tags(), SizeIs(1));
  EXPECT_EQ(read.tags(0).tag(), "END_RANGE_STRETCH");
  EXPECT_THAT(read.tags(0).because(), ElementsAre("rf_new_onset_over_55"));
}

TEST(ScreeningTest, OfTwoAnswersAtTheSameTimeTheYesCounts) {
  for (const bool yes_first : {true, false}) {
    PatientFacts patient;
    const std::string no = "screening { others_denied: true }";
    patient.Assessed(0, yes_first ? Yes("rf_new_onset_over_55") : no);
    patient.Assessed(0, yes_first ? no : Yes("rf_new_onset_over_55"));
    EXPECT_THAT(Subjects(ReadPatient(patient)),
                ::testing::Contains("rf_new_onset_over_55"));
  }
  // A later no takes it back.
  PatientFacts later;
  later.Assessed(1, Yes("rf_new_onset_over_55"));
  later.Assessed(0, "screening { others_denied: true }");
  EXPECT_THAT(Subjects(ReadPatient(later)),
              ::testing::Not(::testing::Contains("rf_new_onset_over_55")));
}

}  // namespace
}  // namespace tonus::engine
