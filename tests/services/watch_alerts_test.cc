// SPDX-License-Identifier: Apache-2.0
// WatchAlerts: what is open, then every change, at least once.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "services/resource_names.h"
#include "services/timestamp.h"
#include "tests/services/alert_fixture.h"

namespace tonus {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
using ::tonus::testing::EqualsProto;
using ::tonus::testing::IsOk;
using ::tonus::testing::ViolatedFields;

constexpr int kDay = 24;

class WatchAlertsTest : public testing::AlertFixture {
 protected:
  // The first message about that red flag.
  static v1::Alert AboutFlag(
      const std::vector<v1::WatchAlertsResponse>& messages,
      const std::string& flag) {
    for (const v1::WatchAlertsResponse& message : messages) {
      if (message.alert().red_flag() == flag) return message.alert();
    }
    ADD_FAILURE() << "no alert about " << flag;
    return {};
  }

  // Reads on until there is nothing more, and keeps the cursor.
  std::vector<v1::WatchAlertsResponse> Watch(int hours, std::string* cursor,
                                             const std::string& request = "") {
    std::vector<v1::WatchAlertsResponse> messages;
    auto watch = testing::ParseText<v1::WatchAlertsRequest>(request);
    watch.set_parent(kEverybody);
    while (true) {
      Call call = At(hours);
      const auto part = progress_.WatchAlerts(call, watch, *cursor);
      EXPECT_THAT(part, IsOk());
      if (!part.ok()) return messages;
      for (const std::string& bytes : part->messages) {
        EXPECT_TRUE(messages.emplace_back().ParseFromString(bytes));
      }
      *cursor = part->cursor;
      if (!part->more) return messages;
    }
  }
};

TEST_F(WatchAlertsTest, TheOpenOnesThenEachChangeOnce) {
  const std::string patient = NewPatientWithRoutine();
  AnswerYes(patient, "rf_saddle_sensation", 1);
  std::string cursor;
  const auto open = Watch(2, &cursor);
  ASSERT_THAT(open, Not(IsEmpty()));
  const v1::Alert flag = AboutFlag(open, "rf_saddle_sensation");
  EXPECT_FALSE(open[0].has_time()) << "the open ones begin anew";
  EXPECT_THAT(Watch(3, &cursor), IsEmpty());
  ASSERT_THAT(Acknowledge(flag.name(), 4), IsOk());
  const auto changed = Watch(5, &cursor);
  ASSERT_THAT(changed, SizeIs(1));
  EXPECT_EQ(changed[0].alert().state(), v1::ALERT_STATE_ACKNOWLEDGED);
  EXPECT_THAT(Watch(6, &cursor), IsEmpty());
}

TEST_F(WatchAlertsTest, WhatComesWithADayIsTold) {
  NewPatientWithRoutine();
  std::string cursor;
  Watch(1, &cursor);
  EXPECT_THAT(Watch(6 * kDay, &cursor), IsEmpty());
  const auto week = Watch(7 * kDay, &cursor);
  ASSERT_THAT(week, SizeIs(1));
  EXPECT_EQ(week[0].alert().rule(), "A-058");
}

// Their ids and times may be equal, since their causes are.
TEST_F(WatchAlertsTest, EqualAlertsOfTwoPatientsAreTwo) {
  const std::string first = NewPatientWithRoutine();
  const std::string second = NewPatientWithRoutine();
  std::string cursor;
  Watch(1, &cursor);
  std::set<std::string> patients;
  const auto told = Watch(7 * kDay, &cursor);
  for (const auto& message : told) {
    patients.insert(
        absl::StrCat("patients/", *PatientIdOf(message.alert().name())));
  }
  EXPECT_THAT(told, SizeIs(2));
  EXPECT_THAT(patients, UnorderedElementsAre(first, second));
  EXPECT_THAT(Watch(7 * kDay, &cursor), IsEmpty());
}

TEST_F(WatchAlertsTest, AfterAnInterruptionNothingIsMissing) {
  const std::string patient = NewPatientWithRoutine();
  std::string cursor;
  Watch(1, &cursor);
  AnswerYes(patient, "rf_saddle_sensation", 2);
  const auto told = Watch(3, &cursor);
  const v1::Alert flag = AboutFlag(told, "rf_saddle_sensation");
  ASSERT_THAT(Acknowledge(flag.name(), 4), IsOk());
  std::string other;
  const auto rest = Watch(
      5, &other, "after_time { " + told.back().time().DebugString() + "}");
  ASSERT_THAT(rest, Not(IsEmpty()));
  EXPECT_EQ(rest.back().alert().state(), v1::ALERT_STATE_ACKNOWLEDGED);
}

// A write is timed before it is stored.
TEST_F(WatchAlertsTest, AChangeThatAppearsBehindOthersIsTold) {
  const std::string late = NewPatientWithRoutine();
  const std::string early = NewPatientWithRoutine();
  std::string cursor;
  Watch(1, &cursor);
  AnswerYes(early, "rf_saddle_sensation", 2);
  EXPECT_THAT(Watch(2, &cursor), Not(IsEmpty()));
  // Timed half a minute before what was told already.
  Call call = At(2);
  call.time -= absl::Seconds(30);
  v1::StartSessionRequest request;
  request.set_name(late + "/routine/sessions/1");
  request.mutable_recheck()->set_others_denied(true);
  v1::RedFlagAnswer* answer = request.mutable_recheck()->add_answers();
  answer->set_red_flag("rf_chest_pain_dyspnoea");
  answer->set_present(true);
  ASSERT_THAT(routines_.StartSession(call, request), IsOk());
  const auto behind = Watch(2, &cursor);
  EXPECT_EQ(AboutFlag(behind, "rf_chest_pain_dyspnoea").state(),
            v1::ALERT_STATE_OPEN);
  for (const auto& message : behind) {
    EXPECT_GE(FromTimestamp(message.time()), At(2).time)
        << "what was sent before stays sent";
  }
}

TEST_F(WatchAlertsTest, ManyAlertsComeInParts) {
  for (int i = 0; i < 203; ++i) {
    AnswerYes(NewPatientWithRoutine(), "rf_saddle_sensation", 1);
  }
  std::string cursor;
  std::map<std::string, int> times;
  for (const auto& message : Watch(2, &cursor)) {
    times[message.alert().name()] += message.alert().red_flag().empty() ? 0 : 1;
  }
  int flags = 0;
  for (const auto& [name, count] : times) flags += count > 0 ? 1 : 0;
  EXPECT_EQ(flags, 203);
  EXPECT_THAT(Watch(3, &cursor), IsEmpty());
}

TEST_F(WatchAlertsTest, OfOnePatientThereIsNoStream) {
  Call call = At(0);
  v1::WatchAlertsRequest request;
  request.set_parent(NewPatient());
  EXPECT_THAT(ViolatedFields(progress_.WatchAlerts(call, request, "").status()),
              ElementsAre("parent"));
}

}  // namespace
}  // namespace tonus
