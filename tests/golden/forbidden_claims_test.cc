// SPDX-License-Identifier: Apache-2.0
// No text about any case of the released pack makes a claim that the pack
// forbids: not the interpretation, the routine or an explanation, nor what the
// command line prints of them.

#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "gtest/gtest.h"
#include "services/client/interpretation_text.h"
#include "services/client/names.h"
#include "services/client/routine_text.h"
#include "services/engine/explanation.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/engine/pack_vector.h"
#include "services/engine/planning.h"
#include "services/knowledge/released_pack.h"

namespace tonus {
namespace {

using ::testing::IsEmpty;

// How a claim reads when somebody makes it, and an example.
struct Wording {
  const char* pattern;
  const char* example;
};

// By the id of the claim. A sentence ends at a full stop.
const std::map<std::string, Wording>& Wordings() {
  static const auto* const kWordings = new std::map<std::string, Wording>{
      {"N-1",
       {"(stretch|flexib|lengthen|mobil)[^.\\n]*(correct|fix|improv|better)[^."
        "\\n]*"
        "postur|postur[^.\\n]*(correct|fixed|improv)",
        "Stretching the chest corrects your posture."}},
      {"N-2", {"hormon", "At night hormones lengthen the muscle."}},
      {"N-3",
       {"(stretch|flexib|lengthen|looser|more range)[^.\\n]*(reduc|cure|reliev|"
        "less|remove|take away|end)[^.\\n]*\\bpain",
        "More flexibility reduces the pain."}},
      {"N-4",
       {"(iliotibial|\\bitb\\b)[^.\\n]*(lengthen|longer|stretch it|loosen)|"
        "\\bfascia\\b[^.\\n]*(melt|dissolv|break)|melt[^.\\n]*fascia",
        "Rolling melts the fascia."}},
      {"N-5",
       {"\\b(late|delay\\w*)\\b[^.\\n]*glut|glut[^.\\n]*\\b(late|delay\\w*)\\b|"
        "firing order",
        "The gluteus fires late, which is a disorder."}},
      {"N-6",
       {"(round|bend|flex)[^.\\n]*(damag|harm|destroy|wear|herniat)[^.\\n]*dis["
        "ck]",
        "Bending damages the discs."}}};
  return *kWordings;
}

std::vector<std::string> ClaimsIn(const std::string& text) {
  std::vector<std::string> claims;
  for (const auto& [id, wording] : Wordings()) {
    const std::regex pattern(wording.pattern, std::regex::icase);
    std::smatch match;
    if (std::regex_search(text, match, pattern)) {
      claims.push_back(absl::StrCat(id, ": ", match.str()));
    }
  }
  return claims;
}

// Every text of a message. What a source is called is no claim of ours.
void Collect(const google::protobuf::Message& message,
             std::set<std::string>* texts) {
  const auto* reflection = message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const auto* field : fields) {
    const int count =
        field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->cpp_type() ==
          google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) {
        Collect(field->is_repeated()
                    ? reflection->GetRepeatedMessage(message, field, i)
                    : reflection->GetMessage(message, field),
                texts);
      } else if (field->cpp_type() ==
                     google::protobuf::FieldDescriptor::CPPTYPE_STRING &&
                 field->name() != "citation") {
        texts->insert(field->is_repeated()
                          ? reflection->GetRepeatedString(message, field, i)
                          : reflection->GetString(message, field));
      }
    }
  }
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

TEST(ForbiddenClaimsTest, EveryClaimOfThePackHasAWordingThatIsFound) {
  std::set<std::string> forbidden;
  for (const auto& claim : Release().pack().forbidden_claims()) {
    forbidden.insert(claim.id());
  }
  for (const auto& [id, wording] : Wordings()) {
    EXPECT_EQ(forbidden.erase(id), 1) << id;
    EXPECT_THAT(ClaimsIn(wording.example),
                ::testing::Contains(::testing::StartsWith(id)));
  }
  EXPECT_THAT(forbidden, IsEmpty()) << "a claim without a wording here";
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
