// SPDX-License-Identifier: Apache-2.0
#include "services/engine/replay.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "services/engine/deterministic_bytes.h"
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
      Event(R"pb(patient_created {
                   external_id: "7"
                   profile {
                     fact_id: "p1"
                     effective_time { seconds: 10 }
                     profile { age_years: 40 }
                     time_zone: "UTC"
                   }
                 })pb"),
      Event(R"pb(profile_changed {
                   fact_id: "p2"
                   effective_time { seconds: 20 }
                   profile { age_years: 41 }
                   time_zone: "Europe/Berlin"
                 })pb"),
      Event(R"pb(assessment_submitted {
                   fact_id: "a2"
                   effective_time { seconds: 30 }
                 })pb"),
      Event(R"pb(assessment_submitted {
                   fact_id: "a1"
                   effective_time { seconds: 30 nanos: 1 }
                 })pb"),
      Event(R"pb(session_logged {
                   fact_id: "l1"
                   effective_time { seconds: 50 }
                   log { session_number: 2 }
                 })pb"),
      Event(R"pb(session_logged {
                   fact_id: "l2"
                   effective_time { seconds: 50 }
                   log { session_number: 1 }
                 })pb"),
      Event(R"pb(session_logged {
                   fact_id: "l2"
                   effective_time { seconds: 50 }
                   log { session_number: 1 rpe: 3 }
                 })pb"),
      Event(R"pb(session_started {
                   fact_id: "c1"
                   effective_time { seconds: 40 }
                   session_number: 1
                   pain_before: 2
                 })pb"),
      Event(R"pb(session_started {
                   fact_id: "c0"
                   effective_time { seconds: 40 }
                   session_number: 1
                 })pb"),
  };
}

TEST(ReplayTest, KeepsFactsInTheOrderOfWhatTheySay) {
  EXPECT_THAT(FoldFacts(SomeEvents()), EqualsProto(R"pb(
                external_id: "7"
                time_zone: "Europe/Berlin"
                profiles {
                  fact_id: "p1"
                  effective_time { seconds: 10 }
                  profile { age_years: 40 }
                  time_zone: "UTC"
                }
                profiles {
                  fact_id: "p2"
                  effective_time { seconds: 20 }
                  profile { age_years: 41 }
                  time_zone: "Europe/Berlin"
                }
                assessments {
                  fact_id: "a2"
                  effective_time { seconds: 30 }
                }
                assessments {
                  fact_id: "a1"
                  effective_time { seconds: 30 nanos: 1 }
                }
                check_ins {
                  fact_id: "c0"
                  effective_time { seconds: 40 }
                  session_number: 1
                }
                check_ins {
                  fact_id: "c1"
                  effective_time { seconds: 40 }
                  session_number: 1
                  pain_before: 2
                }
                logs {
                  fact_id: "l2"
                  effective_time { seconds: 50 }
                  log { session_number: 1 }
                }
                logs {
                  fact_id: "l2"
                  effective_time { seconds: 50 }
                  log { session_number: 1 rpe: 3 }
                }
                logs {
                  fact_id: "l1"
                  effective_time { seconds: 50 }
                  log { session_number: 2 }
                }
              )pb"));
}

TEST(ReplayTest, AnyOrderAndRepetitionGivesTheSameBytes) {
  std::vector<storage::v1::Event> events = SomeEvents();
  const std::string once = DeterministicBytes(FoldFacts(events));
  std::mt19937 random(1);
  for (int round = 0; round < 200; ++round) {
    std::vector<storage::v1::Event> shuffled = events;
    for (int i = 0; i < round % 5; ++i) {
      shuffled.push_back(events[random() % events.size()]);
    }
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    ASSERT_EQ(DeterministicBytes(FoldFacts(shuffled)), once) << round;
  }
}

// An assessment, its correction, the correction of that back to what was first,
// and one that is withdrawn.
std::vector<storage::v1::Event> Corrections() {
  const std::string first = "{ fact_id: 'a' effective_time { seconds: 30 } }";
  const std::string second = "{ fact_id: 'a' effective_time { seconds: 60 } }";
  const std::string third = "{ fact_id: 'b' effective_time { seconds: 40 } }";
  return {
      Event("revision: 2 assessment_submitted " + first),
      Event("revision: 3 assessment_amended { superseded_revisions: 2 "
            "superseded " +
            first + " fact " + second + " }"),
      Event("revision: 4 assessment_submitted " + third),
      Event("revision: 5 assessment_amended { superseded_revisions: 3 "
            "superseded " +
            second + " fact " + first + " }"),
      Event("revision: 6 assessment_amended { superseded_revisions: 4 "
            "superseded " +
            third + " }"),
  };
}

TEST(ReplayTest, ACorrectionTakesThePlaceOfWhatItCorrects) {
  const char* const kExpected[] = {
      "assessments { fact_id: 'a' effective_time { seconds: 30 } }",
      "assessments { fact_id: 'a' effective_time { seconds: 60 } }",
      "assessments { fact_id: 'b' effective_time { seconds: 40 } } "
      "assessments { fact_id: 'a' effective_time { seconds: 60 } }",
      "assessments { fact_id: 'a' effective_time { seconds: 30 } } "
      "assessments { fact_id: 'b' effective_time { seconds: 40 } }",
      "assessments { fact_id: 'a' effective_time { seconds: 30 } }"};
  storage::v1::PatientFacts facts;
  const std::vector<storage::v1::Event> events = Corrections();
  for (size_t i = 0; i < events.size(); ++i) {
    AddFacts(events[i], &facts);
    EXPECT_THAT(facts, EqualsProto(kExpected[i])) << i;
  }
}

TEST(ReplayTest, CorrectionsFoldInAnyOrder) {
  std::vector<storage::v1::Event> events = Corrections();
  const std::string once = DeterministicBytes(FoldFacts(events));
  storage::v1::PatientFacts one_by_one;
  for (const auto& event : events) AddFacts(event, &one_by_one);
  EXPECT_EQ(once, DeterministicBytes(one_by_one));
  std::mt19937 random(2);
  for (int round = 0; round < 50; ++round) {
    std::shuffle(events.begin(), events.end(), random);
    EXPECT_EQ(DeterministicBytes(FoldFacts(events)), once) << round;
  }
}

TEST(ReplayTest, AnEventWithoutPayloadSaysNothing) {
  storage::v1::PatientFacts facts;
  AddFacts(Event("revision: 1"), &facts);
  EXPECT_EQ(facts.ByteSizeLong(), 0u);
}

TEST(ReplayTest, ALateProfileDoesNotReplaceANewerOne) {
  storage::v1::PatientFacts facts;
  AddFacts(SomeEvents()[1], &facts);
  AddFacts(SomeEvents()[0], &facts);
  EXPECT_EQ(facts.time_zone(), "Europe/Berlin");
}

}  // namespace
}  // namespace tonus::engine
