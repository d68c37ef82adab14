// SPDX-License-Identifier: Apache-2.0
#include "services/engine/pain_zone.h"

#include <optional>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/patient_facts.h"

namespace tonus::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

namespace kv1 = knowledge::v1;

constexpr auto kNone = std::nullopt;

const PainZones& Zones() { return ReleasedKnowledge().pack().pain_zones(); }

struct Row {
  const char* title;
  ExercisePain pain;
  const char* rule;  // "" for not judged.
};

// Every limit from both sides, and what is not told.
constexpr Row kRows[] = {
    {"nothing", {0, 0}, "Z-04"},
    {"peak of 2 from 0", {2, 0}, "Z-04"},
    {"peak of 3 from 2", {3, 2}, "Z-03"},
    {"peak of 3 from 3", {3, 3}, "Z-04"},
    {"peak of 3 from 4", {3, 4}, "Z-04"},
    {"peak of 3, 3 above", {3, 0}, "Z-02"},
    {"peak of 3, 2 above", {3, 1}, "Z-03"},
    {"peak of 4 from 2", {4, 2}, "Z-03"},
    {"peak of 4 from 1", {4, 1}, "Z-02"},
    {"peak of 4 from 4", {4, 4}, "Z-04"},
    {"peak of 5 from 5", {5, 5}, "Z-02"},
    {"peak of 5 from 4", {5, 4}, "Z-02"},
    {"peak of 10 from 10", {10, 10}, "Z-02"},
    {"sharp", {0, 0, false, true}, "Z-02"},
    {"sharp, nothing else told", {kNone, kNone, false, true}, "Z-02"},
    {"a sound with pain", {1, 1, false, false, true}, "Z-02"},
    {"symptom", {0, 0, true}, "Z-01"},
    {"symptom, nothing else told", {kNone, kNone, true}, "Z-01"},
    {"symptom before sharp", {9, 0, true, true, true}, "Z-01"},
    {"nothing told", {kNone, kNone}, ""},
    {"peak not told", {kNone, 0}, ""},
    {"peak not told, pain before high", {kNone, 10}, ""},
    {"base not told, the peak is too high in any case", {5, kNone}, "Z-02"},
    {"base not told, the peak may be 3 above", {4, kNone}, ""},
    {"base not told, the peak may be above", {3, kNone}, ""},
    {"base not told, the peak can not be too high", {2, kNone}, "Z-04"},
};

TEST(PainZoneTest, EveryLimitFromBothSides) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.title);
    const v1::ZoneReading reading =
        ReadExerciseZone(Zones(), kv1::TECHNIQUE_STRENGTH, row.pain);
    EXPECT_EQ(reading.rule(), row.rule);
    EXPECT_EQ(reading.level() == kv1::ZONE_LEVEL_UNKNOWN,
              reading.rule().empty());
    EXPECT_EQ(reading.has_action(), !reading.rule().empty());
    EXPECT_EQ(reading.missing().empty(), !reading.rule().empty());
    EXPECT_FALSE(reading.reason().empty());
  }
}

TEST(PainZoneTest, SaysWhatWasNotTold) {
  const auto missing = [](const ExercisePain& pain) {
    return ReadExerciseZone(Zones(), kv1::TECHNIQUE_SMR, pain).missing();
  };
  EXPECT_THAT(missing({kNone, kNone}),
              ElementsAre("pain_during_max", "pain_before"));
  EXPECT_THAT(missing({kNone, 3}), ElementsAre("pain_during_max"));
  EXPECT_THAT(missing({4, kNone}), ElementsAre("pain_before"));
  EXPECT_THAT(missing({4, 4}), IsEmpty());
}

TEST(PainZoneTest, AmberPainIsAcceptedInStrengthAndStabilityAlone) {
  for (int i = 1; i < kv1::Technique_ARRAYSIZE; ++i) {
    const auto technique = static_cast<kv1::Technique>(i);
    SCOPED_TRACE(kv1::Technique_Name(technique));
    const kv1::ZoneAction action =
        ReadExerciseZone(Zones(), technique, {4, 3}).action();
    if (technique == kv1::TECHNIQUE_STRENGTH ||
        technique == kv1::TECHNIQUE_STABILITY) {
      EXPECT_EQ(action.response(), kv1::ZONE_RESPONSE_REDUCE_DOSE);
      EXPECT_EQ(action.remaining_percent(), 50);
    } else {
      EXPECT_EQ(action.response(), kv1::ZONE_RESPONSE_REDUCE_RANGE);
      EXPECT_EQ(action.max_pain(), 3) << "pain before is more than 2";
    }
  }
}

