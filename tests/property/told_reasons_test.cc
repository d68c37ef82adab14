// SPDX-License-Identifier: Apache-2.0
// The checker bites when something is left out without a word, or with an
// untrue one: a good plan, broken by hand.

#include "tests/property/told_reasons.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/planned_person.h"
#include "tests/property/checked_person.h"

namespace tonus::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class ToldReasonsTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_THAT(Check(), IsEmpty()); }

  std::vector<std::string> Check() const {
    const CheckedPerson person(engine::ReleasedKnowledge().pack(),
                               person_.facts, person_.interpretation);
    return ReasonComplaints(person, person_.routine);
  }

  v1::Session* Session(int number) {
    return person_.routine.mutable_sessions(number - 1);
  }

  // The first of the kept decisions.
  const v1::Decision& Kept() const {
    for (const v1::Decision& decision : person_.routine.decisions()) {
      if (decision.kept()) return decision;
    }
    return v1::Decision::default_instance();
  }

  v1::Dropped* Drop(const std::string& rule, const std::string& reason) {
    v1::Dropped* dropped = Session(4)->add_dropped();
    dropped->set_decision(Kept().id());
    dropped->set_rule(rule);
    dropped->set_reason(reason);
    return dropped;
  }

  engine::PlannedPerson person_;
};

TEST_F(ToldReasonsTest, AWeekWithoutAWordIsFound) {
  for (const int number : {4, 5, 6}) {
    Session(number)->clear_items();
    Session(number)->clear_home_items();
    Session(number)->clear_dropped();
  }
  EXPECT_THAT(Check(), Contains(AllOf(HasSubstr("left out: " + Kept().id()),
                                      HasSubstr("in week 2"))));
  // That there is too little is no reason for having nothing.
  Drop("R-714", "Stretches take 0 of at least 5 minutes this week.");
  EXPECT_THAT(Check(), Contains(HasSubstr("left out: " + Kept().id())));
}

TEST_F(ToldReasonsTest, ABlockWithoutATurnIsFound) {
  for (v1::Session& session : *person_.routine.mutable_sessions()) {
    session.clear_items();
    session.clear_home_items();
    session.clear_dropped();
    session.set_short_format("20_minutes");
    v1::Dropped* dropped = session.add_dropped();
    dropped->set_decision(Kept().id());
    dropped->set_rule("R-515");
    dropped->set_reason("A short session has room for one pair.");
  }
  const std::string none = Kept().id() + " has no turn in the whole block";
  EXPECT_THAT(Check(), Contains(HasSubstr(none)));
  Drop("R-732", "This session lasts at most 30 minutes.");
  EXPECT_THAT(Check(), Not(Contains(HasSubstr(none))));
}

TEST_F(ToldReasonsTest, RoomThatIsThereIsFound) {
  Drop("R-732", "This session has room for 10 exercises; what matters more.")
      ->set_exercise("clamshell");
  while (Session(4)->items_size() > 8) {
    Session(4)->mutable_items()->RemoveLast();
  }
  EXPECT_THAT(Check(), Contains(HasSubstr("untruly: This session has room")));
}

TEST_F(ToldReasonsTest, ATurnOrATrainerThatIsNotThereIsFound) {
  v1::Dropped* dropped = Drop("R-732", "");
  dropped->set_exercise("clamshell");
  for (const std::string end :
       {"single findings take turns, and another one has its turn here.",
        "\"Clamshell\" trains the gluteus medius in it, too."}) {
    dropped->set_reason("This session has room for 10 exercises; " + end);
    EXPECT_THAT(Check(), Contains(HasSubstr("untruly: This session has room")));
  }
}

TEST_F(ToldReasonsTest, AStretchThatReturnsIsFound) {
  v1::Dropped* dropped = Session(4)->add_dropped();
  dropped->set_rule("R-732");
  dropped->set_reason("\"Clamshell\" stands in the main part; this is all.");
  EXPECT_THAT(Check(), Contains(HasSubstr("says untruly: \"Clamshell\"")));
}

TEST_F(ToldReasonsTest, ATurnThatNeverComesIsFound) {
  for (v1::Session& session : *person_.routine.mutable_sessions()) {
    for (v1::SessionItem& item : *session.mutable_items()) {
      if (item.rule() != "R-510") continue;
      item.set_exercise("bird_dog_leg");
      item.clear_considered();
      v1::Considered* considered = item.add_considered();
      considered->set_exercise("stir_pot");
      considered->set_reason("The one that is chosen comes first in turn.");
    }
  }
  EXPECT_THAT(Check(), Contains(HasSubstr("turn: bird_dog_leg has every")));
}

