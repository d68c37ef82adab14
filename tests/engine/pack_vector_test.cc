// SPDX-License-Identifier: Apache-2.0
// Every expectation of a case, once broken.
#include "services/engine/pack_vector.h"

#include "tests/engine/pack_check_rows.h"

namespace tonus::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::tonus::testing::ParseText;
using ::tonus::testing::SmallPack;

// A tight left hip flexor, and nothing else known.
constexpr char kVector[] = R"pb(
  id: "case"
  title: "a tight hip flexor"
  request {
    profile {
      age_years: 40
      conditions { condition: "cond_later" }
    }
    assessment {
      assessment_time { seconds: 1767607200 }
      results { test: "thomas" side: SIDE_LEFT value: 12 }
      results { test: "nothing" side: SIDE_LEFT value: 12 }
      screening { others_denied: true }
    }
    date { year: 2026 month: 1 day: 5 }
  }
  expect {
    gate: GATE_OK
    statuses { target: "iliopsoas.L" status: STATUS_TIGHT }
    statuses { target: "iliopsoas.R" status: STATUS_UNKNOWN }
    conditions: "cond_later"
    allowed_exercises: "glute_bridge"
    no_pairs: true
    excluded_pairs: "iliopsoas.L>gluteus_maximus.L"
    rejected: "nothing.L"
    decisions: "release_and_integrate:iliopsoas.L"
    orders { first: "hip_flexor_stretch" later: "glute_bridge" }
  }
)pb";

const Knowledge& SmallKnowledge() {
  static const auto* const kKnowledge =
      new Knowledge(*Knowledge::Compile(SmallPack(), ""));
  return *kKnowledge;
}

v1::PackVector Vector() { return ParseText<v1::PackVector>(kVector); }

TEST(PackVectorTest, ComesOutAsExpected) {
  EXPECT_THAT(DifferencesOf(SmallKnowledge(), Vector()), IsEmpty());
}

struct VectorRow {
  const char* name;
  // Merged into what is expected.
  const char* expect;
  const char* difference;
};

void PrintTo(const VectorRow& row, std::ostream* stream) {
  *stream << row.name;
}

class VectorTest : public ::testing::TestWithParam<VectorRow> {};

