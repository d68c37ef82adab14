// SPDX-License-Identifier: Apache-2.0
// No text about any case of the released pack makes a claim that the pack
// forbids: not the interpretation, the routine or an explanation, nor what the
// command line prints of them.

#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/client/interpretation_text.h"
#include "services/client/names.h"
#include "services/client/routine_text.h"
#include "services/engine/explanation.h"
#include "services/engine/facts.h"
#include "services/engine/forbidden_wording.h"
#include "services/engine/interpretation.h"
#include "services/engine/message_texts.h"
#include "services/engine/pack_vector.h"
#include "services/engine/planning.h"
#include "services/knowledge/released_pack.h"

namespace tonus {
namespace {

using ::testing::IsEmpty;

// Every text of a message. What a source is called is no claim of ours.
void Collect(const google::protobuf::Message& message,
             std::set<std::string>* texts) {
  engine::ForEachText(
      message, [](const auto& field) { return field.name() == "citation"; },
      [&](const auto& /*field*/, const std::string& text) {
        texts->insert(text);
      });
}

const v1::PackRelease& Release() {
  static const auto* const kRelease =
      new v1::PackRelease(ReadReleasedPack().value());
  return *kRelease;
}

const engine::Knowledge& ReleasedKnowledge() {
  static const auto* const kKnowledge =
      new engine::Knowledge(*engine::Knowledge::Compile(Release().pack(), ""));
  return *kKnowledge;
}

std::vector<std::string> ClaimsIn(const std::string& text) {
  return engine::ForbiddenClaimsIn(Release().pack().forbidden_claims(), text);
}

TEST(ForbiddenClaimsTest, EveryClaimOfThePackHasAWordingThatIsFound) {
  for (const auto& claim : Release().pack().forbidden_claims()) {
    EXPECT_THAT(ClaimsIn(claim.example()),
                ::testing::Contains(::testing::StartsWith(claim.id())));
  }
}

// In as many words as people find for it.
TEST(ForbiddenClaimsTest, NoWordingPromisesThatMobilityTakesPainAway) {
  for (const char* text : {
           "Release it, since a muscle that is longer hurts less.",
           "Once it is supple the ache goes away.",
           "Mobility here takes the back pain with it.",
           "Stretching it eases back pain.",
           "More range of motion means less pain.",
           "The pain goes when it is stretched.",
           "The pain disappears once you are more flexible.",
           "A flexible muscle heals the back.",
           "Stretching makes the pain better.",
           "Soothe the back pain by more flexibility.",
       }) {
    EXPECT_THAT(ClaimsIn(text),
                ::testing::Contains(::testing::StartsWith("N-3")))
        << text;
  }
  for (const char* text : {
           "Getting more mobile does not by itself change pain.",
           "Reduce range until the pain is 2 or less.",
           "Stop when the stretch hurts.",
       }) {
    EXPECT_THAT(ClaimsIn(text), IsEmpty()) << text;
  }
}

class CaseTextsTest : public ::testing::TestWithParam<v1::PackVector> {};

TEST_P(CaseTextsTest, MakeNoForbiddenClaim) {
  const engine::Knowledge& knowledge = ReleasedKnowledge();
  const storage::v1::PatientFacts facts = engine::FactsOf(GetParam().request());
  const absl::CivilDay day = engine::ToCivilDay(GetParam().request().date());
  v1::Interpretation interpretation = engine::Interpret(knowledge, facts, day);
  const v1::Routine routine =
      engine::PlanRoutine(knowledge, facts, interpretation, day);
  const client::Names names(knowledge.pack());

  std::set<std::string> texts = {
      client::InterpretationText(interpretation, names),
      client::RoutineText(routine, names)};
  Collect(interpretation, &texts);
  Collect(routine, &texts);
  const auto explain = [&](const v1::ExplainRoutineRequest& request) {
    const auto explanation =
        engine::Explain(knowledge, {facts, interpretation, routine}, request);
    ASSERT_TRUE(explanation.ok()) << explanation.status();
    Collect(*explanation, &texts);
    v1::Explanation without_sources = *explanation;
    without_sources.clear_sources();
    texts.insert(client::ExplanationText(without_sources, names));
  };
  v1::ExplainRoutineRequest request;
  request.set_overview(true);
  explain(request);
  for (const auto& muscle : knowledge.pack().muscles()) {
    request.set_muscle(muscle.id());
    explain(request);
  }
  for (const auto& exercise : knowledge.pack().exercises()) {
    request.set_exercise(exercise.id());
    explain(request);
  }
  for (const auto& decision : routine.decisions()) {
    request.set_decision(decision.id());
    explain(request);
  }
  for (const std::string& text : texts) {
    EXPECT_THAT(ClaimsIn(text), IsEmpty());
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, CaseTextsTest,
                         ::testing::ValuesIn(Release().vectors().begin(),
                                             Release().vectors().end()),
                         [](const auto& info) {
                           std::string name = info.param.id();
                           for (char& letter : name) {
                             if (letter == '-') letter = '_';
                           }
                           return name;
                         });

}  // namespace
}  // namespace tonus
