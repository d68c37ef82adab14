// SPDX-License-Identifier: Apache-2.0
#include "services/engine/turns.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/adaptation.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/facts.h"
#include "tests/engine/planned_person.h"

namespace tonus::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::tonus::testing::ParseText;

// Kept decisions by rank: a pair between single findings.
class TurnsTest : public ::testing::Test {
 protected:
  TurnsTest() {
    interpretation_ = ParseText<v1::Interpretation>(R"pb(
      decisions {
        id: "first"
        kept: true
        muscle: "gluteus_medius"
        action: DECISION_ACTION_ACTIVATE
        rank: 1
      }
      decisions {
        id: "pair"
        kept: true
        muscle: "iliopsoas"
        partner: "gluteus_maximus"
        action: DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER
        rank: 2
      }
      decisions {
        id: "second.L"
        kept: true
        muscle: "serratus_anterior"
        action: DECISION_ACTION_ACTIVATE
        rank: 3
      }
      decisions {
        id: "second.R"
        kept: true
        muscle: "serratus_anterior"
        action: DECISION_ACTION_ACTIVATE
        rank: 4
      }
      decisions {
        id: "third"
        kept: true
        muscle: "soleus"
        action: DECISION_ACTION_RELEASE_AND_INTEGRATE
        rank: 5
      })pb");
    groups_ = KeptGroups(interpretation_);
  }

  static v1::Session Serving(const std::vector<std::string>& decisions) {
    v1::Session session;
    for (const std::string& decision : decisions) {
      v1::SessionItem* item = session.add_items();
      item->set_exercise("march_warmup");
      item->set_decision(decision);
    }
    return session;
  }

  std::vector<std::string> Order() const {
    std::vector<std::string> order;
    for (const DecisionGroup& group : turns_.InTurn(groups_)) {
      order.push_back(group.decisions.front()->id());
    }
    return order;
  }

  std::vector<std::string> Told(std::vector<v1::Session> sessions,
                                size_t first_open = 0) {
    TellLeftOut(ReleasedKnowledge(), groups_, uncovered_, taken_, first_open,
                &sessions);
    std::vector<std::string> told;
    for (const v1::Session& session : sessions) {
      for (const v1::Dropped& dropped : session.dropped()) {
        if (dropped.reason().empty()) continue;
        told.push_back(dropped.rule() + " " + dropped.decision());
      }
    }
    return told;
  }

  v1::Interpretation interpretation_;
  std::vector<DecisionGroup> groups_;
  absl::flat_hash_set<std::string> uncovered_;
  std::vector<TakenInSession> taken_;
  Turns turns_{ReleasedKnowledge()};
};

TEST_F(TurnsTest, WithoutAnySessionTheRankOrders) {
  EXPECT_THAT(Order(), ElementsAre("first", "pair", "second.L", "third"));
}

TEST_F(TurnsTest, WhatWasServedLeastComesFirstAndPairsStayWhereTheyAre) {
  turns_.Count(groups_, Serving({"first", "pair"}));
  EXPECT_THAT(Order(), ElementsAre("second.L", "pair", "third", "first"));
  turns_.Count(groups_, Serving({"second.R"}));
  EXPECT_THAT(Order(), ElementsAre("third", "pair", "first", "second.L"))
      << "a side counts for its finding, and equals stay by rank";
}

TEST_F(TurnsTest, WhatWasServedSaysHowOften) {
  turns_.Count(groups_, Serving({"first", "pair"}));
  turns_.Count(groups_, Serving({"first", "third"}));
  std::map<std::string, int> times;
  for (const DecisionGroup& group : turns_.InTurn(groups_)) {
    times[group.decisions.front()->id()] = group.times;
  }
  EXPECT_EQ(times["first"], 2);
  EXPECT_EQ(times["pair"], 1);
  EXPECT_EQ(times["second.L"], 0);
  EXPECT_EQ(times["third"], 1);
}

