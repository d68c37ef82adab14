// SPDX-License-Identifier: Apache-2.0
#include "services/engine/planning.h"

#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/check_in.h"
#include "services/engine/explanation.h"
#include "services/engine/interpretation.h"
#include "services/engine/restriction_words.h"
#include "services/knowledge/released_pack.h"
#include "tests/testing/desk_worker.h"
#include "tests/testing/matchers.h"

namespace tonus::engine {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::kDeskWorker;
using testing::kDeskWorkerDay;
using ::testing::Not;
using testing::ParseText;
using testing::StatusIs;

constexpr absl::CivilDay kStart = kDeskWorkerDay;

class PlanningTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto knowledge = OpenReleasedPack();
    ASSERT_TRUE(knowledge.ok()) << knowledge.status();
    knowledge_ = std::make_unique<Knowledge>(*std::move(knowledge));
    Plan(kDeskWorker);
  }

  void Plan(const std::string& facts) {
    facts_ = ParseText<storage::v1::PatientFacts>(facts);
    interpretation_ = Interpret(*knowledge_, facts_, kStart);
    routine_ = PlanRoutine(*knowledge_, facts_, interpretation_, kStart);
  }

  static std::vector<std::string> Exercises(const v1::Session& session) {
    std::vector<std::string> exercises;
    for (const v1::SessionItem& item : session.items()) {
      exercises.push_back(item.exercise());
    }
    return exercises;
  }

  static storage::v1::CheckInFact Pain(int pain) {
    storage::v1::CheckInFact check_in;
    check_in.set_pain_before(pain);
    return check_in;
  }

  v1::Explanation ExplainMuscle(const std::string& muscle) {
    v1::ExplainRoutineRequest request;
    request.set_muscle(muscle);
    return Explain(*knowledge_, {facts_, interpretation_, routine_}, request)
        .value();
  }

  v1::Explanation ExplainExercise(const std::string& exercise) {
    v1::ExplainRoutineRequest request;
    request.set_exercise(exercise);
    return Explain(*knowledge_, {facts_, interpretation_, routine_}, request)
        .value();
  }

  std::unique_ptr<Knowledge> knowledge_;
  storage::v1::PatientFacts facts_;
  v1::Interpretation interpretation_;
  v1::Routine routine_;
};

TEST_F(PlanningTest, TheDeskWorkerReleasesThenBridgesThenTrainsTheAbdomen) {
  const v1::Session& session = routine_.sessions(0);
  EXPECT_THAT(
      Exercises(session),
      ElementsAre("march_warmup", "hip_flexor_bed_edge", "glute_bridge",
                  "dead_bug_heel_tap", "mcgill_curl_up", "sit_to_stand"));
  EXPECT_EQ(session.items(1).doses(0).side(), knowledge::v1::SIDE_RIGHT);
  EXPECT_EQ(session.items(1).block(), 1);
  EXPECT_EQ(session.items(3).block(), 1);
}

TEST_F(PlanningTest, SixWeeksOfThreeSessionsWithARestDayBetween) {
  ASSERT_EQ(routine_.sessions_size(), 18);
  EXPECT_THAT(routine_.sessions(1).date(),
              testing::EqualsProto("year: 2026 month: 11 day: 25"));
  EXPECT_THAT(routine_.sessions(3).date(),
              testing::EqualsProto("year: 2026 month: 11 day: 30"));
  EXPECT_EQ(routine_.sessions(17).week(), 6);
  ASSERT_EQ(routine_.retests_size(), 3);
  EXPECT_EQ(routine_.retests(0).before_session(), 1);
  EXPECT_EQ(routine_.retests(1).after_session(), 9);
  EXPECT_EQ(routine_.retests(2).after_session(), 18);
}

TEST_F(PlanningTest, NothingThatIsInOrderIsStretched) {
  for (const v1::Session& session : routine_.sessions()) {
    for (const v1::SessionItem& item : session.items()) {
      EXPECT_THAT(item.exercise(), Not(HasSubstr("hamstring")));
    }
  }
}

