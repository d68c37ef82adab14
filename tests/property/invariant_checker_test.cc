// SPDX-License-Identifier: Apache-2.0
// The checker bites: for each invariant a good plan, broken by hand.

#include "tests/property/invariant_checker.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/interpretation.h"
#include "services/engine/planning.h"
#include "services/knowledge/released_pack.h"
#include "tests/testing/desk_worker.h"
#include "tests/testing/matchers.h"

namespace tonus::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr absl::CivilDay kStart = kDeskWorkerDay;

class InvariantCheckerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto knowledge = OpenReleasedPack();
    ASSERT_TRUE(knowledge.ok()) << knowledge.status();
    knowledge_ = std::make_unique<engine::Knowledge>(*std::move(knowledge));
    facts_ = ParseText<storage::v1::PatientFacts>(kDeskWorker);
    interpretation_ = engine::Interpret(*knowledge_, facts_, kStart);
    routine_ =
        engine::PlanRoutine(*knowledge_, facts_, interpretation_, kStart);
    ASSERT_THAT(Check(), IsEmpty());
  }

  std::vector<std::string> Check() const {
    return InvariantChecker(knowledge_->pack(), facts_, interpretation_)
        .CheckRoutine(routine_);
  }

  v1::Session* Session(int number) {
    return routine_.mutable_sessions(number - 1);
  }

  // Position of the item with `exercise` in `session`.
  static int Position(const v1::Session& session, const std::string& exercise) {
    for (int i = 0; i < session.items_size(); ++i) {
      if (session.items(i).exercise() == exercise) return i;
    }
    ADD_FAILURE() << "no " << exercise;
    return 0;
  }

  // Swaps the exercise of an item for another of the same length of text.
  void Replace(int session, const std::string& exercise,
               const std::string& by) {
    v1::Session* changed = Session(session);
    changed->mutable_items(Position(*changed, exercise))->set_exercise(by);
  }

  void ForbidTag(const std::string& tag) {
    v1::TagRestriction* restriction = interpretation_.add_tags();
    restriction->set_tag(tag);
    restriction->set_forbidden(true);
  }

  v1::Finding* FindFinding(const std::string& muscle,
                           knowledge::v1::Side side) {
    for (v1::Finding& finding : *interpretation_.mutable_findings()) {
      if (finding.muscle() == muscle && finding.side() == side) {
        return &finding;
      }
    }
    ADD_FAILURE() << "no " << muscle;
    return nullptr;
  }

  std::unique_ptr<engine::Knowledge> knowledge_;
  storage::v1::PatientFacts facts_;
  v1::Interpretation interpretation_;
  v1::Routine routine_;
};

TEST_F(InvariantCheckerTest, AForbiddenTagIsFound) {
  ForbidTag("SUPINE_LYING");
  EXPECT_THAT(Check(), Contains(StartsWith("I-01")));
}

TEST_F(InvariantCheckerTest, AnUnknownExerciseIsFound) {
  Replace(1, "glute_bridge", "no_such_exercise");
  EXPECT_THAT(Check(), Contains(StartsWith("I-01")));
}

TEST_F(InvariantCheckerTest, AnActivationBeforeTheReleaseIsFound) {
  v1::Session* session = Session(1);
  const int release = Position(*session, "hip_flexor_bed_edge");
  session->mutable_items()->SwapElements(release, release + 1);
  EXPECT_THAT(Check(), Contains(StartsWith("I-02")));
}

TEST_F(InvariantCheckerTest, SomethingInsideABlockIsFound) {
  v1::Session* session = Session(1);
  const int activation = Position(*session, "dead_bug_heel_tap");
  session->mutable_items()->SwapElements(activation, activation + 1);
  EXPECT_THAT(Check(), Contains(StartsWith("I-02")));
}

