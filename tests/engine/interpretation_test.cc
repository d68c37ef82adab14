// SPDX-License-Identifier: Apache-2.0
#include "services/engine/interpretation.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/case.h"
#include "tests/engine/patient_facts.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

v1::Interpretation ReadPatient(const PatientFacts& patient) {
  return Interpret(ReleasedKnowledge(), patient.facts(), Today());
}

std::vector<std::string> RequestsOf(const v1::Interpretation& read) {
  std::vector<std::string> requests;
  for (const auto& request : read.test_requests()) {
    requests.push_back(absl::StrCat(request.test(), " ",
                                    kv1::Side_Name(request.side()), " ",
                                    request.rule()));
  }
  return requests;
}

TEST(InterpretTest, NamesPackAndEngine) {
  const auto read = ReadPatient(PatientFacts());
  EXPECT_EQ(read.pack_version(), ReleasedKnowledge().version());
  EXPECT_EQ(read.pack_hash(), ReleasedKnowledge().hash());
  EXPECT_EQ(read.engine_version(), kEngineVersion);
}

TEST(InterpretTest, NoFactsAtAllAreReadSafely) {
  const auto read =
      Interpret(ReleasedKnowledge(), storage::v1::PatientFacts(), Today());
  EXPECT_EQ(read.gate(), v1::GATE_NOT_CLEARED);
  for (const auto& finding : read.findings()) {
    EXPECT_EQ(finding.status(), kv1::STATUS_UNKNOWN) << finding.muscle();
  }
}

TEST(InterpretTest, FindingsComeInPackOrderLeftFirst) {
  const auto read = ReadPatient(PatientFacts());
  int i = 0;
  for (const auto& muscle : ReleasedKnowledge().pack().muscles()) {
    const bool bilateral = muscle.laterality() == kv1::LATERALITY_BILATERAL;
    ASSERT_LT(i, read.findings_size());
    EXPECT_EQ(read.findings(i).muscle(), muscle.id());
    EXPECT_EQ(read.findings(i).side(), bilateral ? kLeft : kMidline);
    i += bilateral ? 2 : 1;
  }
  EXPECT_EQ(i, read.findings_size());
}

TEST(InterpretTest, HypermobilityRaisesTheLimitBeforeFusion) {
  // An abnormal and a heavier borderline result: S + p is 0.61.
  const std::string results =
      absl::StrCat(kDenied, Result("hip_ext_prone", kLeft, 3),
                   Result("mod_thomas_hip", kLeft, -5));
  const auto firm = ReadPatient(PatientFacts().Assessed(0, results));
  EXPECT_EQ(FindFinding(firm, "iliopsoas", kLeft)->status(), kv1::STATUS_TIGHT);
  const auto lax = ReadPatient(
      PatientFacts().Assessed(0, results + Result("beighton", kMidline, 7)));
  EXPECT_EQ(FindFinding(lax, "iliopsoas", kLeft)->status(),
            kv1::STATUS_UNKNOWN);
  EXPECT_EQ(lax.limits().max_hold_seconds(), 20);
}

TEST(InterpretTest, AgeGrowsWithTheDay) {
  const PatientFacts patient =
      PatientFacts("age_years: 64 age_date { year: 2025 month: 6 day: 16 }")
          .Assessed(0, kDenied);
  auto conditions = [&](absl::CivilDay day) {
    return Interpret(ReleasedKnowledge(), patient.facts(), day).conditions();
  };
  EXPECT_THAT(conditions(absl::CivilDay(2026, 6, 15)), IsEmpty());
  ASSERT_THAT(conditions(absl::CivilDay(2026, 6, 16)), SizeIs(1));
  EXPECT_EQ(conditions(absl::CivilDay(2026, 6, 16))[0].condition(),
            "cond_age_65_plus");
}

TEST(InterpretTest, MinorsAreReferred) {
  auto gate = [](int age) {
    return ReadPatient(PatientFacts(absl::StrCat("age_years: ", age))
                           .Assessed(0, kDenied))
        .gate();
  };
  EXPECT_EQ(gate(17), v1::GATE_REFER);
  EXPECT_EQ(gate(18), v1::GATE_OK);
  EXPECT_EQ(ReadPatient(PatientFacts().Assessed(0, kDenied)).gate(),
            v1::GATE_OK);
}

// Results and answers that name exercises in every way that limits can.
PatientFacts AskingForExercises(const std::string& screening) {
  return PatientFacts(
             "age_years: 40 user_level: 3 "
             "conditions { condition: 'cond_hip_replacement' } "
             "complaint_region: REGION_LUMBAR")
      .Assessed(0,
                absl::StrCat(screening, Result("slump", kLeft, 2),
                             Result("pslr", kRight, 50),
                             Result("mod_thomas_hip", kRight, 8),
                             Result("hip_ext_hhd", kRight, 5),
                             Result("schober_mm", kMidline, 6),
                             " measures { measure: 'start_back_psych' total: 5"
                             " } history { low_back_stiffness: true }"))
      .Cleared(0, "cond_hip_replacement");
}

