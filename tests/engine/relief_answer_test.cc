// SPDX-License-Identifier: Apache-2.0
#include "services/engine/relief_answer.h"

#include <string>

#include "gtest/gtest.h"
#include "tests/engine/patient_facts.h"

namespace tonus::engine {
namespace {

struct Row {
  const char* title;
  ReliefPain pain;
  int now;
  const char* more;
  ReliefVerdict verdict;
  const char* rule;
};

constexpr auto kRelief = ReliefVerdict::kRelief;
constexpr auto kPartial = ReliefVerdict::kPartial;
constexpr auto kSame = ReliefVerdict::kSame;
constexpr auto kWorse = ReliefVerdict::kWorse;
constexpr auto kAbort = ReliefVerdict::kAbort;

// Every limit from both sides. The first rows are published examples.
constexpr Row kRows[] = {
    {"AV-08", {5, 5, 0}, 5, "", kSame, "R-805"},
    {"AV-09", {5, 5, 0}, 4, "", kPartial, "R-804"},
    {"AV-10: two points less", {5, 5, 0}, 3, "", kRelief, "R-803"},
    {"AV-11", {4, 4, 0}, 5, "", kWorse, "R-806"},
    {"AV-12: two points more", {4, 4, 0}, 6, "", kAbort, "R-807"},
    {"1 is relief", {2, 2, 0}, 1, "", kRelief, "R-803"},
    {"2 is not", {3, 3, 0}, 2, "", kPartial, "R-804"},
    {"0 is relief", {2, 1, 0}, 0, "", kRelief, "R-803"},
    {"2 below the start in two steps", {6, 5, 0}, 4, "", kRelief, "R-803"},
    {"1 below the start, as before", {6, 5, 0}, 5, "", kSame, "R-805"},
    {"less than before, above the start", {5, 6, 1}, 5, "", kPartial, "R-804"},
    {"1 more", {5, 5, 0}, 6, "", kWorse, "R-806"},
    {"1 more for the second time", {5, 4, 1}, 5, "", kAbort, "R-807"},
    {"the same after it was worse", {5, 6, 1}, 6, "", kSame, "R-805"},
    {"2 more in a step, 1 above the start", {5, 4, 0}, 6, "", kAbort, "R-807"},
    {"2 above the start, 1 more", {5, 6, 0}, 7, "", kAbort, "R-807"},
    {"1 above the start, as before", {5, 6, 0}, 6, "", kSame, "R-805"},
    {"peak 3 above", {5, 5, 0}, 5, "peak_pain: 8", kAbort, "R-807"},
    {"peak 2 above", {5, 5, 0}, 5, "peak_pain: 7", kSame, "R-805"},
    {"peak of 5 from 4", {4, 4, 0}, 4, "peak_pain: 5", kAbort, "R-807"},
    {"peak of 4 from 4", {4, 4, 0}, 4, "peak_pain: 4", kSame, "R-805"},
    {"peak of 5 from 5", {5, 5, 0}, 5, "peak_pain: 5", kSame, "R-805"},
    {"peak of 5 despite relief", {3, 3, 0}, 1, "peak_pain: 5", kAbort, "R-807"},
    {"sharp", {5, 5, 0}, 3, "sharp_pain: true", kAbort, "R-807"},
    {"a sound with pain", {5, 5, 0}, 3, "painful_sound: true", kAbort, "R-807"},
    {"peak of 10 from 8", {8, 8, 0}, 8, "peak_pain: 10", kSame, "R-805"},
    {"peak of 3 from 2, which is amber",
     {2, 2, 0},
     2,
     "peak_pain: 3",
     kSame,
     "R-805"},
    {"nerve", {5, 5, 0}, 3, "neuro_symptom: true", kAbort, "R-807"},
    {"dizzy",
     {5, 5, 0},
     1,
     "stop_symptom: STOP_SYMPTOM_DIZZINESS",
     kAbort,
     "R-807"},
};

TEST(ReliefAnswerTest, EveryLimitFromBothSides) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.title);
    auto answer = testing::ParseText<v1::ReliefFeedback>(row.more);
    answer.set_pain_now(row.now);
    const knowledge::v1::Pack& pack = ReleasedKnowledge().pack();
    const ReliefReading reading =
        ReadReliefAnswer(pack.relief(), pack.pain_zones(),
                         knowledge::v1::TECHNIQUE_SMR, row.pain, answer);
    EXPECT_EQ(reading.verdict, row.verdict);
    EXPECT_EQ(reading.rule, row.rule);
    EXPECT_FALSE(reading.reason.empty());
  }
}

TEST(ReliefAnswerTest, AShareOfAHighPainIsRelief) {
  knowledge::v1::ReliefConstants constants =
      ReleasedKnowledge().pack().relief();
  constants.set_relief_drop(9);
  const auto verdict = [&](int base, int now) {
    v1::ReliefFeedback answer;
    answer.set_pain_now(now);
    return ReadReliefAnswer(constants, ReleasedKnowledge().pack().pain_zones(),
                            knowledge::v1::TECHNIQUE_SMR, {base, base, 0},
                            answer)
        .verdict;
  };
  EXPECT_EQ(verdict(10, 7), kRelief);
  EXPECT_EQ(verdict(10, 8), kPartial);
  EXPECT_EQ(verdict(4, 2), kRelief);
  EXPECT_EQ(verdict(4, 3), kPartial);
  EXPECT_EQ(verdict(3, 2), kPartial) << "the share counts from 4";
}

TEST(ReliefAnswerTest, WhatIsASymptomOfANerve) {
  const auto neural = [](const char* text) {
    return IsNeural(testing::ParseText<v1::ReliefFeedback>(text));
  };
  EXPECT_TRUE(neural("neuro_symptom: true"));
  EXPECT_TRUE(neural("stop_symptom: STOP_SYMPTOM_LIMB_NEURAL"));
  EXPECT_TRUE(neural("stop_symptom: STOP_SYMPTOM_WEAKNESS"));
  EXPECT_TRUE(neural("stop_symptom: STOP_SYMPTOM_SADDLE"));
  EXPECT_FALSE(neural("stop_symptom: STOP_SYMPTOM_CHEST"));
  EXPECT_FALSE(neural("stop_symptom: STOP_SYMPTOM_DIZZINESS"));
  EXPECT_FALSE(neural("sharp_pain: true"));
}

}  // namespace
}  // namespace tonus::engine