TEST_F(PlanningTest, AnUrgentFlagLeavesNoSession) {
  facts_.mutable_assessments(0)
      ->mutable_screening()
      ->add_answers()
      ->set_red_flag("rf_saddle_sensation");
  facts_.mutable_assessments(0)
      ->mutable_screening()
      ->mutable_answers(0)
      ->set_present(true);
  Plan(facts_.DebugString());
  EXPECT_EQ(routine_.gate(), v1::GATE_STOP_AND_REFER_URGENT);
  EXPECT_THAT(routine_.sessions(), IsEmpty());
  EXPECT_THAT(routine_.findings(), Not(IsEmpty()));
}

TEST_F(PlanningTest, WithoutFindingsTheBasePlanIsServed) {
  Plan(R"pb(
    profiles { profile { age_years: 27 equipment: "dowel" user_level: 2 } }
    assessments {
      fact_id: "a"
      effective_time { seconds: 1795435200 }
      screening { others_denied: true }
    }
  )pb");
  EXPECT_THAT(Exercises(routine_.sessions(0)), ::testing::SizeIs(6));
  EXPECT_THAT(
      Exercises(routine_.sessions(3)),
      ::testing::IsSupersetOf({"march_warmup", "exhale_90_90", "open_book",
                               "hip_hinge_dowel", "glute_bridge",
                               "bird_dog_leg", "side_bridge_knees"}));
}

TEST_F(PlanningTest, NothingNewComesInTheLastTwoSessions) {
  std::vector<std::string> known;
  for (int i = 0; i < 16; ++i) {
    for (const std::string& exercise : Exercises(routine_.sessions(i))) {
      known.push_back(exercise);
    }
  }
  for (const int last : {16, 17}) {
    for (const std::string& exercise : Exercises(routine_.sessions(last))) {
      EXPECT_THAT(known, Contains(exercise));
    }
  }
}

TEST_F(PlanningTest, PainAtTheLimitMakesAReliefDay) {
  const v1::StartSessionResponse below =
      AdaptToCheckIn(*knowledge_, facts_, interpretation_, routine_.sessions(0),
                     Pain(4), absl::UTCTimeZone());
  EXPECT_THAT(below.session(),
              testing::EqualsProto(routine_.sessions(0).DebugString()));
  const v1::StartSessionResponse at =
      AdaptToCheckIn(*knowledge_, facts_, interpretation_, routine_.sessions(0),
                     Pain(5), absl::UTCTimeZone());
  EXPECT_TRUE(at.session().relief());
  EXPECT_THAT(at.rules(), ElementsAre("A-023"));
  const std::vector<std::string> exercises = Exercises(at.session());
  EXPECT_EQ(exercises.front(), "left_rib_exhale");
  EXPECT_EQ(exercises.back(), "walk_brisk");
  for (const v1::SessionItem& item : at.session().items()) {
    EXPECT_EQ(item.slot(), knowledge::v1::SLOT_RELIEF);
  }
}

TEST_F(PlanningTest, AClosedGateAtCheckInLeavesNoItem) {
  interpretation_.set_gate(v1::GATE_REFER);
  const v1::StartSessionResponse response =
      AdaptToCheckIn(*knowledge_, facts_, interpretation_, routine_.sessions(0),
                     Pain(8), absl::UTCTimeZone());
  EXPECT_EQ(response.gate(), v1::GATE_REFER);
  EXPECT_THAT(response.session().items(), IsEmpty());
  EXPECT_FALSE(response.session().relief());
}

TEST_F(PlanningTest, AMuscleIsExplainedWithItsMeasurementAndDecision) {
  const v1::Explanation right = ExplainMuscle("iliopsoas.R");
  ASSERT_EQ(right.findings_size(), 1);
  EXPECT_THAT(right.sentences(0), HasSubstr("tested tight"));
  EXPECT_THAT(right.sentences(0), HasSubstr("8 deg"));
  EXPECT_THAT(right.sessions(), Contains(1));
  EXPECT_EQ(ExplainMuscle("iliopsoas").findings_size(), 2);
}

