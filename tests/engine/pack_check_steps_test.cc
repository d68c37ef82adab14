// SPDX-License-Identifier: Apache-2.0
// The check of what is done about a decision, and of why the rest is not.
#include "tests/engine/pack_check_rows.h"

namespace tonus::engine {
namespace {

// Positions in the small pack.
enum StepsAt { kPairSteps, kTightSteps, kWeakSteps, kStiffSteps };
enum PairStepAt { kRelease, kActivate, kLengthen };
enum OmissionAt {
  kMuscleUnknown,
  kMuscle,
  kStructureUnknown,
  kStructure,
  kNerveUnknown
};

kv1::DecisionStep& StepAt(kv1::Pack& pack, StepsAt row, int step) {
  return *pack.mutable_decision_steps(row)->mutable_steps(step);
}

kv1::StepObstacle& Obstacle(kv1::Pack& pack) {
  return *StepAt(pack, kPairSteps, kLengthen).mutable_obstacles(0);
}

// Adds an obstacle to stretching, as text.
void AddObstacle(kv1::Pack& pack, const std::string& text) {
  auto& obstacle = *StepAt(pack, kPairSteps, kLengthen).add_obstacles();
  obstacle = ::tonus::testing::ParseText<kv1::StepObstacle>(text);
  obstacle.set_rule("R-900");
  obstacle.set_reason("There is none.");
}

INSTANTIATE_TEST_SUITE_P(
    Steps, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"DecisionHasNoSteps",
         [](kv1::Pack& p) {
           p.mutable_decision_steps()->DeleteSubrange(kStiffSteps, 1);
         },
         {"decision_steps: has no row for DECISION_ACTION_MOBILISE, which "
          "`stiff` decides"}},
        {"DecisionIsGivenTwice",
         [](kv1::Pack& p) {
           *p.add_decision_steps() = p.decision_steps(kWeakSteps);
         },
         {"decision_steps DECISION_ACTION_ACTIVATE: is given twice"}},
        {"RowIsEmpty",
         [](kv1::Pack& p) {
           p.mutable_decision_steps(kWeakSteps)->clear_steps();
         },
         {"decision_steps DECISION_ACTION_ACTIVATE: steps is empty"}},
        {"TargetIsNotGiven",
         [](kv1::Pack& p) { StepAt(p, kWeakSteps, 0).clear_target(); },
         {"decision_steps #3: target is not given",
          "decision_steps DECISION_ACTION_ACTIVATE: step 1 is not "
          "ACTION_ACTIVATE of STEP_TARGET_OWN for everybody"}},
        {"RuleOfAStepIsUnknown",
         [](kv1::Pack& p) { StepAt(p, kWeakSteps, 0).set_rule("R-1"); },
         {"decision_steps DECISION_ACTION_ACTIVATE: steps names `R-1`, which "
          "is not in rules, cited_rules or rulings"}},
        {"PartnerIsNone",
         [](kv1::Pack& p) {
           StepAt(p, kTightSteps, 0).set_target(kv1::STEP_TARGET_PARTNER);
         },
         {"decision_steps DECISION_ACTION_RELEASE_AND_INTEGRATE: has a step "
          "for a partner, but no partner",
          "decision_steps DECISION_ACTION_RELEASE_AND_INTEGRATE: step 1 is not "
          "ACTION_RELEASE of STEP_TARGET_OWN for everybody"}},
        {"TrunkIsReleased",
         [](kv1::Pack& p) {
           StepAt(p, kTightSteps, 0).set_target(kv1::STEP_TARGET_TRUNK);
         },
         {"decision_steps DECISION_ACTION_RELEASE_AND_INTEGRATE: has a step "
          "for the trunk that is not ACTION_STABILISE",
          "decision_steps DECISION_ACTION_RELEASE_AND_INTEGRATE: step 1 is not "
          "ACTION_RELEASE of STEP_TARGET_OWN for everybody"}},
        {"NoExerciseServes",
         [](kv1::Pack& p) {
           StepAt(p, kWeakSteps, 0).set_action(kv1::ACTION_FLOSS);
         },
         {"decision_steps DECISION_ACTION_ACTIVATE: asks for ACTION_FLOSS, "
          "which no exercise serves",
          "decision_steps DECISION_ACTION_ACTIVATE: step 1 is not "
          "ACTION_ACTIVATE of STEP_TARGET_OWN for everybody"}},
        {"TraitOfAStepIsFalse",
         [](kv1::Pack& p) {
           StepAt(p, kWeakSteps, 0).add_with()->set_evidence(false);
         },
         {"decision_steps DECISION_ACTION_ACTIVATE: with has a trait that is "
          "not given or false",
          "decision_steps DECISION_ACTION_ACTIVATE: step 1 is not "
          "ACTION_ACTIVATE of STEP_TARGET_OWN for everybody"}},
        {"TraitThatIsMissingIsFalse",
         [](kv1::Pack& p) { StepAt(p, kWeakSteps, 0).add_without(); },
         {"decision_steps DECISION_ACTION_ACTIVATE: without has a trait that "
          "is not given or false",
          "decision_steps DECISION_ACTION_ACTIVATE: step 1 is not "
          "ACTION_ACTIVATE of STEP_TARGET_OWN for everybody"}},
        {"FamilyOfATraitIsUnknown",
         [](kv1::Pack& p) {
           StepAt(p, kWeakSteps, 0)
               .add_with()
               ->set_exercise(kv1::TECHNIQUE_UNSPECIFIED);
         },
         {"decision_steps #3: exercise is not given",
          "decision_steps DECISION_ACTION_ACTIVATE: step 1 is not "
          "ACTION_ACTIVATE of STEP_TARGET_OWN for everybody"}},
        {"NothingIsConsideredWithAnObstacle",
         [](kv1::Pack& p) {
           StepAt(p, kPairSteps, kLengthen).clear_considered();
         },
         {"decision_steps DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER: "
          "considered is not given together with obstacles"}},
        {"SomethingIsConsideredWithoutObstacle",
         [](kv1::Pack& p) {
           StepAt(p, kPairSteps, kActivate).set_considered("train it");
         },
         {"decision_steps DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER: "
          "considered is not given together with obstacles"}},
        {"FamilyThatMayBeForbidden",
         [](kv1::Pack& p) {
           AddObstacle(p, "without { exercise: TECHNIQUE_STATIC_STRETCH }");
         },
         {"decision_steps DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER: "
          "obstacles asks for an exercise of TECHNIQUE_STATIC_STRETCH, but not "
          "whether that is forbidden for the target and for the person"}},
        {"FamilyThatIsAskedFor",
         [](kv1::Pack& p) {
           AddObstacle(
               p, "with { forbidden_technique: TECHNIQUE_STATIC_STRETCH }");
           AddObstacle(p, "without { exercise: TECHNIQUE_STATIC_STRETCH }");
         },
         {}},
        {"ObstacleAlwaysHolds",
         [](kv1::Pack& p) {
           Obstacle(p).clear_with();
           Obstacle(p).set_rule("R-900");
         },
         {"decision_steps DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER: "
          "obstacles has one that always holds"}},
        {"ObstacleHasNoRule",
         [](kv1::Pack& p) { Obstacle(p).mutable_with(0)->set_evidence(true); },
         {"decision_steps DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER: "
          "obstacles has one without a rule"}},
        {"ObstacleNamesAnUnknownRule",
         [](kv1::Pack& p) { Obstacle(p).set_rule("R-1"); },
         {"decision_steps DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER: "
          "obstacles names `R-1`, which is not in rules, cited_rules or "
          "rulings"}},
        {"ObstacleHasNoReason",
         [](kv1::Pack& p) { Obstacle(p).clear_reason(); },
         {"decision_steps #1: reason is empty"}},
        {"ReasonIsNoSentence",
         [](kv1::Pack& p) { Obstacle(p).set_reason("not stretched"); },
         {"decision_steps DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER: "
          "reason is not a sentence"}},
        {"ReasonHasAName",
         [](kv1::Pack& p) {
           Obstacle(p).set_reason("Because {target} is DO_NOT_STRETCH.");
         },
         {"decision_steps DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER: "
          "reason has marks that stand for nothing"}},
        {"ReasonMakesAForbiddenClaim",
         [](kv1::Pack& p) {
           Obstacle(p).set_reason("Stretching corrects the posture.");
         },
         {"decision_steps #1: reason makes the forbidden claim N-1: "
          "stretching corrects the posture"}},
        {"GeneralStepNeedsATarget",
         [](kv1::Pack& p) {
           p.mutable_general_steps(0)->set_action(kv1::ACTION_RELEASE);
         },
         {"general_steps #1: action is not ACTION_STABILISE, the only one that "
          "needs no target"}},
        {"GeneralStepNamesAnUnknownRule",
         [](kv1::Pack& p) { p.mutable_general_steps(0)->set_rule("R-1"); },
         {"general_steps #1: rule names `R-1`, which is not in rules, "
          "cited_rules or rulings"}},
        {"GeneralStepSaysNoSentence",
         [](kv1::Pack& p) { p.mutable_general_steps(0)->set_reason("why"); },
         {"general_steps #1: reason is not a sentence"}},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Omissions, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"RuleOfAnOmissionIsUnknown",
         [](kv1::Pack& p) { p.mutable_omissions(kMuscle)->set_rule("R-1"); },
         {"omissions muscle: rule names `R-1`, which is not in rules, "
          "cited_rules or rulings"}},
        {"OmissionHasNoReason",
         [](kv1::Pack& p) { p.mutable_omissions(kMuscle)->clear_reason(); },
         {"omissions muscle: reason is empty"}},
        {"OmissionHasNoRule",
         [](kv1::Pack& p) { p.mutable_omissions(kMuscle)->clear_rule(); },
         {"omissions muscle: rule is empty, but the row is not about "
          "STATUS_UNKNOWN alone"}},
        {"NothingIsConsidered",
         [](kv1::Pack& p) { p.mutable_omissions(kMuscle)->clear_considered(); },
         {"omissions muscle: considered is empty"}},
        {"NothingIsOmitted",
         [](kv1::Pack& p) {
           p.mutable_omissions(kNerveUnknown)->clear_actions();
         },
         {"omissions nerve_unknown: actions is empty",
          "omissions nerve: speaks about what is unknown as if it were "
          "known"}},
        {"TraitOfAnOmissionIsFalse",
         [](kv1::Pack& p) {
           p.mutable_omissions(kMuscleUnknown)->add_with()->set_evidence(false);
         },
         {"omissions muscle_unknown: with has a trait that is not given or "
          "false",
          "omissions muscle: speaks about what is unknown as if it were "
          "known"}},
        {"UnknownIsTakenForKnown",
         [](kv1::Pack& p) {
           p.mutable_omissions()->SwapElements(kMuscleUnknown, kMuscle);
         },
         {"omissions muscle: speaks about what is unknown as if it were known",
          "omissions muscle_unknown: is never reached: the rows above it "
          "reject the same"}},
        {"UnknownHasAReasonOfItsOwn",
         [](kv1::Pack& p) {
           auto& row = *p.mutable_omissions(kStructureUnknown);
           row.set_rule("R-900");
           row.set_reason("It is not stiff.");
         },
         {"omissions structure_unknown: speaks about what is unknown as if it "
          "were known"}},
        {"SomeFindingsHaveNoReason",
         [](kv1::Pack& p) {
           p.mutable_omissions(kStructure)->add_statuses(kv1::STATUS_NORMAL);
         },
         {"omissions: has no row for ACTION_MOBILISE of every "
          "TARGET_KIND_STRUCTURE"}},
        {"KindHasNoRow",
         [](kv1::Pack& p) {
           p.mutable_omissions()->DeleteSubrange(kStructureUnknown, 2);
         },
         {"omissions: has no row for TARGET_KIND_STRUCTURE"}},
    }),
    NameOf);

}  // namespace
}  // namespace tonus::engine
