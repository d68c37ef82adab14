// SPDX-License-Identifier: Apache-2.0
// What people read of pain: before a session, and in the answer to a log.
#include "services/client/zone_text.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/matchers.h"
#include "tonus/v1/routine_service.pb.h"

namespace tonus::client {
namespace {

using ::tonus::testing::ParseText;

TEST(ZoneTextTest, TellsBeforehandWhatPainMeans) {
  const auto response = ParseText<v1::GetSessionResponse>(R"pb(
    pain_zones {
      id: "Z-02"
      level: ZONE_LEVEL_RED
      plain_when: "pain of 5 or more"
      actions { response: ZONE_RESPONSE_STOP text: "Stop." }
    }
    pain_zones {
      id: "Z-03"
      level: ZONE_LEVEL_AMBER
      plain_when: "pain of 3 or 4"
      actions {
        techniques: TECHNIQUE_STRENGTH
        techniques: TECHNIQUE_STABILITY
        response: ZONE_RESPONSE_REDUCE_DOSE
        text: "Do half."
      }
      actions { response: ZONE_RESPONSE_REDUCE_RANGE text: "Go less far." }
    }
  )pb");
  EXPECT_EQ(PainGuideText(response.pain_zones()),
            "When it hurts, the first of these that holds\n"
            "  red: pain of 5 or more. Stop.\n"
            "  amber: pain of 3 or 4. strength and stability: Do half. "
            "Others: Go less far.\n");
  EXPECT_EQ(PainGuideText({}), "");
}

TEST(ZoneTextTest, TellsAZoneWithItsReasonAndWhatFollows) {
  const auto text = [](const char* reading) {
    return ZoneText(ParseText<v1::ZoneReading>(reading));
  };
  EXPECT_EQ(text("level: ZONE_LEVEL_RED rule: 'Z-02' reason: 'It was sharp.' "
                 "action { text: 'Stop.' }"),
            "red (Z-02). It was sharp. Stop.");
  EXPECT_EQ(text("level: ZONE_LEVEL_UNKNOWN reason: 'Nothing was told.'"),
            "not judged. Nothing was told.");
  EXPECT_EQ(text(""), "");
}

TEST(ZoneTextTest, TellsTheTargetBesideWhatWasDone) {
  const auto log = ParseText<v1::SessionLog>(R"pb(
    exercises {
      exercise: "kneeling_hip_flexor"
      side: SIDE_LEFT
      planned { side: SIDE_LEFT sets: 2 repetitions: 8 }
      done { sets: 1 repetitions: 8 load_kg: 2.5 }
      zone { level: ZONE_LEVEL_GREEN rule: "Z-04" reason: "Fine." }
    }
    exercises { exercise: "unknown" }
    morning_zone { level: ZONE_LEVEL_UNKNOWN reason: "Not told." }
  )pb");
  EXPECT_EQ(LogDetailText(log, Names(knowledge::v1::Pack())),
            "  kneeling_hip_flexor, left: planned 2 sets of 8, left only. "
            "Done 1 set, 8 repetitions, 2.5 kg. Pain: green (Z-04). Fine.\n");
}

TEST(ZoneTextTest, TellsMorningsAndDaysAtHome) {
  EXPECT_EQ(MorningLine(ParseText<v1::Morning>(R"pb(
              name: "patients/a/logs/5"
              morning_time { seconds: 1767690000 }
              pain: 4
              sleep_lost: true
              sessions: 1
              zone {
                level: ZONE_LEVEL_RED
                rule: "Z-05"
                reason: "Sleep was lost to new pain."
                action { text: "Rest." }
              }
            )pb")),
            "patients/a/logs/5: 2026-01-06 09:00 UTC, pain 4 of 10, sleep was "
            "lost, after session 1: red (Z-05). Sleep was lost to new pain. "
            "Rest.\n");
  EXPECT_EQ(MorningLine(ParseText<v1::Morning>(
                "name: 'x' pain: 1 expired: true withdrawn: true")),
            "x: not given, pain 1 of 10, told too late to count, withdrawn\n");
  EXPECT_EQ(HomeLogText(ParseText<v1::HomeLog>(R"pb(
                          name: "patients/a/logs/6"
                          date { year: 2026 month: 1 day: 6 }
                          superseded_by: "patients/a/logs/7"
                          items {
                            times: 2
                            planned_times: 3
                            exercise { exercise: "cat_cow" }
                          }
                        )pb"),
                        Names(knowledge::v1::Pack())),
            "patients/a/logs/6: at home, 2026-01-06, 1 exercise, corrected by "
            "patients/a/logs/7\n  2 times of 3: cat_cow\n");
}

}  // namespace
}  // namespace tonus::client
