// SPDX-License-Identifier: Apache-2.0
// The ledger of every case of the released pack is whole: each action that a
// target could get is a step or is rejected, and each UNKNOWN has its reason.

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/engine/pack_vector.h"
#include "services/engine/target_name.h"
#include "services/knowledge/released_pack.h"

namespace tonus {
namespace {

namespace kv1 = knowledge::v1;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;

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

std::set<int> ActionsFor(const kv1::Muscle& muscle) {
  switch (muscle.kind()) {
    case kv1::TARGET_KIND_STRUCTURE:
      return {knowledge::v1::ACTION_MOBILISE};
    case kv1::TARGET_KIND_NERVE:
      return {knowledge::v1::ACTION_FLOSS, knowledge::v1::ACTION_LENGTHEN};
    default:
      return {knowledge::v1::ACTION_RELEASE, knowledge::v1::ACTION_LENGTHEN,
              knowledge::v1::ACTION_ACTIVATE, knowledge::v1::ACTION_STRENGTHEN};
  }
}

class LedgerGoldenTest : public ::testing::TestWithParam<v1::PackVector> {
 protected:
  void SetUp() override {
    read_ = engine::Interpret(ReleasedKnowledge(),
                              engine::FactsOf(GetParam().request()),
                              engine::ToCivilDay(GetParam().request().date()));
  }

