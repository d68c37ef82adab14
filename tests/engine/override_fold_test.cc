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

storage::v1::Event Event(const std::string& text) {
  return ParseText<storage::v1::Event>(text);
}

std::vector<storage::v1::Event> SomeEvents() {
  return {
      Event(R"pb(revision: 3
                 override_set {
                   fact_id: "o1"
                   effective_time { seconds: 10 }
                   override { level_cap: 2 }
                 })pb"),
      Event(R"pb(revision: 4
                 override_cleared {
                   fact_id: "o1"
                   cleared_date { year: 2026 month: 3 day: 1 }
                   reason: OVERRIDE_REASON_OTHER
                   effective_time { seconds: 20 }
                 })pb"),
      Event(R"pb(revision: 5
                 override_cleared {
                   fact_id: "o1"
                   cleared_date { year: 2026 month: 3 day: 9 }
                   reason: OVERRIDE_REASON_ORGANISATION
                   effective_time { seconds: 30 }
                 })pb"),
      Event(R"pb(revision: 6
                 override_set {
                   fact_id: "o1"
                   effective_time { seconds: 10 }
                   override { level_cap: 2 }
                 })pb"),
      Event(R"pb(revision: 7
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
      Event(R"pb(revision: 8
                 clearance_recorded {
                   clearance {
                     subject: "b"
                     date { year: 2026 month: 2 day: 1 }
                   }
                 })pb"),
      Event(R"pb(revision: 9
                 clearance_recorded {
                   clearance {
                     subject: "a"
                     date { year: 2026 month: 2 day: 1 }
                   }
                 })pb"),
      Event(R"pb(revision: 10
                 clearance_recorded {
                   clearance {
                     subject: "b"
                     date { year: 2026 month: 2 day: 1 }
                   }
                 })pb"),
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
