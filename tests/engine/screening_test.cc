// SPDX-License-Identifier: Apache-2.0
#include "services/engine/screening.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/interpretation.h"
#include "tests/engine/patient_facts.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

v1::Interpretation ReadPatient(const PatientFacts& patient) {
  return Interpret(ReleasedKnowledge(), patient.facts(), Today());
}

std::string GateOf(const PatientFacts& patient) {
  return v1::Gate_Name(ReadPatient(patient).gate());
}

std::string Yes(const char* red_flag) {
  return absl::StrCat("screening { answers { red_flag: '", red_flag,
                      "' present: true } others_denied: true }");
}

std::vector<std::string> Subjects(const v1::Interpretation& read) {
  std::vector<std::string> subjects;
  for (const auto& notice : read.notices()) {
    subjects.push_back(notice.subject());
  }
  return subjects;
}

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

constexpr char kUrgent[] = "GATE_STOP_AND_REFER_URGENT";
constexpr char kRefer[] = "GATE_REFER";
constexpr char kOpen[] = "GATE_OK";

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

PatientFacts With(const char* condition) {
  return PatientFacts(
             absl::StrCat("conditions { condition: '", condition, "' }"))
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
        LockRow{"not_by_one_of_the_same_day",
                With("cond_cardiac")
                    .Cleared(10, "cond_cardiac")
                    .Assessed(10, Yes("rf_inflammatory_pattern")),
                kOpen},
        LockRow{"voided_by_a_stop_symptom",
                With("cond_cardiac")
                    .Cleared(10, "cond_cardiac")
                    .Logged(9,
                            "exercises { stop_symptom: "
                            "STOP_SYMPTOM_DIZZINESS }"),
                kRefer},
        LockRow{"modify", With("cond_osteoporosis"), kOpen},
        LockRow{"engine", With("cond_lumbar_instability"), kOpen},
        LockRow{"unknown", With("cond_of_another_pack"), kRefer}),
    [](const auto& info) { return info.param.name; });

TEST(RuleFlagTest, AValueThatRaisesAFlagKeepsItUntilCleared) {
  const std::string screen =
      absl::StrCat(kDenied, Result("neuro_screen", kLeft, 2));
  const std::string clear =
      absl::StrCat(kDenied, Result("neuro_screen", kLeft, 0));
  EXPECT_EQ(GateOf(PatientFacts().Assessed(20, screen)), kRefer);
  EXPECT_EQ(GateOf(PatientFacts().Assessed(20, screen).Assessed(5, clear)),
            kRefer);
  EXPECT_EQ(GateOf(PatientFacts()
                       .Assessed(20, screen)
                       .Assessed(5, clear)
                       .Cleared(4, "rf_motor_deficit")),
            kOpen);
  EXPECT_EQ(
      GateOf(
          PatientFacts().Assessed(20, screen).Cleared(20, "rf_motor_deficit")),
      kRefer);
}

// What was measured on a day of its own, so many days ago.
std::string Measured(const std::string& test, double value, int days_ago,
                     const std::string& more = "") {
  return Result(test, kLeft, value,
                absl::StrCat("measure_time { seconds: ", SecondsAt(days_ago),
                             " } ", more));
}

// The pack reads no result after 120 days, but a sign stays a sign.
TEST(RuleFlagTest, ASignDoesNotExpire) {
  const auto screen = [](double value, const std::string& more = "") {
    return absl::StrCat(kDenied, Result("neuro_screen", kLeft, value, more));
  };
  for (const int days : {119, 120, 121, 143}) {
    const auto told = [&](double value, const std::string& more = "") {
      return PatientFacts().Assessed(days, screen(value, more));
    };
    EXPECT_EQ(GateOf(told(3)), kUrgent) << days;
    EXPECT_EQ(GateOf(told(3, "assessor: ASSESSOR_SELF")), kUrgent) << days;
    EXPECT_EQ(GateOf(told(3).Assessed(0, kDenied)), kUrgent) << days;
    EXPECT_EQ(GateOf(told(2).Assessed(0, kDenied)), kRefer) << days;
    EXPECT_EQ(GateOf(told(1).Assessed(0, kDenied)), kOpen) << days;
    EXPECT_EQ(GateOf(told(3)
                         .Assessed(2, kDenied)
                         .Cleared(1, "rf_progressive_motor_loss")),
              kOpen)
        << days;
  }
}

