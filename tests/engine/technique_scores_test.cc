// SPDX-License-Identifier: Apache-2.0
// What a use of a technique is worth, where it is scored and
// where not, and which technique a session is a use of.
#include "services/engine/technique_scores.h"

#include <cmath>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/technique_person.h"

namespace tonus::engine {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

namespace kv1 = knowledge::v1;

constexpr double kDigits = 0.0005;

MATCHER_P2(IsUse, technique, score, "") {
  return arg.technique == technique && std::abs(arg.score - score) < kDigits;
}

class TechniqueScoresTest : public TechniqueTest {};

TEST_F(TechniqueScoresTest, TheImmediateAndTheRetainedChangeMakeTheScore) {
  Use(4, kStretchUse, Measured{8, 5});
  Use(5, kStretchUse, Measured{6.8, {}});
  // 0.4 * 3 / 6 + 0.6 * 1.2 / 6.
  EXPECT_THAT(Scored(),
              ElementsAre(IsUse(kv1::TECHNIQUE_STATIC_STRETCH, 0.32)));
  EXPECT_THAT(Scored(kv1::SIDE_RIGHT), IsEmpty()) << "not measured there";
}

TEST_F(TechniqueScoresTest, AWorseValueCountsAgainstIt) {
  Use(4, kStretchUse, Measured{5, 8});
  Use(5, kStretchUse, Measured{6.2, {}});
  EXPECT_THAT(Scored(),
              ElementsAre(IsUse(kv1::TECHNIQUE_STATIC_STRETCH, -0.32)));
}

struct Pair {
  std::string name;
  Measured first;
  Measured next;
  int number = 4;
  int next_number = 5;
  std::optional<double> score;
};

class PairTest : public TechniqueTest,
                 public ::testing::WithParamInterface<Pair> {};

TEST_P(PairTest, Scores) {
  Use(GetParam().number, kStretchUse, GetParam().first);
  Use(GetParam().next_number, kStretchUse, GetParam().next);
  const std::vector<ScoredUse> uses = Scored();
  if (!GetParam().score.has_value()) {
    EXPECT_THAT(uses, IsEmpty());
    return;
  }
  ASSERT_THAT(uses, SizeIs(1));
  EXPECT_THAT(uses.front().score, DoubleNear(*GetParam().score, kDigits));
}

// The days of sessions 4, 7 and 8 are 7, 14 and 16.
INSTANTIATE_TEST_SUITE_P(
    Sessions, PairTest,
    ::testing::ValuesIn(std::vector<Pair>{
        {"NoValueBefore", {{}, 5}, {6.8, {}}, 4, 5, std::nullopt},
        {"NoValueAfter", {8, {}}, {6.8, {}}, 4, 5, std::nullopt},
        {"NoValueNextTime", {8, 5}, {{}, 6.8}, 4, 5, std::nullopt},
        {"ThreeHoursLater", {8, 5, 12}, {6.8, {}, 15}, 4, 5, 0.32},
        {"FourHoursLater", {8, 5, 12}, {6.8, {}, 16}, 4, 5, std::nullopt},
        {"ThreeHoursEarlier", {8, 5, 12}, {6.8, {}, 9}, 4, 5, 0.32},
        {"FourHoursEarlier", {8, 5, 12}, {6.8, {}, 8}, 4, 5, std::nullopt},
        {"AroundMidnight", {8, 5, 23}, {6.8, {}, 1}, 4, 5, 0.32},
        {"SevenDaysLater", {8, 5}, {6.8, {}}, 4, 7, 0.32},
        {"NineDaysLater", {8, 5}, {6.8, {}}, 4, 8, std::nullopt},
        {"TheLastOfWeekOne", {8, 5}, {6.8, {}}, 3, 4, std::nullopt},
        {"TheLastOfWeekFive", {8, 5}, {6.8, {}}, 15, 16, 0.32},
        {"TheFirstOfWeekSix", {8, 5}, {6.8, {}}, 16, 17, std::nullopt},
        {"Most", {30, -10}, {-10, {}}, 4, 5, 2},
        {"Least", {-10, 30}, {30, {}}, 4, 5, -2},
        {"NearlyMost", {12, 0.3}, {0.3, {}}, 4, 5, 1.95},
    }),
    [](const auto& info) { return info.param.name; });

TEST_F(TechniqueScoresTest, TheNextSessionIsTheNextInWhichAnythingWasDone) {
  Use(4, kStretchUse, Measured{8, 5});
  Log({5, OffsetOf(5), "completed_pct: 0 skip_reason: SKIP_REASON_TIME"});
  Use(6, kStretchUse, Measured{6.8, {}});
  EXPECT_THAT(Scored(), SizeIs(1));
}

TEST_F(TechniqueScoresTest, AUseBetweenThemLeavesNothingToCompare) {
  Use(4, kStretchUse, Measured{8, 5});
  Use(5, kStretchUse);
  Use(6, kStretchUse, Measured{6.8, {}});
  EXPECT_THAT(Scored(), IsEmpty());
}

struct Harm {
  std::string name;
  std::string told;
  int number;
  bool harmed;
};

class HarmTest : public TechniqueTest,
                 public ::testing::WithParamInterface<Harm> {};

TEST_P(HarmTest, IsScoredWhateverWasMeasured) {
  Train(GetParam().number, Exercise(kRelaxUse, GetParam().told));
  if (GetParam().harmed) {
    EXPECT_THAT(Scored(), ElementsAre(IsUse(kv1::TECHNIQUE_PNF, -1)));
  } else {
    EXPECT_THAT(Scored(), IsEmpty());
  }
}

INSTANTIATE_TEST_SUITE_P(Told, HarmTest,
                         ::testing::ValuesIn(std::vector<Harm>{
                             {"ANeuralSymptom", "neuro_symptom: true", 4, true},
                             {"ANeuralSymptomInWeekOne", "neuro_symptom: true",
                              1, true},
                             {"RedPain", "pain_during_max: 4", 4, true},
                             {"AmberPain", "pain_during_max: 3", 4, false},
                             {"NoPain", "pain_during_max: 1", 4, false},
                         }),
                         [](const auto& info) { return info.param.name; });

TEST_F(TechniqueScoresTest, HarmTakesThePlaceOfWhatWasMeasured) {
  Train(4, Exercise(kRelaxUse, "completed_pct: 100 neuro_symptom: true"),
        Measured{8, -4});
  Use(5, kStretchUse, Measured{-4, {}});
  EXPECT_THAT(Scored(), ElementsAre(IsUse(kv1::TECHNIQUE_PNF, -1)));
}

TEST_F(TechniqueScoresTest, HarmOnOneSideIsOfThatSide) {
  Train(4, Exercise(kRelaxUse, "neuro_symptom: true side: SIDE_RIGHT"));
  EXPECT_THAT(Scored(kv1::SIDE_LEFT), IsEmpty());
  EXPECT_THAT(Scored(kv1::SIDE_RIGHT),
              ElementsAre(IsUse(kv1::TECHNIQUE_PNF, -1)));
}

TEST_F(TechniqueScoresTest, ReliefIsNoUse) {
  CheckIn(4, OffsetOf(4), 6);
  Use(4, kStretchUse, Measured{8, 5});
  Use(5, kStretchUse, Measured{6.8, {}});
  EXPECT_THAT(Scored(), IsEmpty());
}

struct Mix {
  std::string name;
  std::vector<std::string> exercises;
  int completed_pct;
  kv1::Technique technique;
};

class MixTest : public TechniqueTest,
                public ::testing::WithParamInterface<Mix> {};

TEST_P(MixTest, IsAUseOf) {
  std::string all;
  for (const std::string& exercise : GetParam().exercises) {
    absl::StrAppend(&all,
                    Exercise(exercise, absl::StrCat("pain_during_max: 1 "
                                                    "completed_pct: ",
                                                    GetParam().completed_pct)));
  }
  Train(4, all, Measured{8, 5});
  Use(5, kStretchUse, Measured{6.8, {}});
  if (GetParam().technique == kv1::TECHNIQUE_UNSPECIFIED) {
    EXPECT_THAT(Scored(), IsEmpty());
  } else {
    EXPECT_THAT(Scored(), ElementsAre(IsUse(GetParam().technique, 0.32)));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Sessions, MixTest,
    ::testing::ValuesIn(std::vector<Mix>{
        {"TheRelease", {kRelaxUse}, 100, kv1::TECHNIQUE_PNF},
        {"TheReleaseNotTheStretchAfterIt",
         {kRelaxUse, kStretchUse},
         100,
         kv1::TECHNIQUE_PNF},
        {"TheStretchAlone",
         {kStretchUse, "hip_flexor_standing"},
         100,
         kv1::TECHNIQUE_STATIC_STRETCH},
        {"OneOfTwoReleases",
         {kRelaxUse, kSwingUse},
         100,
         kv1::TECHNIQUE_UNSPECIFIED},
        {"JustDone", {kRelaxUse}, 70, kv1::TECHNIQUE_PNF},
        {"HardlyDone", {kRelaxUse}, 69, kv1::TECHNIQUE_UNSPECIFIED},
        {"AnotherTarget",
         {"hamstring_strap_static"},
         100,
         kv1::TECHNIQUE_UNSPECIFIED},
        {"Strength",
         {"hip_flexor_march_band"},
         100,
         kv1::TECHNIQUE_UNSPECIFIED},
    }),
    [](const auto& info) { return info.param.name; });

TEST_F(TechniqueScoresTest, TheTestIsTheOneWithMostWeightThatCanBeTakenAlone) {
  const auto measure = [](absl::string_view muscle, kv1::Side side) {
    const auto found = SelfMeasureOf(
        ReleasedKnowledge(), {ReleasedKnowledge().FindMuscle(muscle), side});
    return found.has_value() ? absl::StrCat(found->test->id(), " ", found->side)
                             : std::string();
  };
  EXPECT_EQ(measure("iliopsoas", kv1::SIDE_LEFT),
            absl::StrCat("mod_thomas_hip ", kv1::SIDE_LEFT));
  EXPECT_EQ(measure("hamstrings", kv1::SIDE_RIGHT),
            absl::StrCat("ake_9090 ", kv1::SIDE_RIGHT));
  EXPECT_EQ(measure("erector_spinae_lumbar", kv1::SIDE_LEFT),
            absl::StrCat("ftf ", kv1::SIDE_MIDLINE));
  EXPECT_EQ(measure("rectus_femoris", kv1::SIDE_LEFT), "")
      << "not measured alone";
}

}  // namespace
}  // namespace tonus::engine
