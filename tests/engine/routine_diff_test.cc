// SPDX-License-Identifier: Apache-2.0
#include "services/engine/routine_diff.h"

#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "services/engine/session_diff.h"
#include "tests/testing/matchers.h"

namespace tonus::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::tonus::testing::EqualsProto;
using ::tonus::testing::ParseText;

v1::Routine SomeRoutine() {
  return ParseText<v1::Routine>(R"pb(
    gate: GATE_OK
    findings { muscle: "iliopsoas" side: SIDE_LEFT status: STATUS_TIGHT }
    findings { muscle: "hamstrings" side: SIDE_LEFT status: STATUS_NORMAL }
    decisions { id: "a" rank: 1 kept: true rule: "R-504" }
    decisions { id: "b" rank: 2 kept: false rule: "R-505" }
    sessions {
      number: 1
      date { year: 2026 month: 1 day: 5 }
      total_minutes: 20
      items {
        exercise: "march_warmup"
        slot: SLOT_PRE
        doses { side: SIDE_MIDLINE sets: 1 }
        rule: "R-700"
      }
      items {
        exercise: "glute_bridge"
        slot: SLOT_INTRA
        doses { side: SIDE_MIDLINE sets: 2 repetitions: 8 }
        rule: "R-514"
        decision: "a"
      }
      items {
        exercise: "bird_dog"
        slot: SLOT_INTRA
        doses { side: SIDE_LEFT sets: 1 }
        rule: "R-510"
      }
      home_items {
        item {
          exercise: "child_pose"
          slot: SLOT_BEDTIME
          doses { sets: 1 }
        }
        times_per_day: 1
        days_per_week: 5
      }
    }
    sessions {
      number: 2
      date { year: 2026 month: 1 day: 7 }
    }
  )pb");
}

TEST(RoutineDiffTest, EqualRoutinesAreTheSame) {
  const v1::RoutineDiff diff = DiffOf(SomeRoutine(), SomeRoutine());
  EXPECT_THAT(
      diff, EqualsProto("gate_before: GATE_OK gate_after: GATE_OK same: true"));
}

TEST(RoutineDiffTest, WhatOnlyTheMakingSaysIsNoDifference) {
  v1::Routine later = SomeRoutine();
  later.set_revision(7);
  later.set_etag("x");
  later.set_pack_hash("y");
  later.mutable_decisions(0)->set_reason("other words");
  later.mutable_sessions(0)->set_revision(7);
  EXPECT_TRUE(DiffOf(SomeRoutine(), later).same());
}

// The same override set again has another name.
TEST(RoutineDiffTest, WhichOverrideAsksForTheSameIsNoDifference) {
  v1::Routine before = SomeRoutine();
  before.add_overrides("patients/a/overrides/3");
  v1::PolicyInForce* policy = before.add_policies();
  policy->set_policy("bedtime_stretch");
  policy->set_choice("none");
  policy->set_chosen_by("patients/a/overrides/3");
  v1::Routine after = before;
  after.add_overrides("patients/a/overrides/0");
  after.mutable_policies(0)->set_chosen_by("patients/a/overrides/0");
  EXPECT_TRUE(DiffOf(before, after).same());
  after.mutable_policies(0)->set_chosen_by("tenant");
  EXPECT_FALSE(DiffOf(before, after).same());
}

TEST(RoutineDiffTest, EveryKindOfDifferenceIsReported) {
  using Edit = std::function<void(v1::Routine*)>;
  const std::map<std::string, Edit> kEdits = {
      {"gate", [](auto* r) { r->set_gate(v1::GATE_REFER); }},
      {"notice", [](auto* r) { r->add_notices()->set_subject("x"); }},
      {"advice", [](auto* r) { r->add_advice("x"); }},
      {"status",
       [](auto* r) {
         r->mutable_findings(1)->set_status(knowledge::v1::STATUS_WEAK);
       }},
      {"qualifier",
       [](auto* r) {
         r->mutable_findings(0)->add_qualifiers(
             knowledge::v1::QUALIFIER_ASYMMETRIC);
       }},
      {"finding gone", [](auto* r) { r->mutable_findings()->RemoveLast(); }},
      {"finding new", [](auto* r) { r->add_findings()->set_muscle("soleus"); }},
      {"rank", [](auto* r) { r->mutable_decisions(0)->set_rank(3); }},
      {"kept", [](auto* r) { r->mutable_decisions(1)->set_kept(true); }},
      {"rule", [](auto* r) { r->mutable_decisions(1)->set_rule("R-1"); }},
      {"decision gone", [](auto* r) { r->mutable_decisions()->RemoveLast(); }},
      {"session gone", [](auto* r) { r->mutable_sessions()->RemoveLast(); }},
      {"session new", [](auto* r) { r->add_sessions()->set_number(3); }},
      {"day",
       [](auto* r) { r->mutable_sessions(1)->mutable_date()->set_day(8); }},
      {"relief", [](auto* r) { r->mutable_sessions(1)->set_relief(true); }},
      {"minutes",
       [](auto* r) { r->mutable_sessions(0)->set_total_minutes(21); }},
      {"caution",
       [](auto* r) {
         r->mutable_sessions(0)->mutable_items(0)->set_caution(true);
       }},
      {"times at home",
       [](auto* r) {
         r->mutable_sessions(0)->mutable_home_items(0)->set_days_per_week(3);
       }},
      {"policy", [](auto* r) { r->add_policies()->set_policy("x"); }},
      {"retest", [](auto* r) { r->add_retests()->set_after_session(9); }},
      {"uncovered", [](auto* r) { r->add_uncovered()->set_decision("a"); }},
      {"walking", [](auto* r) { r->add_walking()->set_week(1); }},
  };
  for (const auto& [name, edit] : kEdits) {
    v1::Routine after = SomeRoutine();
    edit(&after);
    EXPECT_FALSE(DiffOf(SomeRoutine(), after).same()) << name;
    EXPECT_FALSE(DiffOf(after, SomeRoutine()).same()) << name;
  }
}