TEST_F(ToldReasonsTest, WhatTheLastWeekForgetsIsFound) {
  ASSERT_GT(Session(16)->items_size(), 2);
  Session(16)->mutable_items(2)->set_substitutes("plank_full");
  *Session(17)->mutable_items(2) = Session(16)->items(2);
  Session(17)->mutable_items(2)->clear_substitutes();
  EXPECT_THAT(Check(), Contains(HasSubstr("turn: session 17 has")));
}

TEST_F(ToldReasonsTest, TimeThatIsThereIsFound) {
  Drop("R-732", "This session lasts at most 30 minutes; what matters more.")
      ->set_exercise("clamshell");
  Session(4)->set_total_minutes(10);
  EXPECT_THAT(Check(), Contains(HasSubstr("untruly: This session lasts")));
}

TEST_F(ToldReasonsTest, ATaperThatIsNotThereIsFound) {
  Drop("R-732", "There was no time left for it before the doses were lowered.");
  EXPECT_THAT(Check(), Contains(HasSubstr("untruly: There was no time")));
}

TEST_F(ToldReasonsTest, AnExerciseThatStandsForNothingElseIsFound) {
  const v1::SessionItem& item = Session(4)->items(1);
  const auto* exercise =
      engine::ReleasedKnowledge().FindExercise(item.exercise());
  const std::string reason =
      "\"" + exercise->display_name() +
      "\" would serve it and stands in this session for what matters more.";
  v1::Dropped* dropped = Drop("R-732", reason);
  if (item.decision() != Kept().id()) {
    EXPECT_THAT(Check(), IsEmpty());
  }
  Session(4)->mutable_items(1)->set_decision(Kept().id());
  EXPECT_THAT(Check(), Contains(HasSubstr("untruly: " + reason)));
  dropped->set_reason("What would serve it is new, and this week is not.");
  EXPECT_THAT(Check(), Contains(HasSubstr("untruly: What would serve it")));
}

TEST_F(ToldReasonsTest, ATurnOfWhatIsNoPairIsFound) {
  Drop("R-515", "A session has room for few pairs; they take turns.");
  Session(4)->clear_items();
  EXPECT_THAT(Check(), Contains(HasSubstr("untruly: A session has room")));
}

TEST_F(ToldReasonsTest, AnotherPairThatIsNotThereIsFound) {
  Drop("R-504", "Its partner is trained after the release of the calf.");
  EXPECT_THAT(Check(), Contains(HasSubstr("untruly: Its partner")));
}

TEST_F(ToldReasonsTest, AReasonThatNobodyKnowsIsFound) {
  Drop("R-732", "It is Monday.");
  EXPECT_THAT(Check(), Contains(HasSubstr("untruly: It is Monday.")));
}

TEST_F(ToldReasonsTest, ADecisionThatIsNotThereIsFound) {
  Drop("R-732", "A short session keeps to what matters most.")
      ->set_decision("none");
  EXPECT_THAT(Check(), Contains(HasSubstr("names none")));
}

TEST_F(ToldReasonsTest, WorkThatIsNotDoneIsFound) {
  for (v1::SessionItem& item : *Session(4)->mutable_items()) {
    if (item.decision() != Kept().id()) continue;
    item.set_exercise("march_warmup");
    item.set_reason("Trains the calf directly.");
    EXPECT_THAT(Check(), Contains(HasSubstr("reason: session 4 says of "
                                            "march_warmup")));
    item.set_reason("Stands in for another and does not work on it itself.");
    EXPECT_THAT(Check(), Not(Contains(HasSubstr("reason: session 4"))));
  }
}

TEST_F(ToldReasonsTest, WhatWouldNotServeAsWellIsFound) {
  v1::SessionItem* item = Session(1)->mutable_items(1);
  item->clear_considered();
  v1::Considered* considered = item->add_considered();
  considered->set_exercise("couch_stretch");  // Level 4.
  considered->set_rule("R-707");
  for (const char* reason : {"It would serve as well.", "It is disliked.",
                             "Harder: level 1, not 2."}) {
    considered->set_reason(reason);
    if (std::string(reason) == "Harder: level 1, not 2.") {
      considered->set_exercise("march_warmup");
    }
    EXPECT_THAT(Check(),
                Contains(HasSubstr(std::string("untruly: ") + reason)));
  }
}

}  // namespace
}  // namespace tonus::testing