TEST_F(TurnsTest, WhatIsDoneOnTheWayCountsAndWhatIsDoneAtHomeDoesNot) {
  v1::Session session;
  v1::SessionItem* at_home = session.add_home_items()->mutable_item();
  at_home->set_exercise("march_warmup");
  at_home->set_decision("first");
  turns_.Count(groups_, session);
  EXPECT_THAT(Order(), ElementsAre("first", "pair", "second.L", "third"));
  // Trains the serratus for another reason.
  session.clear_home_items();
  v1::SessionItem* item = session.add_items();
  item->set_exercise("plank_full");
  item->add_doses()->set_side(knowledge::v1::SIDE_MIDLINE);
  turns_.Count(groups_, session);
  EXPECT_THAT(Order(), ElementsAre("first", "pair", "third", "second.L"));
}

TEST_F(TurnsTest, WhatAWeekLeavesOutIsToldOnceInItsFirstSession) {
  EXPECT_THAT(Told({Serving({"first", "pair"}), Serving({"second.L"})}),
              ElementsAre("R-732 third"));
  EXPECT_THAT(
      Told({Serving({"first", "pair", "third"}), Serving({"second.R"})}),
      IsEmpty());
  v1::Session relief;
  relief.set_relief(true);
  EXPECT_THAT(Told({relief, Serving({})}), IsEmpty());
}

TEST_F(TurnsTest, WhatIsTakenIsToldInTheSessionThatItSpeaksOf) {
  v1::Dropped dropped;
  dropped.set_decision("third");
  dropped.set_rule("R-732");
  dropped.set_reason("It stands there for something else.");
  taken_.push_back({1, dropped});
  std::vector<v1::Session> week = {Serving({"first", "pair", "second.L"}),
                                   Serving({"first", "pair", "second.L"})};
  TellLeftOut(ReleasedKnowledge(), groups_, uncovered_, taken_, 0, &week);
  EXPECT_THAT(week[0].dropped(), IsEmpty());
  ASSERT_EQ(week[1].dropped_size(), 1);
  EXPECT_EQ(week[1].dropped(0).reason(), dropped.reason());
}

TEST_F(TurnsTest, WhatIsLeftOutIsToldInASessionThatWasNotDone) {
  std::vector<v1::Session> week = {Serving({}), Serving({"first", "pair"})};
  TellLeftOut(ReleasedKnowledge(), groups_, uncovered_, taken_, 1, &week);
  EXPECT_THAT(week[0].dropped(), IsEmpty());
  EXPECT_EQ(week[1].dropped_size(), 2);
  TellLeftOut(ReleasedKnowledge(), groups_, uncovered_, taken_, 2, &week);
  EXPECT_EQ(week[1].dropped_size(), 2) << "all of the week was done";
}

TEST_F(TurnsTest, WhatIsToldAlreadyIsNotToldAgain) {
  uncovered_.insert("third");
  v1::Session session = Serving({"first", "pair"});
  v1::Dropped* dropped = session.add_dropped();
  dropped->set_decision("second.R");
  dropped->set_rule("R-732");
  EXPECT_THAT(Told({session}), IsEmpty());
  // That there is too little stretching is no reason for having nothing.
  uncovered_.clear();
  dropped->set_decision("third");
  dropped->set_rule("R-714");
  EXPECT_THAT(Told({session}), ElementsAre("R-732 second.L", "R-732 third"));
}

TEST_F(TurnsTest, APairWhosePartnerAnotherOneTakesSaysSo) {
  v1::Decision* other = interpretation_.add_decisions();
  *other = interpretation_.decisions(1);
  other->set_id("other");
  other->set_muscle("rectus_femoris");
  other->set_rank(6);
  groups_ = KeptGroups(interpretation_);
  const v1::Session without = Serving({"first", "second.L", "third"});
  v1::Session with = Serving({"first", "pair", "second.L", "third"});
  with.mutable_items(1)->set_exercise("glute_bridge");
  EXPECT_THAT(Told({without, with}), ElementsAre("R-504 other"));
}

