// SPDX-License-Identifier: Apache-2.0
// What clinicians said, folded in any order.
#include "services/engine/override_fold.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "services/engine/deterministic_bytes.h"
#include "services/engine/replay.h"
#include "tests/testing/matchers.h"

namespace tonus::engine {
namespace {

using ::tonus::testing::EqualsProto;
using ::tonus::testing::ParseText;

storage::v1::Event Event(int revision, const std::string& text) {
  auto event = ParseText<storage::v1::Event>(text);
  event.set_revision(revision);
  return event;
}

// The level is limited, always by the same word.
storage::v1::Event Set(int revision) {
  return Event(revision, R"pb(
    override_set {
      fact_id: "o1"
      effective_time { seconds: 10 }
      override { level_cap: 2 }
    })pb");
}

// That word is taken back on a day of March.
storage::v1::Event Cleared(int revision, int day, v1::OverrideReason reason) {
  storage::v1::Event event = Event(revision, R"pb(
    override_cleared {
      fact_id: "o1"
      cleared_date { year: 2026 month: 3 }
    })pb");
  auto& cleared = *event.mutable_override_cleared();
  cleared.mutable_cleared_date()->set_day(day);
  cleared.set_reason(reason);
  cleared.mutable_effective_time()->set_seconds(10 * (revision - 2));
  return event;
}

// A subject is cleared, always on the same day.
storage::v1::Event Recorded(int revision, const char* subject) {
  storage::v1::Event event =
      Event(revision,
            R"pb(
              clearance_recorded {
                clearance { date { year: 2026 month: 2 day: 1 } }
              })pb");
  event.mutable_clearance_recorded()->mutable_clearance()->set_subject(subject);
  return event;
}

std::vector<storage::v1::Event> SomeEvents() {
  return {
      Set(3),
      Cleared(4, 1, v1::OVERRIDE_REASON_OTHER),
      Cleared(5, 9, v1::OVERRIDE_REASON_ORGANISATION),
      Set(6),
      Event(7, R"pb(
        proposal_reviewed {
          proposal: 2
          overrides {
            fact_id: "o2"
            effective_time { seconds: 5 }
            override { pin_exercise: "a" }
          }
          overrides {
            fact_id: "o2-1"
            effective_time { seconds: 5 nanos: 1 }
            override { pin_exercise: "b" }
            position: 1
          }
        })pb"),
      Recorded(8, "b"),
      Recorded(9, "a"),
      Recorded(10, "b"),
  };
}

TEST(OverrideFoldTest, KeepsTheFirstEventTheFirstEndAndEachClearanceOnce) {
  EXPECT_THAT(FoldFacts(SomeEvents()), EqualsProto(R"pb(
                overrides {
                  fact_id: "o2"
                  effective_time { seconds: 5 }
                  override { pin_exercise: "a" }
                  revision: 7
                }
                overrides {
                  fact_id: "o2-1"
                  effective_time { seconds: 5 nanos: 1 }
                  override { pin_exercise: "b" }
                  position: 1
                  revision: 7
                }
                overrides {
                  fact_id: "o1"
                  effective_time { seconds: 10 }
                  override { level_cap: 2 }
                  revision: 3
                  cleared_date { year: 2026 month: 3 day: 1 }
                  clear_time { seconds: 20 }
                  clear_reason: OVERRIDE_REASON_OTHER
                }
                clearances {
                  subject: "a"
                  date { year: 2026 month: 2 day: 1 }
                }
                clearances {
                  subject: "b"
                  date { year: 2026 month: 2 day: 1 }
                })pb"));
}

TEST(OverrideFoldTest, AnyOrderAndRepetitionGivesTheSameBytes) {
  std::vector<storage::v1::Event> events = SomeEvents();
  const std::string wanted = DeterministicBytes(FoldFacts(events));
  std::mt19937 random(1);
  for (int i = 0; i < 200; ++i) {
    std::shuffle(events.begin(), events.end(), random);
    EXPECT_EQ(DeterministicBytes(FoldFacts(events)), wanted);
    std::vector<storage::v1::Event> twice = events;
    twice.insert(twice.end(), events.begin(), events.end());
    EXPECT_EQ(DeterministicBytes(FoldFacts(twice)), wanted);
  }
}

TEST(OverrideFoldTest, OneByOneGivesTheSameAsAllAtOnce) {
  storage::v1::PatientFacts facts;
  for (const auto& event : SomeEvents()) AddFacts(event, &facts);
  EXPECT_EQ(DeterministicBytes(facts),
            DeterministicBytes(FoldFacts(SomeEvents())));
}

}  // namespace
}  // namespace tonus::engine
