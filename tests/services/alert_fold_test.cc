// SPDX-License-Identifier: Apache-2.0
// What a change makes of alerts that were stored before causes had their keys
// of today.
#include "services/patient/alert_fold.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/matchers.h"

namespace tonus {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::tonus::testing::ParseText;

constexpr char kPatient[] = "patients/p";
constexpr char kOpen[] = "state: ALERT_STATE_OPEN";
constexpr char kLookedAt[] = "state: ALERT_STATE_ACKNOWLEDGED";

// The alert about the tests before the first session, as it was stored when
// those of a return had the same key.
Alerts Stored(const std::string& alert) {
  Alerts alerts;
  *alerts.records.Add() = ParseText<storage::v1::AlertRecord>(
      "causes: 'retest/1/1-0' subject: 'retest/1/1-0' alert { name: "
      "'patients/p/alerts/0123456789abcdef' kind: ALERT_KIND_RETEST "
      "urgency: ALERT_URGENCY_ROUTINE raise_time { seconds: 1000 } " +
      alert + " }");
  return alerts;
}

// The tests of a return before the first session, on a later day.
AlertRecords AfterReturn(const Alerts& stored) {
  engine::AlertCause cause;
  cause.key = "retest/1/1-0/A-058";
  cause.earlier_key = "retest/1/1-0";
  cause.subject = "retest/1/1-0";
  cause.alert.set_kind(knowledge::v1::ALERT_KIND_RETEST);
  cause.alert.set_urgency(v1::ALERT_URGENCY_ROUTINE);
  cause.alert.set_rule("A-058");
  storage::v1::Event event;
  event.mutable_session_logged();
  const std::string patient = "p";
  return AlertsAfter(stored, {patient,
                              event,
                              {cause},
                              {},
                              /*rests=*/false,
                              /*is_of_batch=*/false,
                              absl::FromUnixSeconds(90'000),
                              absl::UTCTimeZone()})
      .records;
}

TEST(AlertFoldTest, AReturnThatSomebodyLookedAtIsNotRaisedAgain) {
  const AlertRecords after =
      AfterReturn(Stored(absl::StrCat(kLookedAt, " rule: 'A-058'")));
  ASSERT_THAT(after, SizeIs(1));
  EXPECT_EQ(after[0].alert().state(), v1::ALERT_STATE_ACKNOWLEDGED);
  EXPECT_THAT(after[0].causes(), ElementsAre("retest/1/1-0/A-058"));
}

TEST(AlertFoldTest, AReturnAfterAStartThatSomebodyLookedAtIsRaised) {
  const AlertRecords after = AfterReturn(Stored(kLookedAt));
  ASSERT_THAT(after, SizeIs(2));
  int open = 0;
  for (const storage::v1::AlertRecord& record : after) {
    open += record.alert().state() == v1::ALERT_STATE_OPEN ? 1 : 0;
  }
  EXPECT_EQ(open, 1);
}

TEST(AlertFoldTest, AReturnThatIsOpenStaysTheSame) {
  const AlertRecords after =
      AfterReturn(Stored(absl::StrCat(kOpen, " rule: 'A-058'")));
  ASSERT_THAT(after, SizeIs(1));
  EXPECT_EQ(after[0].alert().state(), v1::ALERT_STATE_OPEN);
  EXPECT_EQ(after[0].alert().name(), "patients/p/alerts/0123456789abcdef");
}

}  // namespace
}  // namespace tonus