// What a finding is besides its status is a difference that nobody can see.
TEST(RoutineDiffTest, ListsNoFindingThatReadsTheSame) {
  v1::Routine after = SomeRoutine();
  after.mutable_findings(0)->add_qualifiers(
      knowledge::v1::QUALIFIER_ASYMMETRIC);
  const v1::RoutineDiff diff = DiffOf(SomeRoutine(), after);
  EXPECT_EQ(diff.findings_size(), 0);
  EXPECT_FALSE(diff.same());
}

TEST(RoutineDiffTest, SaysWhatDiffersInASession) {
  v1::Routine after = SomeRoutine();
  v1::Session* session = after.mutable_sessions(0);
  session->mutable_items(1)->mutable_doses(0)->set_repetitions(10);
  session->mutable_items()->SwapElements(0, 2);
  *session->add_items() = ParseText<v1::SessionItem>(
      "exercise: 'walk_brisk' rule: 'R-512' reason: 'why'");
  session->mutable_home_items()->Clear();
  const v1::RoutineDiff diff = DiffOf(SomeRoutine(), after);
  ASSERT_EQ(diff.sessions_size(), 1);
  std::map<std::string, v1::ItemChangeKind> kinds;
  for (const auto& item : diff.sessions(0).items()) {
    kinds[item.exercise()] = item.kind();
  }
  EXPECT_EQ(kinds.at("glute_bridge"), v1::ITEM_CHANGE_KIND_DOSE);
  EXPECT_EQ(kinds.at("walk_brisk"), v1::ITEM_CHANGE_KIND_ADDED);
  EXPECT_EQ(kinds.at("child_pose"), v1::ITEM_CHANGE_KIND_REMOVED);
  // Of three in the opposite order one keeps its place.
  EXPECT_EQ(kinds.count("bird_dog"), 0U);
  EXPECT_EQ(kinds.at("march_warmup"), v1::ITEM_CHANGE_KIND_MOVED);
  EXPECT_THAT(RulesOf(diff), ElementsAre("R-512", "R-514", "R-700"));
}

// An exercise with its dose, as often as it is there.
using Contents = std::multiset<std::string>;

std::string Entry(const std::string& exercise,
                  const google::protobuf::RepeatedPtrField<v1::Dose>& doses) {
  std::string text = exercise;
  for (const v1::Dose& dose : doses) text += " " + dose.ShortDebugString();
  return text;
}

Contents ContentsOf(const v1::Session& session) {
  Contents contents;
  for (const auto& item : session.items()) {
    contents.insert(Entry(item.exercise(), item.doses()));
  }
  return contents;
}

v1::Session RandomSession(std::mt19937* random) {
  v1::Session session;
  session.set_number(1);
  const int items = static_cast<int>((*random)() % 7);
  for (int i = 0; i < items; ++i) {
    auto* item = session.add_items();
    item->set_exercise("e" + std::to_string((*random)() % 5));
    item->add_doses()->set_sets(1 + static_cast<int>((*random)() % 2));
    item->set_slot(knowledge::v1::SLOT_INTRA);
  }
  return session;
}

TEST(RoutineDiffTest, WhatIsDoneAtHomeSaysSo) {
  v1::Session before;
  before.add_items()->set_exercise("child_pose");
  before.mutable_items(0)->set_slot(knowledge::v1::SLOT_POST);
  v1::SessionItem& home = *before.add_home_items()->mutable_item();
  home.set_exercise("child_pose");
  home.set_slot(knowledge::v1::SLOT_BEDTIME);
  v1::Session after = before;
  after.clear_home_items();
  const auto change = DiffOfSession(before, after);
  ASSERT_TRUE(change.has_value());
  ASSERT_EQ(change->items_size(), 1);
  EXPECT_EQ(change->items(0).slot(), knowledge::v1::SLOT_BEDTIME);
}

TEST(RoutineDiffTest, ApplyingADiffGivesTheSecondSession) {
  std::mt19937 random(7);
  for (int i = 0; i < 2000; ++i) {
    const v1::Session before = RandomSession(&random);
    const v1::Session after = RandomSession(&random);
    Contents contents = ContentsOf(before);
    const auto change = DiffOfSession(before, after);
    const v1::SessionChange changes = change.value_or(v1::SessionChange());
    for (const auto& item : changes.items()) {
      if (item.kind() != v1::ITEM_CHANGE_KIND_ADDED) {
        const auto gone = contents.find(Entry(item.exercise(), item.before()));
        ASSERT_NE(gone, contents.end()) << "something is removed twice";
        contents.erase(gone);
      }
      if (item.kind() != v1::ITEM_CHANGE_KIND_REMOVED) {
        contents.insert(Entry(item.exercise(), item.after()));
      }
    }
    EXPECT_EQ(contents, ContentsOf(after));
    if (!change.has_value()) {
      EXPECT_THAT(before, EqualsProto(after.DebugString()));
    }
    EXPECT_EQ(DiffOfSession(before, before), std::nullopt);
  }
}

}  // namespace
}  // namespace tonus::engine
