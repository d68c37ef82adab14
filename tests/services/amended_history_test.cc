// SPDX-License-Identifier: Apache-2.0
// After a correction a patient stands where one with the right values from the
// beginning stands.

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "services/knowledge/released_pack.h"
#include "tests/services/amendment_test.h"

namespace tonus {
namespace {

using ::testing::IsEmpty;
using ::tonus::testing::IsOk;

using AmendedHistoryTest = AmendmentTest;

// The block began with the first assessment and sessions of it were done; a
// mistaken yes in the third week stopped it.
TEST_F(AmendedHistoryTest, ABlockThatAMistakeStoppedGoesOnWhereItWas) {
  const std::string patient = NewPatient();
  const std::string right = NewPatient();
  v1::Assessment later = DeskWorker();
  later.mutable_results(0)->set_value(5);
  v1::Assessment mistaken = WithLockingYes();
  *mistaken.mutable_results() = later.results();
  for (const std::string& name : {patient, right}) {
    SubmitOn(0, name, DeskWorker());
    LogSession(0, name, 1);
    LogSession(2, name, 2);
  }
  const std::string wrong = SubmitOn(15, patient, mistaken);
  SubmitOn(15, right, later);
  EXPECT_THAT(RoutineOf(patient).sessions(), IsEmpty());

  v1::AmendAssessmentRequest request;
  request.set_name(wrong);
  *request.mutable_assessment() = later;
  request.set_reason(v1::AMENDMENT_REASON_MISUNDERSTOOD_QUESTION);
  request.add_retracted_red_flags(kLocking);
  ASSERT_THAT(Amend(request, 20), IsOk());
  ExpectSame(patient, right, 20);
  EXPECT_EQ(RoutineOf(patient).sessions(0).number(), 1);
  EXPECT_EQ(State(patient).facts().logs_size(), 2) << "what was done stays";
  ExpectRebuilt(patient);
}

// Without its denials the first assessment let nothing begin; the second did,
// five days later, and a session was done before the first was put right.
TEST_F(AmendedHistoryTest, ABlockInWhichWasTrainedKeepsItsBeginning) {
  for (const bool trained : {false, true}) {
    const std::string patient = NewPatient();
    v1::Assessment unasked = DeskWorker();
    unasked.clear_screening();
    const std::string wrong = SubmitOn(0, patient, unasked);
    ASSERT_THAT(RoutineOf(patient).sessions(), IsEmpty());
    SubmitOn(5, patient, DeskWorker());
    if (trained) LogSession(5, patient, 1);
    const v1::Routine before = RoutineOf(patient);

    v1::AmendAssessmentRequest request;
    request.set_name(wrong);
    *request.mutable_assessment() = DeskWorker();
    request.set_reason(v1::AMENDMENT_REASON_ENTRY_ERROR);
    ASSERT_THAT(Amend(request, 6), IsOk());
    const v1::Routine after = RoutineOf(patient);
    EXPECT_EQ(after.sessions(0).number(), 1);
    EXPECT_EQ(after.start_date().day() == before.start_date().day(), trained);
    ExpectRebuilt(patient);
  }
}

// One random mistake after the other, each corrected some days later, beside a
// patient of whom everything was recorded right.
TEST_F(AmendedHistoryTest, CorrectingRandomMistakesGivesWhatWasRightAllAlong) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const auto below = [&random](int n) {
      return static_cast<int>(random() % static_cast<unsigned>(n));
    };
    const auto draw = [&](bool may_lock) {
      v1::Assessment assessment = DeskWorker();
      for (v1::TestResult& result : *assessment.mutable_results()) {
        const auto* test = testing::ReleasedKnowledge().FindTest(result.test());
        const int steps = static_cast<int>((test->max() - test->min()) /
                                           std::max(1.0, test->step()));
        result.set_value(test->min() +
                         below(steps) * std::max(1.0, test->step()));
        result.set_pain_limited(below(10) == 0);
      }
      while (below(3) == 0 && assessment.results_size() > 0) {
        assessment.mutable_results()->RemoveLast();
      }
      assessment.mutable_screening()->set_others_denied(below(8) != 0);
      if (may_lock && below(4) == 0) {
        auto* answer = assessment.mutable_screening()->add_answers();
        answer->set_red_flag(kLocking);
        answer->set_present(true);
      }
      assessment.mutable_history()->set_pain_with_bending(below(2) == 0);
      return assessment;
    };
    const std::string corrected = NewPatient();
    const std::string right = NewPatient();
    int day = 0;
    struct Mistake {
      std::string name;
      v1::Assessment wrong;
      v1::Assessment meant;
    };
    std::vector<Mistake> mistakes;
    for (int i = 0; i <= below(3); ++i, day += below(20)) {
      const v1::Assessment meant = draw(/*may_lock=*/false);
      const bool mistaken = below(2) == 0 || i == 0;
      const v1::Assessment wrong = mistaken ? draw(/*may_lock=*/true) : meant;
      const std::string id = "a" + std::to_string(i);
      const std::string name = SubmitOn(day, corrected, wrong, id);
      SubmitOn(day, right, meant, id);
      if (wrong.SerializeAsString() != meant.SerializeAsString()) {
        mistakes.push_back({name, wrong, meant});
      }
    }
    std::shuffle(mistakes.begin(), mistakes.end(), random);
    for (const Mistake& mistake : mistakes) {
      v1::AmendAssessmentRequest request;
      request.set_name(mistake.name);
      *request.mutable_assessment() = mistake.meant;
      request.set_reason(v1::AMENDMENT_REASON_ENTRY_ERROR);
      if (mistake.wrong.screening().answers_size() > 0) {
        request.add_retracted_red_flags(kLocking);
      }
      ASSERT_THAT(Amend(request, day), IsOk());
    }
    ExpectSame(corrected, right, day);
    ExpectRebuilt(corrected);
  }
}

}  // namespace
}  // namespace tonus