TEST(RuleFlagTest, ASignIsOneOnTheDayOnWhichItWasMeasured) {
  for (const int days : {1, 120, 121, 143}) {
    const auto now = [&](const std::string& results) {
      return PatientFacts().Assessed(0, absl::StrCat(kDenied, results));
    };
    EXPECT_EQ(GateOf(now(Measured("neuro_screen", 3, days))), kUrgent) << days;
    EXPECT_EQ(GateOf(now(Measured("neuro_screen", 3, days,
                                  "assessor: ASSESSOR_SELF"))),
              kUrgent)
        << days;
    EXPECT_EQ(GateOf(now(Measured("neuro_screen", 2, days))), kRefer) << days;
    EXPECT_EQ(GateOf(now(Measured("tib_ant_mmt", 3, days))), kRefer) << days;
    EXPECT_EQ(GateOf(now(Measured("tib_ant_mmt", 4, days))), kOpen) << days;
    // As with two assessments, a later value does not take it back.
    EXPECT_EQ(GateOf(now(Measured("neuro_screen", 3, days + 2) +
                         Measured("neuro_screen", 0, days))),
              kUrgent)
        << days;
    EXPECT_EQ(GateOf(now(Measured("neuro_screen", 3, days))
                         .Cleared(days, "rf_progressive_motor_loss")),
              kUrgent)
        << days;
  }
  EXPECT_EQ(
      GateOf(PatientFacts()
                 .Assessed(
                     0, absl::StrCat(kDenied, Measured("neuro_screen", 3, 143)))
                 .Cleared(0, "rf_progressive_motor_loss")),
      kOpen);
}

// Weakness and the nerve beside it may have been measured on different days.
TEST(RuleFlagTest, APairOfSignsIsOneFromTheDayOfTheSecond) {
  const auto gate = [](int power, int nerve) {
    return GateOf(PatientFacts().Assessed(
        0, absl::StrCat(kDenied, Measured("knee_ext_mmt", 3, power),
                        Measured("slump", 2, nerve),
                        Result("neuro_screen", kLeft, 0))));
  };
  EXPECT_EQ(gate(140, 130), kRefer);
  EXPECT_EQ(gate(130, 140), kRefer);
  // The first was too old when the second came.
  EXPECT_EQ(gate(260, 130), kOpen);
}

TEST(RuleFlagTest, ARefusedScreenOfTheLegsStillAlarms) {
  const std::string alone = "assessor: ASSESSOR_SELF";
  EXPECT_EQ(
      GateOf(PatientFacts().Assessed(
          0, absl::StrCat(kDenied, Result("neuro_screen", kLeft, 3, alone)))),
      kUrgent);
  EXPECT_EQ(
      GateOf(PatientFacts().Assessed(
          0, absl::StrCat(kDenied, Result("tib_ant_mmt", kLeft, 3, alone)))),
      kOpen);
}

TEST(RuleFlagTest, HighPressureLocksAlthoughALaterHistoryLeavesItOut) {
  const std::string high =
      absl::StrCat(kDenied, " history { systolic_mmhg: 180 }");
  EXPECT_EQ(GateOf(PatientFacts().Assessed(
                0, absl::StrCat(kDenied, " history { systolic_mmhg: 179 }"))),
            kRefer);  // 160 needs a clearance
  const auto read = ReadPatient(PatientFacts().Assessed(9, high).Assessed(
      1, absl::StrCat(kDenied, " history { pain_with_sitting: true }")));
  EXPECT_THAT(Subjects(read), Contains("rf_bp_very_high"));
  EXPECT_THAT(Subjects(read), Contains("cond_hypertension_uncontrolled"));
}

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
  EXPECT_THAT(text(With("cond_cardiac")), StartsWith("Found: Heart disease. "));
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