  v1::Interpretation read_;
};

// A pair that trains nothing weak does not stand for its muscle: `treated` is
// what the steps and the rejections say about each target.
TEST_P(LedgerGoldenTest, EveryActionOfEveryTargetIsAccountedFor) {
  std::map<std::string, std::set<int>> treated;
  const auto add = [&](const auto& entry, int action) {
    treated[engine::TargetKey(entry.muscle(), entry.side())].insert(action);
  };
  const auto add_rejected = [&](const v1::RejectedAction& rejected) {
    EXPECT_THAT(rejected.rule(), Not(IsEmpty()));
    EXPECT_THAT(rejected.reason(), Not(IsEmpty()));
    for (const int action : rejected.actions()) add(rejected, action);
  };
  for (const v1::Decision& decision : read_.decisions()) {
    EXPECT_THAT(decision.steps(), Not(IsEmpty())) << decision.id();
    for (const v1::Step& step : decision.steps()) {
      EXPECT_THAT(step.rule(), Not(IsEmpty()));
      EXPECT_THAT(step.sources(), Not(IsEmpty()));
      add(step, step.action());
    }
    for (const auto& rejected : decision.rejected()) {
      if (rejected.muscle() == decision.muscle() &&
          rejected.side() == decision.side()) {
        add_rejected(rejected);
      }
    }
  }
  for (const v1::Finding& finding : read_.findings()) {
    for (const auto& rejected : finding.rejected()) add_rejected(rejected);
  }
  for (const v1::Finding& finding : read_.findings()) {
    const std::string key = engine::TargetKey(finding.muscle(), finding.side());
    EXPECT_THAT(treated[key],
                IsSupersetOf(ActionsFor(
                    *ReleasedKnowledge().FindMuscle(finding.muscle()))))
        << key;
  }
}

TEST_P(LedgerGoldenTest, ExactlyTheUnknownHaveAReason) {
  for (const v1::Finding& finding : read_.findings()) {
    EXPECT_EQ(finding.status() == kv1::STATUS_UNKNOWN,
              finding.unknown_reason() != v1::UNKNOWN_REASON_UNSPECIFIED)
        << finding.DebugString();
  }
}

TEST_P(LedgerGoldenTest, NothingIsDoneAndRejectedAtOnce) {
  std::set<std::pair<std::string, int>> done;
  for (const v1::Decision& decision : read_.decisions()) {
    for (const v1::Step& step : decision.steps()) {
      done.emplace(engine::TargetKey(step.muscle(), step.side()),
                   step.action());
    }
  }
  for (const v1::Decision& decision : read_.decisions()) {
    for (const v1::RejectedAction& rejected : decision.rejected()) {
      for (const int action : rejected.actions()) {
        const std::string key =
            engine::TargetKey(rejected.muscle(), rejected.side());
        EXPECT_EQ(done.count({key, action}), 0)
            << decision.id()
            << " rejects what is done: " << rejected.DebugString();
      }
    }
  }
}

TEST_P(LedgerGoldenTest, EveryUnknownRuleSaysWhatIsMissing) {
  std::set<std::string> considered;
  for (const v1::RuleTrace& trace : read_.rules()) {
    considered.insert(trace.rule());
    EXPECT_THAT(trace.clauses(), Not(IsEmpty())) << trace.rule();
    EXPECT_EQ(trace.truth() == kv1::TRUTH_UNKNOWN, !trace.missing().empty())
        << trace.DebugString();
  }
  for (const kv1::Rule& rule : Release().pack().rules()) {
    if (rule.per_target()) continue;
    EXPECT_EQ(considered.count(rule.id()), 1) << rule.id();
  }
}

// What a colleague asks about a case: the target, the action, the rule.
struct Rejection {
  const char* target;
  knowledge::v1::Action action;
  const char* rule;
};

const std::map<std::string, std::vector<Rejection>>& ExpectedRejections() {
  static const auto* const kExpected =
      new std::map<std::string, std::vector<Rejection>>{
          {"V-01",
           {{"multifidus_lumbar.R", knowledge::v1::ACTION_ACTIVATE, "R-504"},
            {"transversus_abdominis.M", knowledge::v1::ACTION_ACTIVATE,
             "R-504"},
            {"hamstrings.L", knowledge::v1::ACTION_LENGTHEN, "R-501"},
            {"iliopsoas.R", knowledge::v1::ACTION_STRENGTHEN, "R-106"},
            {"sciatic_nerve.L", knowledge::v1::ACTION_FLOSS, "R-115"},
            {"gastrocnemius.L", knowledge::v1::ACTION_RELEASE, "R-106"}}},
          {"V-03",
           {{"hamstrings.R", knowledge::v1::ACTION_LENGTHEN, "R-310"},
            {"sciatic_nerve.R", knowledge::v1::ACTION_LENGTHEN, "R-501"}}},
          {"V-05",
           {{"gluteus_maximus.R", knowledge::v1::ACTION_ACTIVATE, "R-504"},
            {"gluteus_maximus.L", knowledge::v1::ACTION_STRENGTHEN, "R-505"}}},
          {"V-15",
           {{"hamstrings.L", knowledge::v1::ACTION_LENGTHEN, "R-313"},
            {"erector_spinae_lumbar.L", knowledge::v1::ACTION_RELEASE, "R-331"},
            {"lumbar_spine.M", knowledge::v1::ACTION_MOBILISE, "R-331"}}},
          {"V-16", {{"hamstrings.R", knowledge::v1::ACTION_RELEASE, "R-315"}}},
          {"V-22", {{"iliopsoas.R", knowledge::v1::ACTION_RELEASE, "R-003"}}},
          {"V-26", {{"iliopsoas.L", knowledge::v1::ACTION_RELEASE, "R-106"}}}};
  return *kExpected;
}

TEST_P(LedgerGoldenTest, WhatIsRejectedNamesItsRule) {
  std::set<std::string> rejected;
  const auto add = [&](const v1::RejectedAction& one) {
    for (const int action : one.actions()) {
      rejected.insert(
          absl::StrCat(engine::TargetKey(one.muscle(), one.side()), " ",
                       knowledge::v1::Action_Name(
                           static_cast<knowledge::v1::Action>(action)),
                       " ", one.rule()));
    }
  };
  for (const v1::Decision& decision : read_.decisions()) {
    for (const auto& one : decision.rejected()) add(one);
  }
  for (const v1::Finding& finding : read_.findings()) {
    for (const auto& one : finding.rejected()) add(one);
  }
  const auto expected = ExpectedRejections().find(GetParam().id());
  if (expected == ExpectedRejections().end()) return;
  for (const Rejection& one : expected->second) {
    EXPECT_THAT(rejected,
                ::testing::Contains(absl::StrCat(
                    one.target, " ", knowledge::v1::Action_Name(one.action),
                    " ", one.rule)));
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, LedgerGoldenTest,
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