// A release of the range that stands there for a pair is half of it.
TEST_F(TurnsTest, WhatIsReleasedForAPairStillHasItsMovementToDo) {
  v1::Session session;
  v1::SessionItem* release = session.add_items();
  release->set_exercise("calf_wall_bent");
  ASSERT_NE(ReleasedKnowledge().FindExercise(release->exercise()), nullptr);
  release->set_decision("another");
  for (const char* served : {"first", "second.L"}) {
    session.add_items()->set_exercise("march_warmup");
    session.mutable_items(session.items_size() - 1)->set_decision(served);
  }
  turns_.Count(groups_, session);
  EXPECT_THAT(Order(), ElementsAre("third", "pair", "first", "second.L"));
}

TEST_F(TurnsTest, APairThatWaitsForItsTurnSaysSo) {
  v1::Session session = Serving({"first", "second.L", "third"});
  EXPECT_THAT(Told({session}), ElementsAre("R-515 pair"));
  session.set_short_format("20_minutes");
  EXPECT_THAT(Told({session}), ElementsAre("R-515 pair"));
  // So does one of lower rank with the same partner, which nothing trains.
  v1::Decision* other = interpretation_.add_decisions();
  *other = interpretation_.decisions(1);
  other->set_id("other");
  other->set_muscle("rectus_femoris");
  groups_ = KeptGroups(interpretation_);
  EXPECT_THAT(Told({session}), ElementsAre("R-515 pair", "R-515 other"));
}

TEST_F(TurnsTest, APairThatIsOnlyReleasedAtHomeSaysSo) {
  v1::Session session = Serving({"first", "second.L", "third"});
  v1::SessionItem* at_home = session.add_home_items()->mutable_item();
  at_home->set_exercise("hip_flexor_bed_edge");
  at_home->set_decision("pair");
  EXPECT_THAT(Told({session}), ElementsAre("R-515 pair"));
}

// More findings than a short session has room for.
constexpr char kMany[] = R"pb(
  results { test: "mod_thomas_knee" side: SIDE_LEFT value: 60 }
  results { test: "mod_thomas_knee" side: SIDE_RIGHT value: 60 }
  results { test: "wblt" side: SIDE_LEFT value: 4 }
  results { test: "wblt" side: SIDE_RIGHT value: 4 }
  results { test: "ankle_df_knee_flex" side: SIDE_LEFT value: 5 }
  results { test: "ankle_df_knee_flex" side: SIDE_RIGHT value: 5 }
  results { test: "thoracic_rot_seated" side: SIDE_LEFT value: 25 }
  results { test: "thoracic_rot_seated" side: SIDE_RIGHT value: 25 }
)pb";

// The kept findings with the sessions, by number, in which each is served.
std::map<std::string, std::set<int>> Turn(const PlannedPerson& person) {
  std::map<std::string, std::set<int>> served;
  const std::vector<DecisionGroup> groups = KeptGroups(person.interpretation);
  for (const v1::Session& session : person.routine.sessions()) {
    for (const DecisionGroup& group : groups) {
      std::set<int>& numbers = served[group.decisions.front()->id()];
      for (const v1::SessionItem& item : session.items()) {
        for (const v1::Decision* decision : group.decisions) {
          if (item.decision() == decision->id()) {
            numbers.insert(session.number());
          }
        }
      }
    }
  }
  return served;
}

TEST(TurnsOfABlockTest, EveryFindingGetsATurnInAShortSession) {
  for (const char* minutes : {"15", "20"}) {
    SCOPED_TRACE(minutes);
    PlannedPerson person(
        absl::StrCat("home_exercises: false session_minutes: ", minutes));
    person.facts.mutable_assessments(0)->MergeFrom(
        ParseText<storage::v1::AssessmentFact>(kMany));
    person.Plan();
    const auto served = Turn(person);
    ASSERT_GE(served.size(), 4U);
    int pairs = 0;
    for (const auto& [decision, sessions] : served) {
      pairs += decision.find('>') != std::string::npos ? 1 : 0;
      EXPECT_GE(sessions.size(), 3U) << decision;
    }
    ASSERT_GE(pairs, 2);
    ASSERT_LT(pairs, static_cast<int>(served.size()));
    // It has no room for all of them at once.
    for (int number = 1; number <= 18; ++number) {
      const auto here =
          std::count_if(served.begin(), served.end(), [&](const auto& finding) {
            return finding.second.count(number) > 0;
          });
      EXPECT_GE(here, 1) << number;
      EXPECT_LT(here, static_cast<int64_t>(served.size())) << number;
    }
  }
}