TEST(PainZoneTest, RangeIsReducedToTwoOrToPainBefore) {
  const auto max_pain = [](int peak, int base) {
    return ReadExerciseZone(Zones(), kv1::TECHNIQUE_STATIC_STRETCH,
                            {peak, base})
        .action()
        .max_pain();
  };
  EXPECT_EQ(max_pain(3, 1), 2);
  EXPECT_EQ(max_pain(3, 2), 2);
  EXPECT_EQ(max_pain(4, 3), 3);
}

TEST(PainZoneTest, ASymptomStopsTheExerciseAndPerhapsTheSession) {
  const kv1::ZoneAction action =
      ReadExerciseZone(Zones(), kv1::TECHNIQUE_STRENGTH, {0, 0, true}).action();
  EXPECT_EQ(action.response(), kv1::ZONE_RESPONSE_STOP);
  EXPECT_EQ(action.settle_minutes(), 2);
  EXPECT_TRUE(action.recheck_red_flags());
  EXPECT_THAT(action.text(), HasSubstr("Stop"));
  EXPECT_TRUE(ReadExerciseZone(Zones(), kv1::TECHNIQUE_SMR, {6, 6})
                  .action()
                  .skip_family());
}

struct ReliefRow {
  int base;
  int peak;
  kv1::ZoneLevel elsewhere;
  kv1::ZoneLevel in_relief;
};

TEST(PainZoneTest, InReliefAPeakIsJudgedByTheRiseForWhoBeganThere) {
  for (const ReliefRow& row : {
           ReliefRow{4, 5, kv1::ZONE_LEVEL_RED, kv1::ZONE_LEVEL_RED},
           {5, 4, kv1::ZONE_LEVEL_GREEN, kv1::ZONE_LEVEL_GREEN},
           {5, 5, kv1::ZONE_LEVEL_RED, kv1::ZONE_LEVEL_GREEN},
           {5, 6, kv1::ZONE_LEVEL_RED, kv1::ZONE_LEVEL_AMBER},
           {5, 7, kv1::ZONE_LEVEL_RED, kv1::ZONE_LEVEL_AMBER},
           {5, 8, kv1::ZONE_LEVEL_RED, kv1::ZONE_LEVEL_RED},
           {10, 10, kv1::ZONE_LEVEL_RED, kv1::ZONE_LEVEL_GREEN},
           {3, 4, kv1::ZONE_LEVEL_AMBER, kv1::ZONE_LEVEL_AMBER},
       }) {
    const auto level = [&](bool relief) {
      return ReadExerciseZone(Zones(), kv1::TECHNIQUE_SMR, {row.peak, row.base},
                              PeakLimitOf(relief))
          .level();
    };
    EXPECT_EQ(level(false), row.elsewhere) << row.base << " " << row.peak;
    EXPECT_EQ(level(true), row.in_relief) << row.base << " " << row.peak;
  }
  EXPECT_EQ(ReadExerciseZone(Zones(), kv1::TECHNIQUE_SMR, {5, 5, false, true},
                             PeakLimitOf(/*relief=*/true))
                .level(),
            kv1::ZONE_LEVEL_RED)
      << "sharp pain is harm anywhere";
}

TEST(PainZoneTest, WhoBeginsReliefInPainIsToldOfTheRiseAlone) {
  for (const int base : {0, 4, 5, 10}) {
    const PainZones zones = ZonesOfRelief(Zones(), base);
    ASSERT_EQ(zones.size(), Zones().size());
    for (int i = 0; i < zones.size(); ++i) {
      SCOPED_TRACE(zones[i].id());
      EXPECT_FALSE(zones[i].plain_when().empty());
      EXPECT_EQ(zones[i].has_min_peak(), base < 5 && Zones()[i].has_min_peak());
      EXPECT_EQ(zones[i].plain_when() == Zones()[i].plain_when(),
                base < 5 || !Zones()[i].has_min_peak());
      EXPECT_EQ(zones[i].min_rise(), Zones()[i].min_rise());
    }
    // An app that reads them judges as the server does.
    for (int peak = 0; peak <= 10; ++peak) {
      EXPECT_EQ(
          ReadExerciseZone(zones, kv1::TECHNIQUE_SMR, {peak, base}).level(),
          ReadExerciseZone(Zones(), kv1::TECHNIQUE_SMR, {peak, base},
                           PeakLimitOf(/*relief=*/true))
              .level())
          << base << " " << peak;
    }
  }
}