TEST_P(VectorTest, Differs) {
  v1::PackVector vector = Vector();
  vector.mutable_expect()->MergeFrom(
      ParseText<v1::PackVector::Expectation>(GetParam().expect));
  EXPECT_THAT(DifferencesOf(SmallKnowledge(), vector),
              ElementsAre(::testing::HasSubstr(GetParam().difference)));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, VectorTest,
    ::testing::ValuesIn(std::vector<VectorRow>{
        {"Gate", "gate: GATE_REFER", "gate is GATE_OK, not GATE_REFER"},
        {"ExcludedDecision",
         "excluded_decisions: 'release_and_integrate:iliopsoas.L'",
         "excluded_decisions: found `release_and_integrate:iliopsoas.L`"},
        {"TargetOfAnExcludedDecision", "excluded_decisions: 'activate:x.L'",
         "excluded_decisions: the pack has no target `x.L`"},
        {"ExcludedStep", "excluded_steps: 'release:iliopsoas.L'",
         "excluded_steps: found `release:iliopsoas.L`"},
        {"ActionOfAnExcludedStep", "excluded_steps: 'cure:iliopsoas.L'",
         "excluded_steps: `cure:iliopsoas.L` begins with no action"},
        {"TargetOfAnExcludedStep", "excluded_steps: 'lengthen:x.L'",
         "excluded_steps: the pack has no target `x.L`"},
        {"WithheldTest", "withheld_tests: 'thomas'",
         "withheld_tests: `thomas` may be offered"},
        {"UnknownWithheldTest", "withheld_tests: 'x'",
         "withheld_tests: `x` is not in the pack"},
        {"UnknownSupervisedTest", "supervised_tests: 'x'",
         "supervised_tests: `x` is not in the pack"},
        {"Status",
         "statuses { target: 'gluteus_maximus.L' status: STATUS_WEAK }",
         "gluteus_maximus.L is STATUS_UNKNOWN, not STATUS_WEAK"},
        {"TargetOfStatus", "statuses { target: 'x.L' status: STATUS_WEAK }",
         "statuses: the pack has no target `x.L`"},
        {"Qualifier",
         "qualifiers { target: 'iliopsoas.L' qualifiers: "
         "QUALIFIER_PROTECTIVE }",
         "iliopsoas.L lacks QUALIFIER_PROTECTIVE"},
        {"Condition", "conditions: 'cond_acute'",
         "conditions: `cond_acute` is not among [cond_later]"},
        {"ForbiddenTag", "forbidden_tags: 'SUPINE'",
         "forbidden_tags: `SUPINE` is not among []"},
        {"ForbiddenExercise", "forbidden_exercises: 'glute_bridge'",
         "forbidden_exercises: `glute_bridge` is FREE"},
        {"CautionExercise", "caution_exercises: 'glute_bridge'",
         "caution_exercises: `glute_bridge` is FREE"},
        {"AllowedExercise", "allowed_exercises: 'x'",
         "allowed_exercises: `x` is not in the pack"},
        {"TopPair", "top_pair: 'iliopsoas.L>gluteus_maximus.L'",
         "top_pair is ``, not `iliopsoas.L>gluteus_maximus.L`"},
        {"Pair", "pairs: 'iliopsoas.L>gluteus_maximus.L'",
         "pairs: `iliopsoas.L>gluteus_maximus.L` is not among []"},
        {"MisspeltPair", "excluded_pairs: 'iliopsoas.L>glute.L'",
         "excluded_pairs: the pack has no target `glute.L`"},
        {"Syndromes", "syndromes { partial: 'LOWER' }",
         "syndromes.partial is [], not [LOWER]"},
        {"Rejected", "rejected: 'thomas.L'",
         "rejected: `thomas.L` is not among [nothing.L]"},
        {"Request", "requests: 'rotation'", "requests: `rotation` is not"},
        {"Direction", "directional_preference: DIRECTIONAL_PREFERENCE_FLEXION",
         "directional_preference is DIRECTIONAL_PREFERENCE_UNSPECIFIED"},
        {"Decision", "decisions: 'floss:sciatic_nerve.L'",
         "decisions: `floss:sciatic_nerve.L` is not among"},
        {"See", "see { findings { muscle: 'iliopsoas' confidence: 2 } }",
         "see.findings: no {"},
        {"SeeNot", "see_not { conditions { condition: 'cond_later' } }",
         "see_not.conditions: {"},
        {"SeeNotMisspelt", "see_not { conditions { condition: 'cond_x' } }",
         "see_not: `cond_x` is not in the pack"},
        {"Plan", "plan { sessions { items { exercise: 'x' } } }",
         "plan.sessions: no {"},
        {"PlanNot", "plan_not { gate: GATE_OK }", "plan_not.gate: GATE_OK"},
        {"PlanNotMisspelt",
         "plan_not { sessions { items { exercise: 'x' reason: 'y' } } }",
         "plan_not: `x` is not in the pack"},
        {"Entries", "entries { exercises { id: 'glute_bridge' level: 5 } }",
         "entries.exercises: no {"},
        {"OrderOfNothing", "orders { first: 'walk' later: 'x' }",
         "orders: `x` is not in the pack"},
    }),
    [](const auto& info) { return info.param.name; });

TEST(PackVectorTest, TellsTheWrongOrderAndExercisesThatAreThere) {
  v1::PackVector vector = Vector();
  auto& order = *vector.mutable_expect()->mutable_orders(0);
  order.set_first("glute_bridge");
  order.set_later("hip_flexor_stretch");
  EXPECT_THAT(DifferencesOf(SmallKnowledge(), vector),
              ::testing::Contains("orders: session 1 has `hip_flexor_stretch` "
                                  "before `glute_bridge`"));
  vector = Vector();
  vector.mutable_expect()->set_no_exercises(true);
  EXPECT_THAT(DifferencesOf(SmallKnowledge(), vector),
              ::testing::Contains(
                  ::testing::StartsWith("no_exercises: session 1 has ")));
}

TEST(PackVectorTest, AFamilyThatIsBannedIsForbidden) {
  knowledge::v1::Pack pack = SmallPack();
  *pack.add_rules() = ParseText<knowledge::v1::Rule>(R"pb(
    id: "R-1"
    text: "no stretch"
    when { condition: "cond_later" }
    effects { forbid_technique: TECHNIQUE_STATIC_STRETCH }
    evidence: EVIDENCE_GRADE_AUTHORED
    order: 1
    stage: RULE_STAGE_MEASUREMENT
  )pb");
  TONUS_ASSERT_OK_AND_ASSIGN(const Knowledge knowledge,
                             Knowledge::Compile(pack, ""));
  v1::PackVector vector = Vector();
  vector.mutable_expect()->clear_orders();
  vector.mutable_expect()->add_forbidden_exercises("hip_flexor_stretch");
  EXPECT_THAT(DifferencesOf(knowledge, vector), IsEmpty());
}