TEST_F(TurnsTest, InAShortSessionTheFirstHasEveryOtherTurn) {
  v1::Decision* nerve = interpretation_.add_decisions();
  nerve->set_id("nerve");
  nerve->set_kept(true);
  nerve->set_muscle("sciatic_nerve");
  nerve->set_action(knowledge::v1::DECISION_ACTION_FLOSS);
  groups_ = KeptGroups(interpretation_);
  std::reverse(groups_.begin(), groups_.end());
  const auto turn = [&](int position) {
    std::vector<std::string> ids;
    for (const auto& finding : FindingsInTurn(groups_, position)) {
      ids.push_back(finding.front()->decisions.front()->id());
    }
    return ids;
  };
  EXPECT_THAT(turn(0), ElementsAre("first", "pair", "second.L", "third"));
  EXPECT_THAT(turn(1), ElementsAre("pair", "first", "second.L", "third"));
  EXPECT_THAT(turn(2), ElementsAre("first", "pair", "second.L", "third"));
  EXPECT_THAT(turn(3), ElementsAre("second.L", "first", "pair", "third"));
  EXPECT_THAT(turn(5), ElementsAre("third", "first", "pair", "second.L"));
  EXPECT_THAT(turn(7), ElementsAre("pair", "first", "second.L", "third"));
  EXPECT_THAT(FindingsInTurn({}, 3), IsEmpty());
}

TEST(TurnsOfABlockTest, WhatWasDoneKeepsItsTurn) {
  PlannedPerson person("session_minutes: 20 home_exercises: false");
  person.facts.mutable_assessments(0)->MergeFrom(
      ParseText<storage::v1::AssessmentFact>(kMany));
  person.Plan();
  const v1::Routine before = person.routine;
  // The fourth session hurts, so what is left of the block changes.
  for (int number = 1; number <= 4; ++number) {
    const v1::Session& session = before.sessions(number - 1);
    auto& fact = *person.facts.add_logs();
    fact.set_fact_id(absl::StrCat("log", number));
    fact.mutable_effective_time()->set_seconds(absl::ToUnixSeconds(
        absl::FromCivil(absl::CivilHour(ToCivilDay(session.date())) + 12,
                        absl::UTCTimeZone())));
    fact.mutable_log()->set_session_number(number);
    fact.mutable_log()->set_completed_pct(100);
    for (const v1::SessionItem& item : session.items()) {
      if (item.decision().empty() || number < 4) continue;
      v1::ExerciseLog* exercise = fact.mutable_log()->add_exercises();
      exercise->set_exercise(item.exercise());
      exercise->set_pain_during_max(7);
    }
  }
  RunningBlock running;
  running.adaptation = Adaptation(ReleasedKnowledge(), person.facts, before,
                                  kMonday + 40, absl::UTCTimeZone());
  const v1::Routine after =
      PlanRoutine(ReleasedKnowledge(), person.facts, person.interpretation,
                  kMonday, std::nullopt, running);
  ASSERT_EQ(after.sessions_size(), 18);
  for (int i = 0; i < 4; ++i) {
    // What a week leaves out is told in its first session, whatever comes then.
    v1::Session then = before.sessions(i);
    v1::Session now = after.sessions(i);
    then.clear_dropped();
    now.clear_dropped();
    EXPECT_EQ(DeterministicBytes(now), DeterministicBytes(then)) << i + 1;
  }
  EXPECT_NE(DeterministicBytes(after.sessions(4)),
            DeterministicBytes(before.sessions(4)));
}

}  // namespace
}  // namespace tonus::engine