TEST(ClosedGateTest, LeavesAReadingAndNothingToDo) {
  const auto open = ReadPatient(AskingForExercises(kDenied));
  ASSERT_EQ(open.gate(), v1::GATE_OK);
  EXPECT_THAT(open.limits().added_exercises(), Not(IsEmpty()));
  EXPECT_THAT(open.limits().limited_targets(), Not(IsEmpty()));
  EXPECT_THAT(open.limits().forbidden_exercises(), Not(IsEmpty()));
  EXPECT_THAT(open.limits().advice(), Contains(HasSubstr("sensation")));
  EXPECT_THAT(RequestsOf(open), Contains(HasSubstr("R-116")));
  EXPECT_THAT(RequestsOf(open), Contains("neuro_screen SIDE_LEFT R-325"));
  for (const char* flag :
       {"", "rf_weight_loss", "rf_saddle_sensation", "rf_self_harm"}) {
    const bool unanswered = *flag == '\0';
    const auto closed = ReadPatient(AskingForExercises(
        unanswered ? "screening {}"
                   : absl::StrCat("screening { others_denied: true answers { "
                                  "present: true red_flag: '",
                                  flag, "' } }")));
    ASSERT_NE(closed.gate(), v1::GATE_OK);
    const v1::PlanLimits& limits = closed.limits();
    EXPECT_THAT(limits.added_exercises(), IsEmpty());
    EXPECT_THAT(limits.limited_targets(), IsEmpty());
    EXPECT_THAT(limits.forbidden_exercises(), IsEmpty());
    EXPECT_THAT(limits.allowed_target_techniques(), IsEmpty());
    EXPECT_THAT(limits.advice(), IsEmpty());
    EXPECT_THAT(closed.test_requests(), IsEmpty());
    // A clinician still sees what was found.
    EXPECT_EQ(closed.findings_size(), open.findings_size());
    ASSERT_EQ(closed.decisions_size(), open.decisions_size());
    for (int i = 0; i < closed.decisions_size(); ++i) {
      EXPECT_EQ(closed.decisions(i).id(), open.decisions(i).id());
      EXPECT_FALSE(closed.decisions(i).kept());
    }
  }
}

TEST(ClosedGateTest, TheAgeIsStillAskedFor) {
  const auto read = ReadPatient(PatientFacts().Assessed(0, "screening {}"));
  EXPECT_THAT(read.limits().advice(), Contains(HasSubstr("give the age")));
}

TEST(SeverityTest, NothingIsSevereWhereNothingIsWrong) {
  // Guarding, an ankle joint, short adductors: forced to normal.
  const auto read = ReadPatient(PatientFacts().Assessed(
      0, absl::StrCat(kDenied, Result("pslr", kLeft, 40),
                      Result("pke_9090", kLeft, 5), Result("wblt", kLeft, 2),
                      Result("ankle_df_knee_flex", kLeft, 20),
                      Result("hip_abd_knee_ext", kLeft, 15),
                      Result("hip_abd_knee_flex", kLeft, 45))));
  for (const char* muscle : {"hamstrings", "soleus", "hip_adductors"}) {
    const v1::Finding& finding = *FindFinding(read, muscle, kLeft);
    EXPECT_EQ(finding.status(), kv1::STATUS_NORMAL) << muscle;
    EXPECT_EQ(finding.severity(), 0) << muscle;
  }
}

TEST(SeverityTest, HowShortATestIsSaysNothingAboutALongMuscle) {
  const std::string far = absl::StrCat(kDenied, Result("pke_9090", kLeft, -10));
  const auto alone = ReadPatient(PatientFacts().Assessed(0, far));
  const auto beside = ReadPatient(
      PatientFacts().Assessed(0, absl::StrCat(far, Result("pslr", kLeft, 50))));
  for (const auto* read : {&alone, &beside}) {
    const v1::Finding& finding = *FindFinding(*read, "hamstrings", kLeft);
    EXPECT_EQ(finding.status(), kv1::STATUS_OVERLENGTHENED);
    EXPECT_EQ(finding.severity(), 0);
  }
}

