// SPDX-License-Identifier: Apache-2.0
// Runs every example of every rule: one test each.

#include "tests/rules/rule_cases.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "services/engine/interpretation.h"
#include "services/engine/planning.h"
#include "services/engine/relief_run.h"
#include "services/engine/resemblance.h"
#include "services/engine/told_zones.h"
#include "services/knowledge/pack_files.h"

namespace tonus::rules {
namespace {

namespace kv1 = knowledge::v1;
using engine::WhatIsThere;
using engine::WhatLacks;

const engine::Knowledge& Pack() {
  static const auto* const knowledge =
      new absl::StatusOr<engine::Knowledge>(OpenPackFolder(TONUS_PACK_FOLDER));
  return knowledge->value();
}

const std::vector<RuleExample>& Examples() {
  static const auto* const examples =
      new absl::StatusOr<std::vector<RuleExample>>(LoadRuleExamples());
  if (!examples->ok()) {
    std::cerr << examples->status().message() << "\n";
    std::abort();
  }
  return examples->value();
}

std::vector<std::string> ExercisesOf(const v1::Session& session) {
  std::vector<std::string> exercises;
  for (const v1::SessionItem& item : session.items()) {
    exercises.push_back(item.exercise());
  }
  return exercises;
}

// Where `order` stands in a session: its positions, or empty when one of its
// exercises is not there.
std::vector<int> PositionsOf(const Order& order, const v1::Session& session) {
  const std::vector<std::string> there = ExercisesOf(session);
  std::vector<int> positions;
  for (const std::string& exercise : order.exercises()) {
    const auto found = std::find(there.begin(), there.end(), exercise);
    if (found == there.end()) return {};
    positions.push_back(static_cast<int>(found - there.begin()));
  }
  return positions;
}

void ExpectOrder(const v1::Routine& plan, const Order& order) {
  bool seen = false;
  for (const v1::Session& session : plan.sessions()) {
    if (session.number() < order.first_session() ||
        (order.last_session() > 0 && session.number() > order.last_session())) {
      continue;
    }
    const std::vector<int> positions = PositionsOf(order, session);
    if (positions.empty()) continue;
    seen = true;
    for (size_t i = 1; i < positions.size(); ++i) {
      EXPECT_TRUE(order.adjacent() ? positions[i] == positions[i - 1] + 1
                                   : positions[i] > positions[i - 1])
          << "session " << session.number() << ": "
          << absl::StrJoin(ExercisesOf(session), ", ");
    }
  }
  EXPECT_TRUE(seen) << "no session has all of " << order.ShortDebugString();
}

void ExpectNone(const char* what, const std::vector<std::string>& texts) {
  for (const std::string& text : texts) ADD_FAILURE() << what << " " << text;
}

class RuleTest : public ::testing::TestWithParam<size_t> {
 protected:
  const RuleExample& example() const { return Examples()[GetParam()]; }
};

// A rule of the pack leaves a trace; other rules are seen by what they do.
void ExpectTrace(const RuleExample& rule,
                 const v1::Interpretation& interpretation) {
  if (Pack().FindRule(rule.rule) == nullptr) return;
  std::vector<std::string> traces;
  bool fired = false;
  for (const v1::RuleTrace& trace : interpretation.rules()) {
    if (trace.rule() != rule.rule) continue;
    traces.push_back(trace.ShortDebugString());
    const kv1::Side side = rule.example.side();
    const bool here = side == kv1::SIDE_UNSPECIFIED || side == trace.side();
    fired = fired || (here && trace.truth() == kv1::TRUTH_TRUE);
  }
  EXPECT_EQ(fired, rule.fires)
      << rule.rule << (fired ? " fired" : " did not fire") << ":\n"
      << absl::StrJoin(traces, "\n");
}

bool ExpectsSomething(const Example& example) {
  return example.has_see() || example.has_see_not() || example.has_plan() ||
         example.has_plan_not() || !example.orders().empty() ||
         example.has_relief() || example.has_relief_not() ||
         example.has_log() || example.has_log_not();
}

// What must not be in sessions says nothing about a plan without any.
bool IsEmptyTalk(const Example& example, const v1::Routine& plan) {
  return plan.sessions().empty() &&
         std::any_of(example.plan_not().sessions().begin(),
                     example.plan_not().sessions().end(),
                     [](const v1::Session& session) {
                       return session.ByteSizeLong() > 0;
                     });
}

// The relief run that began last, read when its last word was said.
v1::ReliefRun ReliefOf(const Given& given,
                       const storage::v1::PatientFacts& facts,
                       const v1::Interpretation& interpretation) {
  const int session = given.relief_session() > 0 ? given.relief_session() : 18;
  const auto& last = facts.relief(facts.relief_size() - 1).effective_time();
  return engine::ReadReliefRun(
      {Pack(), facts, interpretation, Pack().WeekOfSession(session),
       absl::UTCTimeZone(), absl::FromUnixSeconds(last.seconds())},
      engine::LastReliefRun(Pack(), facts));
}

// The last log, with the zones of pain that it is in.
v1::SessionLog LogOf(const storage::v1::PatientFacts& facts) {
  const storage::v1::LogFact& last = facts.logs(facts.logs_size() - 1);
  v1::SessionLog log = last.log();
  engine::TellZones({Pack(), facts, absl::UTCTimeZone()}, last, &log);
  return log;
}

TEST_P(RuleTest, IsSeen) {
  const Example& given = example().example;
  const storage::v1::PatientFacts facts = FactsOf(given.given());
  const absl::CivilDay day = DayOf(given.given());
  const v1::Interpretation interpretation =
      engine::Interpret(Pack(), facts, day);
  ExpectTrace(example(), interpretation);
  EXPECT_TRUE(ExpectsSomething(given) ||
              Pack().FindRule(example().rule) != nullptr)
      << "an example of " << example().rule << " must expect something";
  ExpectNone("lacks", WhatLacks(given.see(), interpretation));
  ExpectNone("must not hold", WhatIsThere(given.see_not(), interpretation));
  if (given.has_relief() || given.has_relief_not()) {
    const v1::ReliefRun run = ReliefOf(given.given(), facts, interpretation);
    ExpectNone("the run lacks", WhatLacks(given.relief(), run));
    ExpectNone("the run must not hold", WhatIsThere(given.relief_not(), run));
  }
  if (given.has_log() || given.has_log_not()) {
    const v1::SessionLog log = LogOf(facts);
    ExpectNone("the log lacks", WhatLacks(given.log(), log));
    ExpectNone("the log must not hold", WhatIsThere(given.log_not(), log));
  }
  const bool plans =
      given.has_plan() || given.has_plan_not() || !given.orders().empty();
  if (!plans) return;
  const v1::Routine plan =
      engine::PlanRoutine(Pack(), facts, interpretation, day);
  EXPECT_FALSE(IsEmptyTalk(given, plan)) << "there is no session at all";
  ExpectNone("the plan lacks", WhatLacks(given.plan(), plan));
  ExpectNone("the plan must not hold", WhatIsThere(given.plan_not(), plan));
  for (const Order& order : given.orders()) ExpectOrder(plan, order);
}

const kv1::Tag* FindTag(const std::string& id) {
  for (const kv1::Tag& tag : Pack().pack().tags()) {
    if (tag.id() == id) return &tag;
  }
  return nullptr;
}

bool Carries(const std::string& exercise, const std::string& tag) {
  const auto* found = Pack().FindExercise(exercise);
  return found != nullptr &&
         std::find(found->tags().begin(), found->tags().end(), tag) !=
             found->tags().end();
}

// Exercises that the sessions of `plan` hold and that carry `tag`.
std::vector<std::string> CarriersIn(const v1::Routine& plan,
                                    const std::string& tag) {
  std::vector<std::string> carriers;
  for (const v1::Session& session : plan.sessions()) {
    for (const std::string& exercise : ExercisesOf(session)) {
      if (Carries(exercise, tag)) carriers.push_back(exercise);
    }
  }
  return carriers;
}

// The plan of the example for a person whose clinician wants every exercise
// that carries `tag`.
v1::Routine PlanWithAllOf(const Given& given, const std::string& tag) {
  storage::v1::PatientFacts facts = FactsOf(given);
  for (const kv1::Exercise& exercise : Pack().pack().exercises()) {
    if (!Carries(exercise.id(), tag)) continue;
    for (const bool pins : {false, true}) {
      auto& fact = *facts.add_overrides();
      fact.set_revision(1000 + facts.overrides_size());
      auto& override = *fact.mutable_override();
      if (pins) {
        override.set_pin_exercise(exercise.id());
      } else {
        override.set_permit_exercise(exercise.id());
      }
    }
  }
  const absl::CivilDay day = DayOf(given);
  return engine::PlanRoutine(Pack(), facts,
                             engine::Interpret(Pack(), facts, day), day);
}

// What keeps a tag out of a plan shows only where it would be in it.
TEST(TagCasesTest, WhatIsNotRestrictedIsPlannedOrTheCaseSaysWhyNot) {
  int never = 0;
  for (const RuleExample& free : Examples()) {
    if (free.fires || FindTag(free.rule) == nullptr) continue;
    if (free.example.never_planned().empty()) {
      EXPECT_FALSE(CarriersIn(free.example.plan(), free.rule).empty())
          << free.rule << " is in no plan";
      continue;
    }
    ++never;
    const v1::Routine plan = PlanWithAllOf(free.example.given(), free.rule);
    EXPECT_FALSE(plan.sessions().empty());
    EXPECT_TRUE(CarriersIn(plan, free.rule).empty())
        << free.rule << " is planned after all";
  }
  EXPECT_GT(never, 0);
}

INSTANTIATE_TEST_SUITE_P(Rules, RuleTest,
                         ::testing::Range(size_t{0}, Examples().size()),
                         [](const auto& info) {
                           return Examples()[info.param].name;
                         });

}  // namespace
}  // namespace tonus::rules