TEST(PackVectorTest, NeedsADateAndAGate) {
  v1::PackVector vector = Vector();
  vector.mutable_request()->mutable_date()->set_month(13);
  EXPECT_THAT(DifferencesOf(SmallKnowledge(), vector),
              ElementsAre("request.date is no date"));
  vector = Vector();
  vector.mutable_expect()->clear_gate();
  EXPECT_THAT(DifferencesOf(SmallKnowledge(), vector),
              ElementsAre("expect.gate is not given"));
}

TEST(PackVectorTest, APackNeedsACase) {
  EXPECT_THAT(TextsOf(CheckVectors(SmallKnowledge(), {})),
              ElementsAre(::testing::StartsWith("vectors: has no case")));
}

TEST(PackVectorTest, StopsWhenNobodyWaits) {
  google::protobuf::RepeatedPtrField<v1::PackVector> vectors;
  *vectors.Add() = Vector();
  vectors.Mutable(0)->clear_id();
  EXPECT_THAT(CheckVectors(SmallKnowledge(), vectors, [] { return true; }),
              IsEmpty());
}

TEST(PackVectorTest, ComplaintsNameTheCase) {
  v1::PackRelease release;
  *release.add_vectors() = Vector();
  *release.add_vectors() = Vector();
  *release.add_vectors() = Vector();
  release.mutable_vectors(2)->clear_id();
  release.mutable_vectors(2)->mutable_expect()->set_gate(v1::GATE_REFER);
  EXPECT_THAT(
      TextsOf(CheckVectors(SmallKnowledge(), release.vectors())),
      ElementsAre("vectors case: id is given twice", "vectors #3: id is empty",
                  "vectors #3: gate is GATE_OK, not GATE_REFER"));
}

struct NameRow {
  const char* name;
  // Merged into what is asked.
  const char* request;
  const char* difference;
};

void PrintTo(const NameRow& row, std::ostream* stream) { *stream << row.name; }

class VectorNameTest : public ::testing::TestWithParam<NameRow> {};

// Nothing else comes of it, so only its name tells that it is misspelt.
TEST_P(VectorNameTest, IsLookedUp) {
  v1::PackVector vector = Vector();
  vector.mutable_request()->MergeFrom(
      ParseText<v1::InterpretAssessmentRequest>(GetParam().request));
  EXPECT_THAT(DifferencesOf(SmallKnowledge(), vector),
              ElementsAre(::testing::StrEq(GetParam().difference)));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, VectorNameTest,
    ::testing::ValuesIn(std::vector<NameRow>{
        {"Equipment", "profile { equipment: ['none', 'mat', 'x'] }",
         "equipment: `x` is not in the pack"},
        {"PreferredExercise", "profile { preferred_exercises: 'x' }",
         "preferred_exercises: `x` is not in the pack"},
        {"DislikedExercise", "profile { disliked_exercises: 'x' }",
         "disliked_exercises: `x` is not in the pack"},
        {"RedFlag", "assessment { screening { answers { red_flag: 'x' } } }",
         "screening: `x` is not in the pack"},
        {"Tender", "assessment { history { tender { muscle: 'x' } } }",
         "tender: `x` is not in the pack"},
        {"FeelsTight", "assessment { history { feels_tight { muscle: 'x' } } }",
         "feels_tight: `x` is not in the pack"},
        {"GoalMuscle", "assessment { history { goal_muscles: 'x' } }",
         "goal_muscles: `x` is not in the pack"},
        {"Measure", "assessment { measures { measure: 'x' } }",
         "measures: `x` is not in the pack"},
        {"Clearance",
         "clearances { subject: 'x' date { year: 2026 month: 1 day: 5 } }",
         "clearances: `x` is not in the pack"},
    }),
    [](const auto& info) { return std::string(info.param.name); });

// A result that is expected to be rejected may be of an unknown test.
TEST(PackVectorTest, AResultOfAnUnknownTestIsExpectedToBeRejected) {
  v1::PackVector vector = Vector();
  vector.mutable_expect()->clear_rejected();
  EXPECT_THAT(DifferencesOf(SmallKnowledge(), vector),
              ElementsAre("results: `nothing` is not in the pack"));
}

}  // namespace
}  // namespace tonus::engine
