// SPDX-License-Identifier: Apache-2.0
// How long what was registered of something harmful refers (AE-01 to AE-03).
#include "services/engine/adverse_event_referral.h"

#include "absl/algorithm/container.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "tests/engine/patient_facts.h"

namespace tonus::engine {
namespace {

// What `rule` asks for so many days after an event was recorded.
knowledge::v1::SafetyAction AskedFor(
    knowledge::v1::AdverseEventSeverity severity, const char* rule, int days) {
  storage::v1::PatientFacts facts =
      PatientFacts("age_years: 40").Assessed(0, kDenied).facts();
  storage::v1::AdverseEventFact& fact = *facts.add_adverse_events();
  fact.mutable_effective_time()->set_seconds(SecondsAt(0));
  fact.mutable_adverse_event()->set_severity(severity);
  *fact.mutable_adverse_event()->mutable_onset_date() = ToDate(Today());
  const v1::Interpretation read =
      Interpret(ReleasedKnowledge(), facts, Today() + days);
  const auto notice = absl::c_find_if(
      read.notices(),
      [&](const v1::SafetyNotice& told) { return told.subject() == rule; });
  return notice == read.notices().end()
             ? knowledge::v1::SAFETY_ACTION_UNSPECIFIED
             : notice->action();
}

TEST(AdverseEventReferralTest, AModerateOneRefersForFourteenDays) {
  for (const int days : {0, 14}) {
    EXPECT_EQ(
        AskedFor(knowledge::v1::ADVERSE_EVENT_SEVERITY_MODERATE, "AE-02", days),
        knowledge::v1::SAFETY_ACTION_REFER_ROUTINE)
        << days;
  }
  EXPECT_EQ(
      AskedFor(knowledge::v1::ADVERSE_EVENT_SEVERITY_MODERATE, "AE-02", 15),
      knowledge::v1::SAFETY_ACTION_UNSPECIFIED);
}

TEST(AdverseEventReferralTest, ASevereOneRefersUntilAClearance) {
  for (const int days : {0, 15, 400}) {
    EXPECT_EQ(
        AskedFor(knowledge::v1::ADVERSE_EVENT_SEVERITY_SEVERE, "AE-01", days),
        knowledge::v1::SAFETY_ACTION_REFER)
        << days;
  }
}

TEST(AdverseEventReferralTest, AMildOneDoesNotRefer) {
  EXPECT_EQ(AskedFor(knowledge::v1::ADVERSE_EVENT_SEVERITY_MILD, "AE-03", 0),
            knowledge::v1::SAFETY_ACTION_UNSPECIFIED);
}

}  // namespace
}  // namespace tonus::engine