TEST(PainZoneTest, TellsWhatItWasReadFrom) {
  const auto reason = [](const ExercisePain& pain) {
    return ReadExerciseZone(Zones(), kv1::TECHNIQUE_SMR, pain).reason();
  };
  EXPECT_EQ(reason({4, 2}), "Pain peaked at 4, 2 above the 2 before.");
  EXPECT_EQ(reason({2, 3}), "Pain peaked at 2, 1 below the 3 before.");
  EXPECT_EQ(reason({2, 2}), "Pain peaked at 2, as the 2 before.");
  EXPECT_EQ(reason({7, kNone}), "Pain peaked at 7.");
  EXPECT_EQ(reason({1, 1, false, false, true}), "There was a sound with pain.");
}

TEST(PainZoneTest, ReadsTheSymptomsOfALog) {
  const auto pain = [](const char* text) {
    return PainOf(testing::ParseText<v1::ExerciseLog>(text), 2);
  };
  EXPECT_EQ(pain("pain_during_max: 0").peak, 0);
  EXPECT_EQ(pain("").peak, kNone);
  EXPECT_EQ(pain("").base, 2);
  EXPECT_FALSE(pain("").stop_symptom);
  EXPECT_TRUE(pain("neuro_symptom: true").stop_symptom);
  EXPECT_TRUE(pain("spread_down_limb: true").stop_symptom);
  EXPECT_TRUE(pain("stop_symptom: STOP_SYMPTOM_DIZZINESS").stop_symptom);
  EXPECT_TRUE(pain("sharp_pain: true").sharp_pain);
  EXPECT_TRUE(pain("painful_sound: true").painful_sound);
}

struct MorningRow {
  const char* title;
  MorningPain pain;
  const char* rule;
};

constexpr MorningRow kMornings[] = {
    {"as usual", {2, 2.0}, "Z-07"},
    {"1 above", {3, 2.0}, "Z-07"},
    {"1.5 above", {4, 2.5}, "Z-07"},
    {"2 above", {4, 2.0}, "Z-06"},
    {"2.5 above", {5, 2.5}, "Z-06"},
    {"3 above", {5, 2.0}, "Z-05"},
    {"below", {0, 5.0}, "Z-07"},
    {"sleep lost", {0, 5.0, true}, "Z-05"},
    {"sleep lost, nothing else told", {kNone, kNone, true}, "Z-05"},
    {"not told", {kNone, 2.0}, ""},
    {"usual not told", {2, kNone}, ""},
    {"usual not told, no rise is possible", {1, kNone}, "Z-07"},
    {"not told, no rise is possible", {kNone, 8.5}, "Z-07"},
};

TEST(PainZoneTest, MorningsFromBothSides) {
  for (const MorningRow& row : kMornings) {
    SCOPED_TRACE(row.title);
    const v1::ZoneReading reading = ReadMorningZone(Zones(), row.pain);
    EXPECT_EQ(reading.rule(), row.rule);
    EXPECT_EQ(reading.level() == kv1::ZONE_LEVEL_UNKNOWN,
              reading.rule().empty());
    EXPECT_EQ(reading.has_action(), !reading.rule().empty());
    EXPECT_FALSE(reading.reason().empty());
  }
  EXPECT_EQ(ReadMorningZone(Zones(), {5, 2.5}).reason(),
            "Pain in the morning was 5, 2.5 above the usual 2.5.");
  EXPECT_THAT(ReadMorningZone(Zones(), {kNone, kNone}).missing(),
              ElementsAre("pain_next_morning", "usual_morning"));
}

}  // namespace
}  // namespace tonus::engine
