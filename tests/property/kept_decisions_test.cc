// SPDX-License-Identifier: Apache-2.0
// The checker bites when a kept decision vanishes: a good plan, broken by hand.

#include "tests/property/kept_decisions.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/planned_person.h"
#include "tests/property/checked_person.h"

namespace tonus::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string> Check(const engine::PlannedPerson& person) {
  return KeptComplaints(CheckedPerson(engine::ReleasedKnowledge().pack(),
                                      person.facts, person.interpretation),
                        person.routine);
}

const v1::Decision& FirstKept(const engine::PlannedPerson& person) {
  for (const v1::Decision& decision : person.routine.decisions()) {
    if (decision.kept()) return decision;
  }
  return v1::Decision::default_instance();
}

TEST(KeptDecisionsTest, WhatVanishesIsFound) {
  engine::PlannedPerson person;
  ASSERT_THAT(Check(person), IsEmpty());
  const std::string id = FirstKept(person).id();
  for (v1::Session& session : *person.routine.mutable_sessions()) {
    session.clear_items();
    session.clear_home_items();
    session.clear_dropped();
  }
  EXPECT_THAT(Check(person), Contains(HasSubstr(id)));
  v1::Dropped* dropped = person.routine.mutable_sessions(0)->add_dropped();
  dropped->set_decision(id);
  dropped->set_reason("A short session has room for one; they take turns.");
  EXPECT_THAT(Check(person), Contains(HasSubstr(id)));
  dropped->set_reason("This session lasts at most 30 minutes.");
  EXPECT_THAT(Check(person), Not(Contains(HasSubstr(id))));
}

TEST(KeptDecisionsTest, OneSideIsNotTheOther) {
  engine::PlannedPerson person;
  const std::string id = FirstKept(person).id();
  const auto side = FirstKept(person).side();
  for (v1::Session& session : *person.routine.mutable_sessions()) {
    session.clear_home_items();
    session.clear_dropped();
    for (v1::SessionItem& item : *session.mutable_items()) {
      for (int i = item.doses_size() - 1; i >= 0; --i) {
        if (item.doses(i).side() == side) {
          item.mutable_doses()->DeleteSubrange(i, 1);
        }
      }
    }
  }
  EXPECT_THAT(Check(person), Contains(HasSubstr(id)));
}

TEST(KeptDecisionsTest, WhatIsUncoveredIsTold) {
  engine::PlannedPerson person;
  for (v1::Session& session : *person.routine.mutable_sessions()) {
    session.clear_items();
    session.clear_home_items();
  }
  for (const v1::Decision& decision : person.routine.decisions()) {
    person.routine.add_uncovered()->set_decision(decision.id());
  }
  EXPECT_THAT(Check(person), IsEmpty());
}

}  // namespace
}  // namespace tonus::testing
