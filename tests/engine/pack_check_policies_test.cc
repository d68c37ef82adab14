// SPDX-License-Identifier: Apache-2.0
// The check of policy switches, and the released ones.
#include <string>
#include <vector>

#include "services/engine/interpretation.h"
#include "services/engine/pack_check.h"
#include "services/engine/planning.h"
#include "services/engine/policy.h"
#include "tests/engine/patient_facts.h"
#include "tests/testing/matchers.h"

namespace tonus::engine {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::tonus::testing::ParseText;

// The complaints about the released pack with this switch added.
std::string ComplaintsAbout(const std::string& policy) {
  knowledge::v1::Pack pack = ReleasedKnowledge().pack();
  *pack.add_policy_switches() = ParseText<knowledge::v1::PolicySwitch>(policy);
  std::string text;
  for (const auto& complaint : CheckPack(pack)) {
    if (complaint.table() == "policy_switches")
      text += complaint.problem() + "\n";
  }
  return text;
}

TEST(PackCheckPoliciesTest, AcceptsASwitchThatTightens) {
  EXPECT_THAT(ComplaintsAbout(R"pb(
                id: "x"
                question: "Which?"
                rule: "R-902"
                default_choice: "a"
                choices { id: "a" text: "This." }
                choices {
                  id: "b"
                  text: "That."
                  effects { forbid_exercise: "cat_cow" }
                }
              )pb"),
              IsEmpty());
}

TEST(PackCheckPoliciesTest, RefusesEachMistake) {
  const struct {
    const char* policy;
    const char* complaint;
  } kCases[] = {
      {"default_choice: 'a' choices { id: 'a' text: 't' } "
       "choices { id: 'b' text: 't' }",
       "question is empty"},
      {"question: 'q' default_choice: 'a' choices { id: 'a' text: 't' }",
       "fewer than two choices"},
      {"question: 'q' default_choice: 'c' choices { id: 'a' text: 't' } "
       "choices { id: 'b' text: 't' }",
       "default_choice `c` is none of its choices"},
      {"question: 'q' default_choice: 'a' choices { id: 'a' text: 't' } "
       "choices { id: 'a' text: 't' }",
       "choice `a` is given twice"},
      {"question: 'q' rule: 'R-000' default_choice: 'a' "
       "choices { id: 'a' text: 't' } choices { id: 'b' text: 't' }",
       "`R-000`"},
      {"question: 'q' default_choice: 'a' choices { id: 'a' text: 't' } "
       "choices { id: 'b' text: 't' effects { add_exercise: 'cat_cow' } }",
       "does not only tighten"},
      {"question: 'q' default_choice: 'a' choices { id: 'a' text: 't' } "
       "choices { id: 'b' text: 't' effects { forbid_exercise: 'none' } }",
       "`none`"},
  };
  for (const auto& test : kCases) {
    EXPECT_THAT(ComplaintsAbout(std::string("id: 'x' ") + test.policy),
                HasSubstr(test.complaint))
        << test.policy;
  }
}

// A person with a tight hip flexor and much that works against it.
storage::v1::PatientFacts SomeFacts() {
  return PatientFacts(
             "age_years: 40 user_level: 3 equipment: 'foam_roller' "
             "equipment: 'strap' equipment: 'ball' equipment: 'chair'")
      .Assessed(1, kDenied + Result("mod_thomas_hip", kLeft, 8) +
                       Result("mod_thomas_hip", kRight, 8) +
                       Result("nrs_avg", kMidline, 2))
      .facts();
}

TEST(PackCheckPoliciesTest, EveryReleasedChoiceGivesAPlan) {
  const Knowledge& knowledge = ReleasedKnowledge();
  int choices = 0;
  for (const auto& policy : knowledge.pack().policy_switches()) {
    for (const auto& choice : policy.choices()) {
      storage::v1::PatientFacts facts = SomeFacts();
      auto* row = facts.add_tenant_policies();
      row->set_policy(policy.id());
      row->set_choice(choice.id());
      const auto interpretation = Interpret(knowledge, facts, Today());
      const v1::Routine routine =
          PlanRoutine(knowledge, facts, interpretation, Today());
      EXPECT_EQ(routine.sessions_size(), 18) << policy.id() << choice.id();
      EXPECT_EQ(routine.policies_size(),
                choice.id() == policy.default_choice() ? 0 : 1);
      for (const auto& effect : choice.effects()) {
        if (!effect.has_forbid_exercise()) continue;
        for (const auto& session : routine.sessions()) {
          for (const auto& item : session.items()) {
            EXPECT_NE(item.exercise(), effect.forbid_exercise());
          }
        }
      }
      ++choices;
    }
  }
  EXPECT_GE(choices, 20);
}

TEST(PackCheckPoliciesTest, NobodyStretchesAtBedtimeWhereThatIsChosen) {
  const Knowledge& knowledge = ReleasedKnowledge();
  for (const bool none : {false, true}) {
    storage::v1::PatientFacts facts = SomeFacts();
    if (none) {
      *facts.add_tenant_policies() = ParseText<v1::PolicyChoice>(
          "policy: 'bedtime_stretch' choice: 'none'");
    }
    const v1::Routine routine = PlanRoutine(
        knowledge, facts, Interpret(knowledge, facts, Today()), Today());
    int stretches = 0;
    for (const auto& session : routine.sessions()) {
      for (const auto& home : session.home_items()) {
        stretches += home.item().slot() == knowledge::v1::SLOT_BEDTIME ? 1 : 0;
      }
    }
    EXPECT_EQ(stretches == 0, none);
  }
}

}  // namespace
}  // namespace tonus::engine
