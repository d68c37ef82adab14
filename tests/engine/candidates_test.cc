// SPDX-License-Identifier: Apache-2.0
#include "services/engine/candidates.h"

#include <algorithm>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/engine/interpretation.h"
#include "tests/engine/patient_facts.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Lt;

std::vector<std::string> IdsOf(const Candidates& candidates) {
  std::vector<std::string> ids;
  for (const kv1::Exercise* exercise : candidates) {
    ids.push_back(exercise->id());
  }
  return ids;
}

// The families in order, each once per run.
std::vector<kv1::Technique> FamiliesOf(const Candidates& candidates) {
  std::vector<kv1::Technique> families;
  for (const kv1::Exercise* exercise : candidates) {
    if (families.empty() || families.back() != exercise->technique()) {
      families.push_back(exercise->technique());
    }
  }
  return families;
}

Candidates ActivationsOf(const Knowledge& knowledge,
                         const std::string& muscle) {
  const PatientFacts person("age_years: 40");
  const v1::Interpretation read = Interpret(knowledge, person.facts(), Today());
  const Eligibility eligibility(knowledge, person.facts(), read, Today());
  return ActivationCandidates(knowledge, eligibility, muscle, /*released=*/"");
}

TEST(CandidatesTest, ReleasesComeInTheOrderOfTheirPreference) {
  // Prefers contract-relax.
  EXPECT_THAT(FamiliesOf(ReleaseCandidates(ReleasedKnowledge(), "hamstrings")),
              ElementsAre(kv1::TECHNIQUE_PNF, kv1::TECHNIQUE_STATIC_STRETCH,
                          kv1::TECHNIQUE_DYNAMIC_MOBILITY));
  for (const kv1::Exercise* exercise :
       PostStretchCandidates(ReleasedKnowledge(), "hamstrings")) {
    EXPECT_EQ(exercise->technique(), kv1::TECHNIQUE_STATIC_STRETCH);
  }
}

TEST(CandidatesTest, TheOrdersAreThoseOfThePack) {
  kv1::Pack pack = ReleasedKnowledge().pack();
  for (kv1::ReleaseOrder& order : *pack.mutable_release_orders()) {
    order.clear_techniques();
    order.add_techniques(kv1::TECHNIQUE_DYNAMIC_MOBILITY);
    order.add_techniques(kv1::TECHNIQUE_PNF);
    order.clear_post_techniques();
    order.add_post_techniques(kv1::TECHNIQUE_PNF);
  }
  auto* session = pack.mutable_session();
  session->clear_activation_order();
  session->add_activation_order()->set_technique(kv1::TECHNIQUE_STABILITY);
  session->clear_strength_order();
  session->add_strength_order()->set_technique(kv1::TECHNIQUE_ACTIVATION);
  const absl::StatusOr<Knowledge> other = Knowledge::Compile(pack, "test");
  ASSERT_THAT(other, testing::IsOk());
  EXPECT_THAT(FamiliesOf(ReleaseCandidates(*other, "hamstrings")),
              ElementsAre(kv1::TECHNIQUE_DYNAMIC_MOBILITY, kv1::TECHNIQUE_PNF));
  EXPECT_THAT(FamiliesOf(PostStretchCandidates(*other, "hamstrings")),
              ElementsAre(kv1::TECHNIQUE_PNF));
  EXPECT_THAT(FamiliesOf(ActivationsOf(*other, "gluteus_medius")),
              ElementsAre(kv1::TECHNIQUE_STABILITY));
  EXPECT_THAT(FamiliesOf(StrengthCandidates(*other, "gluteus_medius")),
              ElementsAre(kv1::TECHNIQUE_ACTIVATION));
}

TEST(CandidatesTest, StrengthAboveTheLevelOfEasyLoadActivatesNothing) {
  for (const kv1::Muscle& muscle : ReleasedKnowledge().pack().muscles()) {
    for (const kv1::Exercise* exercise :
         ActivationsOf(ReleasedKnowledge(), muscle.id())) {
      if (exercise->technique() != kv1::TECHNIQUE_STRENGTH) continue;
      EXPECT_THAT(exercise->level(), Lt(3)) << exercise->id();
    }
  }
}

TEST(CandidatesTest, WhatIsPreferredIsACandidateToo) {
  const std::vector<std::string> ids =
      IdsOf(StrengthCandidates(ReleasedKnowledge(), "erector_spinae_lumbar"));
  const auto bird_dog = std::find(ids.begin(), ids.end(), "bird_dog");
  const auto superman = std::find(ids.begin(), ids.end(), "superman");
  ASSERT_NE(superman, ids.end());
  EXPECT_EQ(superman + 1, bird_dog);
}

TEST(CandidatesTest, AnUnknownTargetHasNone) {
  EXPECT_THAT(ReleaseCandidates(ReleasedKnowledge(), "x"), IsEmpty());
  EXPECT_THAT(PostStretchCandidates(ReleasedKnowledge(), "x"), IsEmpty());
  EXPECT_THAT(StrengthCandidates(ReleasedKnowledge(), "x"), IsEmpty());
}

}  // namespace
}  // namespace tonus::engine