TEST_F(PlanningTest, AnOmissionIsExplained) {
  EXPECT_THAT(ExplainMuscle("hamstrings.L").sentences(),
              Contains(HasSubstr("only what is tight is stretched")));
  EXPECT_THAT(ExplainExercise("hamstring_90_90_static").sentences(),
              Contains(HasSubstr("only what is tight is stretched")));
  EXPECT_THAT(ExplainExercise("jefferson_curl").sentences(),
              Contains(HasSubstr("never part of a block")));
  EXPECT_THAT(ExplainMuscle("biceps_brachii.L").sentences(),
              Contains(HasSubstr(": not measured")));
}

TEST_F(PlanningTest, AForbiddenExerciseNamesTagAndCondition) {
  facts_.mutable_profiles(0)
      ->mutable_profile()
      ->add_conditions()
      ->set_condition("cond_knee_kneeling_intolerance");
  Plan(facts_.DebugString());
  EXPECT_THAT(ExplainExercise("kneeling_hip_flexor").sentences(),
              Contains(HasSubstr("kneecap. The reason: Knees that do not")));
}

TEST_F(PlanningTest, CausesReadAsOneSentence) {
  v1::TagRestriction restriction;
  restriction.set_tag("KNEELING");
  restriction.add_because("R-325");
  restriction.add_because("cond_hypermobility");
  EXPECT_THAT(RestrictionWords(*knowledge_, restriction),
              HasSubstr("The reason: Positive nerve test without a "
                        "neurological screen; hypermobility."));
}

TEST_F(PlanningTest, AnUnknownSubjectSaysWhatThereIs) {
  v1::ExplainRoutineRequest request;
  EXPECT_THAT(
      Explain(*knowledge_, {facts_, interpretation_, routine_}, request),
      StatusIs(absl::StatusCode::kInvalidArgument,
               HasSubstr("is missing: set muscle, exercise")));
  request.set_muscle("no_such_muscle");
  EXPECT_THAT(
      Explain(*knowledge_, {facts_, interpretation_, routine_}, request),
      StatusIs(absl::StatusCode::kInvalidArgument,
               HasSubstr("list them with ListMuscles")));
  request.set_exercise("no_such_exercise");
  EXPECT_THAT(
      Explain(*knowledge_, {facts_, interpretation_, routine_}, request),
      StatusIs(absl::StatusCode::kInvalidArgument,
               HasSubstr("list them with ListExercises")));
  request.set_decision("no_such_decision");
  EXPECT_THAT(
      Explain(*knowledge_, {facts_, interpretation_, routine_}, request),
      StatusIs(absl::StatusCode::kInvalidArgument,
               HasSubstr("GetRoutine shows their ids")));
}

TEST_F(PlanningTest, TheOverviewSaysWhatIsTightWeakAndLeftAlone) {
  v1::ExplainRoutineRequest request;
  request.set_overview(true);
  const v1::Explanation overview =
      Explain(*knowledge_, {facts_, interpretation_, routine_}, request)
          .value();
  EXPECT_THAT(overview.sentences(),
              Contains("Tight: left iliopsoas; right iliopsoas."));
  EXPECT_THAT(overview.sentences(), Contains(HasSubstr("not a diagnosis")));
  EXPECT_THAT(overview.sentences(), Contains(HasSubstr("in this order")));
}

// What can never be done waits for nothing.
TEST_F(PlanningTest, OnlyWhatCanBeDoneLaterWaits) {
  v1::Decision& later = *routine_.add_decisions();
  later.set_rank(8);
  later.set_reason("Later.");
  later.add_steps();
  v1::Decision& never = *routine_.add_decisions();
  never.set_rank(9);
  never.set_reason("Never.");
  v1::ExplainRoutineRequest request;
  request.set_overview(true);
  const v1::Explanation overview =
      Explain(*knowledge_, {facts_, interpretation_, routine_}, request)
          .value();
  EXPECT_THAT(overview.sentences(),
              Contains("Waits for a later block: Later."));
  EXPECT_THAT(overview.sentences(), Contains("Never."));
}

}  // namespace
}  // namespace tonus::engine