TEST_F(InvariantCheckerTest, ABlockWithoutActivationIsFound) {
  v1::Session* session = Session(1);
  for (v1::SessionItem& item : *session->mutable_items()) {
    if (item.exercise() != "hip_flexor_bed_edge") item.set_block(0);
  }
  EXPECT_THAT(Check(), Contains(StartsWith("I-02")));
}

TEST_F(InvariantCheckerTest, AnActivationLongAfterTheReleaseIsFound) {
  v1::Session* session = Session(13);
  const int activation = Position(*session, "glute_bridge");
  const int other = Position(*session, "dead_bug_heel_tap");
  ASSERT_EQ(activation, other + 1);
  session->mutable_items()->SwapElements(activation, other);
  EXPECT_THAT(Check(), Contains(HasSubstr("after the release of block")));
}

TEST_F(InvariantCheckerTest, AnAlternativeForAnotherMuscleIsFound) {
  v1::Session* session = Session(1);
  session->mutable_items(Position(*session, "hip_flexor_bed_edge"))
      ->add_alternatives()
      ->set_exercise("hamstring_90_90_static");
  EXPECT_THAT(Check(), Contains(HasSubstr("does not work on the iliopsoas")));
}

TEST_F(InvariantCheckerTest, AStretchWithoutWarmUpIsFound) {
  Session(1)->mutable_items()->DeleteSubrange(0, 1);
  EXPECT_THAT(Check(), Contains(StartsWith("I-03")));
}

TEST_F(InvariantCheckerTest, AStretchOfWhatIsNotTightIsFound) {
  FindFinding("iliopsoas", knowledge::v1::SIDE_LEFT)
      ->set_status(knowledge::v1::STATUS_NORMAL);
  EXPECT_THAT(Check(), Contains(StartsWith("I-04")));
}

TEST_F(InvariantCheckerTest, AStretchOfWhatIsUnknownIsFound) {
  FindFinding("iliopsoas", knowledge::v1::SIDE_RIGHT)
      ->set_status(knowledge::v1::STATUS_UNKNOWN);
  EXPECT_THAT(Check(), Contains(StartsWith("I-04")));
}

TEST_F(InvariantCheckerTest, TooFewExercisesAreFound) {
  Session(5)->mutable_items()->DeleteSubrange(5, 3);
  EXPECT_THAT(Check(),
              Contains(AllOf(StartsWith("I-05"), HasSubstr("exercises"))));
}

TEST_F(InvariantCheckerTest, AnExerciseThatReturnsCountsOnce) {
  v1::Session* session = Session(5);
  while (session->items_size() > 5) session->mutable_items()->RemoveLast();
  // A sixth place is no sixth exercise.
  *session->add_items() = session->items(1);
  EXPECT_THAT(Check(), Contains(AllOf(StartsWith("I-05"),
                                      HasSubstr("has 5 exercises in 6"))));
}

TEST_F(InvariantCheckerTest, AnOverlongSessionIsFound) {
  Session(2)->mutable_items(0)->mutable_doses(0)->set_hold_seconds(1800);
  EXPECT_THAT(Check(), Contains(AllOf(StartsWith("I-05"), HasSubstr(" s "))));
}

TEST_F(InvariantCheckerTest, WrongMinutesAreFound) {
  Session(2)->mutable_items(0)->set_minutes(1);
  EXPECT_THAT(Check(),
              Contains(AllOf(StartsWith("I-05"), HasSubstr("minutes"))));
}

TEST_F(InvariantCheckerTest, AMissingSessionIsFound) {
  routine_.mutable_sessions()->RemoveLast();
  EXPECT_THAT(Check(), Contains(HasSubstr("17 sessions")));
}

TEST_F(InvariantCheckerTest, ASessionWithoutStabilityIsFound) {
  v1::Session* session = Session(1);
  for (v1::SessionItem& item : *session->mutable_items()) {
    if (knowledge_->FindExercise(item.exercise())->technique() ==
        knowledge::v1::TECHNIQUE_STABILITY) {
      item.set_exercise("glute_set");
    }
  }
  EXPECT_THAT(Check(), Contains(StartsWith("I-06")));
}