TEST(TestRequestsTest, WhatPainStoppedIsAskedForAgain) {
  const auto read = ReadPatient(PatientFacts().Assessed(
      0, absl::StrCat(kDenied, Result("pslr", kLeft, 50),
                      Result("pke_9090", kLeft, 20, "pain_limited: true"))));
  EXPECT_THAT(RequestsOf(read), Contains("pke_9090 SIDE_LEFT R-315"));
  EXPECT_THAT(RequestsOf(read), Contains("slump SIDE_LEFT R-315"));
}

TEST(TestRequestsTest, ALegSymptomThatIsToldGoesToAClinician) {
  const auto requests = [](const std::string& more) {
    return RequestsOf(ReadPatient(PatientFacts().Assessed(
        0, absl::StrCat(kDenied, " history { leg_symptoms_left: true } ",
                        Result("wblt", kLeft, 12, "assessor: ASSESSOR_SELF"),
                        more))));
  };
  EXPECT_THAT(requests(""), Contains("neuro_screen SIDE_LEFT R-010a"));
  EXPECT_THAT(requests(""), Contains("slump SIDE_LEFT R-010a"));
  EXPECT_THAT(requests(""), Not(Contains(HasSubstr("SIDE_RIGHT R-010a"))));
  EXPECT_THAT(requests(Result("neuro_screen", kLeft, 0)),
              Not(Contains(HasSubstr("neuro_screen"))));
}

TEST(TestRequestsTest, NothingMeasuredAsksForTheRepeatedSet) {
  const auto read = ReadPatient(PatientFacts().Assessed(0, kDenied));
  ASSERT_THAT(read.test_requests(), SizeIs(5));
  EXPECT_THAT(RequestsOf(read), Contains("wblt SIDE_LEFT R-116"));
  EXPECT_THAT(RequestsOf(read), Contains("ftf SIDE_MIDLINE R-116"));
}

TEST(TestRequestsTest, AWeakPartnerOfATightMuscleIsWorthTesting) {
  const auto read = ReadPatient(PatientFacts().Assessed(
      0, absl::StrCat(kDenied, Result("mod_thomas_hip", kLeft, 4))));
  // Dynamometry says most about the buttock. Several partners share a test.
  ASSERT_THAT(read.test_requests(), SizeIs(4));
  EXPECT_EQ(RequestsOf(read).front(), "hip_ext_hhd SIDE_LEFT R-116");
  EXPECT_EQ(read.test_requests(0).reason(),
            "Of the tests not taken it says most about the strength of the "
            "left gluteus maximus, which a tight partner may hold back.");
}

TEST(TestRequestsTest, AForbiddenTestIsNotAskedFor) {
  const std::string results =
      absl::StrCat(kDenied, Result("pke_9090", kLeft, 20));
  const auto free = ReadPatient(
      PatientFacts("complaint_region: REGION_LUMBAR").Assessed(0, results));
  EXPECT_THAT(RequestsOf(free), Contains("sorensen SIDE_MIDLINE R-116"));
  EXPECT_THAT(free.test_requests(0).reason(),
              HasSubstr("part of the region that troubles most"));
  const auto restricted =
      ReadPatient(PatientFacts("complaint_region: REGION_LUMBAR "
                               "conditions { condition: 'intol_extension' }")
                      .Assessed(0, results));
  EXPECT_THAT(RequestsOf(restricted),
              Not(Contains("sorensen SIDE_MIDLINE R-116")));
}

TEST(TestRequestsTest, ANerveTestDoneAloneGoesToAClinician) {
  const char* alone = "assessor: ASSESSOR_SELF";
  const auto doubtful = ReadPatient(PatientFacts().Assessed(
      0, absl::StrCat(kDenied, Result("slump", kRight, 1, alone))));
  EXPECT_THAT(RequestsOf(doubtful), Contains("slump SIDE_RIGHT R-010"));
  const auto clear = ReadPatient(PatientFacts().Assessed(
      0, absl::StrCat(kDenied, Result("slump", kRight, 0, alone))));
  EXPECT_THAT(RequestsOf(clear), Not(Contains("slump SIDE_RIGHT R-010")));
}

TEST(TestRequestsTest, ARuleAsksOncePerSide) {
  const auto read = ReadPatient(PatientFacts().Assessed(
      0, absl::StrCat(kDenied, Result("ftf", kMidline, 22),
                      Result("slump", kLeft, 0))));
  const auto requests = RequestsOf(read);
  EXPECT_THAT(requests, Contains("pke_9090 SIDE_LEFT R-315"));
  EXPECT_THAT(requests, Contains("pke_9090 SIDE_RIGHT R-315"));
  EXPECT_THAT(requests, Contains("slump SIDE_RIGHT R-315"));
  // Taken already.
  EXPECT_THAT(requests, Not(Contains("slump SIDE_LEFT R-315")));
}

}  // namespace
}  // namespace tonus::engine