TEST_F(InvariantCheckerTest, ALevelAboveTheCapIsFound) {
  Replace(1, "glute_bridge", "single_leg_bridge");
  EXPECT_THAT(Check(), Contains(StartsWith("I-07")));
}

TEST_F(InvariantCheckerTest, AnOptInExerciseIsFound) {
  Replace(13, "glute_bridge", "jefferson_curl");
  EXPECT_THAT(Check(), Contains(StartsWith("I-07")));
}

TEST_F(InvariantCheckerTest, AStretchOfWhatMustNotBeStretchedIsFound) {
  FindFinding("iliopsoas", knowledge::v1::SIDE_RIGHT)
      ->add_qualifiers(knowledge::v1::QUALIFIER_DO_NOT_STRETCH);
  EXPECT_THAT(Check(), Contains(StartsWith("I-08")));
}

TEST_F(InvariantCheckerTest, TractionOfWhatMustNotBeStretchedIsFound) {
  FindFinding("lumbar_spine", knowledge::v1::SIDE_MIDLINE)
      ->add_qualifiers(knowledge::v1::QUALIFIER_DO_NOT_STRETCH);
  Replace(1, "glute_bridge", "seated_unload");
  EXPECT_THAT(Check(), Contains(StartsWith("I-08")));
}

TEST_F(InvariantCheckerTest, SessionsBehindAClosedGateAreFound) {
  routine_.set_gate(v1::GATE_STOP_AND_REFER_URGENT);
  EXPECT_THAT(Check(), Contains(StartsWith("I-09")));
}

TEST_F(InvariantCheckerTest, ContractRelaxInWeekOneIsFound) {
  Replace(1, "hip_flexor_bed_edge", "pnf_hip_flexor_edge");
  EXPECT_THAT(Check(), Contains(StartsWith("I-10")));
}

TEST_F(InvariantCheckerTest, AWorseSideThatComesSecondIsFound) {
  FindFinding("iliopsoas", knowledge::v1::SIDE_LEFT)
      ->add_qualifiers(knowledge::v1::QUALIFIER_ASYMMETRIC);
  EXPECT_THAT(Check(), Contains(StartsWith("I-12")));
}

TEST_F(InvariantCheckerTest, AWorseSideWithoutDoubleSetsIsFound) {
  FindFinding("iliopsoas", knowledge::v1::SIDE_RIGHT)
      ->add_qualifiers(knowledge::v1::QUALIFIER_ASYMMETRIC);
  EXPECT_THAT(Check(), Contains(AllOf(StartsWith("I-12"), HasSubstr("sets"))));
}

TEST_F(InvariantCheckerTest, AnItemForADecisionThatIsNotKeptIsFound) {
  for (v1::Decision& decision : *interpretation_.mutable_decisions()) {
    decision.set_kept(false);
  }
  EXPECT_THAT(Check(), Contains(StartsWith("decision")));
}

TEST_F(InvariantCheckerTest, MassageThatPressesTooHardIsFound) {
  auto& item = *Session(1)->mutable_items(0);
  item.set_exercise("smr_glutes_roller");
  item.mutable_tempo()->set_max_pressure(6);
  EXPECT_THAT(Check(), Not(Contains(HasSubstr("SMR-05"))));
  item.mutable_tempo()->set_max_pressure(7);
  EXPECT_THAT(Check(),
              Contains(HasSubstr("SMR-05 session 1: smr_glutes_roller may "
                                 "press 7 of 10")));
  item.clear_tempo();
  EXPECT_THAT(Check(), Contains(HasSubstr("may press 0 of 10")));
}

TEST_F(InvariantCheckerTest, AMissingReasonIsFound) {
  Session(1)->mutable_items(0)->clear_reason();
  EXPECT_THAT(Check(), Contains(StartsWith("reason")));
}

}  // namespace
}  // namespace tonus::testing
