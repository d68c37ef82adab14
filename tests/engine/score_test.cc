// SPDX-License-Identifier: Apache-2.0
// Every measure of the released pack at the edges of its formula.
#include "services/engine/score.h"

#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/patient_facts.h"

namespace tonus::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

namespace kv1 = knowledge::v1;

const kv1::Measure& MeasureOf(const std::string& id) {
  return *ReleasedKnowledge().FindMeasure(id);
}

// Answers to the items from `first` on; a point stands for no answer.
ItemAnswers Answers(const std::string& text, int first = 1) {
  ItemAnswers answers;
  int item = first;
  for (const auto part : absl::StrSplit(text, ' ')) {
    const int number = item++;
    if (part == ".") continue;
    v1::ItemAnswer& answer = *answers.Add();
    answer.set_item(number);
    answer.set_answer(std::stoi(std::string(part)));
  }
  return answers;
}

// `count` times the same answer.
std::string Times(int count, const std::string& answer) {
  std::string text = answer;
  for (int i = 1; i < count; ++i) text += " " + answer;
  return text;
}

struct Row {
  const char* name;
  const char* measure;
  std::string answers;
  double value;
  int first = 1;
  bool partial = false;
};

void PrintTo(const Row& row, std::ostream* stream) { *stream << row.name; }

class ScoredTest : public ::testing::TestWithParam<Row> {};

TEST_P(ScoredTest, IsTheFormula) {
  const Row& row = GetParam();
  const auto score =
      ScoreItems(MeasureOf(row.measure), Answers(row.answers, row.first));
  ASSERT_TRUE(score.has_value());
  EXPECT_DOUBLE_EQ(score->value, row.value);
  EXPECT_EQ(score->partial, row.partial);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, ScoredTest,
    ::testing::Values(
        // P-01
        Row{"NoPain", "nrs_avg", "0", 0}, Row{"WorstPain", "nrs_avg", "10", 10},
        // P-02
        Row{"OneActivity", "psfs", "4", 4},
        Row{"TwoActivities", "psfs", "4 5", 4.5},
        Row{"FirstAndThird", "psfs", "2 . 8", 5},
        Row{"ThreeActivities", "psfs", "3 4 6", 13.0 / 3},
        // P-03
        Row{"NoneEndorsed", "rmdq", Times(24, "0"), 0},
        Row{"AllEndorsed", "rmdq", Times(24, "1"), 24},
        Row{"OneMissing", "rmdq", ". " + Times(23, "1"), 23, 1, true},
        Row{"FourMissing", "rmdq", Times(20, "1"), 20, 1, true},
        // P-04
        Row{"AllZero", "odi", Times(10, "0"), 0},
        Row{"AllFive", "odi", Times(10, "5"), 100},
        Row{"TenSections", "odi", "1 2 3 0 1 2 3 0 1 2", 30},
        Row{"NineSections", "odi", "1 2 3 0 1 2 3 0 1 .", 100 * 13.0 / 45},
        Row{"EightSections", "odi", Times(8, "3"), 60},
        // P-05
        Row{"NonePositive", "start_back_total", "0 0 0 0 0 0 0 0 2", 0},
        Row{"OnlyTheNinth", "start_back_total", "0 0 0 0 0 0 0 0 3", 1},
        Row{"StrongestNinth", "start_back_total", "0 0 0 0 0 0 0 0 4", 1},
        Row{"AllPositive", "start_back_total", "1 1 1 1 1 1 1 1 4", 9},
        Row{"FirstFourAreNoDistress", "start_back_psych", "1 1 1 1 0 0 0 0 2",
            0},
        Row{"FiveToNine", "start_back_psych", "1 1 1 1 3", 5, 5},
        Row{"FiveToEight", "start_back_psych", "1 1 1 1 2", 4, 5},
        // P-07
        Row{"TwoToFive", "fabq_pa", "6 6 6 6", 24, 2},
        Row{"FirstIsNotScored", "fabq_pa", "6 1 2 3 4", 10},
        Row{"Work", "fabq_w", Times(16, "6"), 42},
        Row{"WorkWithoutItsUnscored", "fabq_w", ". . . . . 1 1 . 1 1 1 1 . . 1",
            7},
        // P-08
        Row{"MuchBetter", "groc", "7", 7}, Row{"MuchWorse", "groc", "-7", -7},
        // P-09
        Row{"LowMood", "phq2", "3 3", 6}, Row{"NoWorry", "gad2", "0 0", 0}),
    [](const auto& info) { return std::string(info.param.name); });

struct Refused {
  const char* name;
  const char* measure;
  std::string answers;
  int first = 1;
};

void PrintTo(const Refused& row, std::ostream* stream) { *stream << row.name; }

class RefusedTest : public ::testing::TestWithParam<Refused> {};

TEST_P(RefusedTest, HasNoScore) {
  const Refused& row = GetParam();
  EXPECT_FALSE(
      ScoreItems(MeasureOf(row.measure), Answers(row.answers, row.first)));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, RefusedTest,
    ::testing::Values(
        Refused{"NoAnswer", "nrs_avg", "."}, Refused{"Eleven", "nrs_avg", "11"},
        Refused{"BelowZero", "nrs_avg", "-1"}, Refused{"Nothing", "psfs", "."},
        Refused{"AnActivityOutOfItsScale", "psfs", "5 11"},
        Refused{"FiveOfRmdqMissing", "rmdq", Times(19, "1")},
        Refused{"RmdqTwo", "rmdq", Times(23, "1") + " 2"},
        Refused{"ThreeSectionsMissing", "odi", Times(7, "3")},
        Refused{"SectionOfSix", "odi", Times(9, "3") + " 6"},
        Refused{"OneOfNineMissing", "start_back_total", "0 0 0 0 0 0 0 0"},
        Refused{"NinthOfFive", "start_back_total", "0 0 0 0 0 0 0 0 5"},
        Refused{"EighthOfTwo", "start_back_total", "0 0 0 0 0 0 0 2 0"},
        Refused{"DistressWithoutItsNinth", "start_back_psych", "1 1 1 1", 5},
        Refused{"OneOfFourMissing", "fabq_pa", "6 6 6", 2},
        Refused{"SevenOfSix", "fabq_pa", "7 6 6 6", 2},
        Refused{"WorkOneMissing", "fabq_w", ". . . . . 1 1 . 1 1 1 1"},
        Refused{"GrocEight", "groc", "8"},
        Refused{"GrocMinusEight", "groc", "-8"},
        Refused{"HalfAScreen", "phq2", "3"},
        Refused{"MoodOfFour", "phq2", "3 4"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(ScoreTest, NamesTheItemsThatMadeIt) {
  EXPECT_THAT(ScoreItems(MeasureOf("psfs"), Answers("2 . 8"))->items,
              ElementsAre(1, 3));
  EXPECT_THAT(ScoreItems(MeasureOf("fabq_pa"), Answers(Times(16, "1")))->items,
              ElementsAre(2, 3, 4, 5));
}

TEST(ScoreTest, KnowsItemsOfTheQuestionnaire) {
  EXPECT_THAT(ScoredItems(MeasureOf("rmdq")), SizeIs(24));
  EXPECT_EQ(QuestionnaireItems(MeasureOf("fabq_pa")), 16);
  EXPECT_EQ(QuestionnaireItems(MeasureOf("start_back_psych")), 9);
  EXPECT_EQ(QuestionnaireItems(MeasureOf("odi")), 10);
}

TEST(ScoreTest, ATotalAgreesAsPeopleRoundIt) {
  const kv1::Measure& odi = MeasureOf("odi");
  const Score score = *ScoreItems(odi, Answers("1 2 3 0 1 2 3 0 1 ."));
  ASSERT_NEAR(score.value, 28.889, 0.001);
  EXPECT_TRUE(AgreesWith(odi, score, 29));
  EXPECT_TRUE(AgreesWith(odi, score, 28.9));
  EXPECT_FALSE(AgreesWith(odi, score, 28));
  EXPECT_FALSE(AgreesWith(odi, score, 30));

  const kv1::Measure& psfs = MeasureOf("psfs");
  const Score mean = *ScoreItems(psfs, Answers("3 4 6"));
  EXPECT_TRUE(AgreesWith(psfs, mean, 4.3));
  EXPECT_FALSE(AgreesWith(psfs, mean, 4.2));

  const kv1::Measure& rmdq = MeasureOf("rmdq");
  const Score count = *ScoreItems(rmdq, Answers(Times(24, "1")));
  EXPECT_TRUE(AgreesWith(rmdq, count, 24));
  EXPECT_FALSE(AgreesWith(rmdq, count, 23.9));
}

// Of 9 items 5 are about distress.
TEST(ScoreTest, OneCountBoundsAnother) {
  const auto range = [](const char* measure, const char* other, Score score) {
    const auto beside =
        RangeBeside(MeasureOf(measure), MeasureOf(other), score);
    return beside.has_value() ? std::vector<double>{beside->low, beside->high}
                              : std::vector<double>{};
  };
  constexpr char kTotal[] = "start_back_total";
  constexpr char kPart[] = "start_back_psych";
  EXPECT_THAT(range(kPart, kTotal, {.value = 0}), ElementsAre(0, 0));
  EXPECT_THAT(range(kPart, kTotal, {.value = 3}), ElementsAre(0, 3));
  EXPECT_THAT(range(kPart, kTotal, {.value = 4}), ElementsAre(0, 4));
  EXPECT_THAT(range(kPart, kTotal, {.value = 7}), ElementsAre(3, 5));
  EXPECT_THAT(range(kPart, kTotal, {.value = 8}), ElementsAre(4, 5));
  EXPECT_THAT(range(kPart, kTotal, {.value = 2, .above = 2}),
              ElementsAre(0, 4));
  EXPECT_THAT(range(kTotal, kPart, {.value = 4}), ElementsAre(4, 8));
  EXPECT_THAT(range(kPart, kPart, {.value = 4}), IsEmpty());
  EXPECT_THAT(range(kPart, "rmdq", {.value = 4}), IsEmpty());
  EXPECT_THAT(range("fabq_pa", "fabq_w", {.value = 4}), IsEmpty());
}

// Numbers of items and scales are all that is told of an item.
TEST(ScoreTest, NoInstrumentShipsTheWordingOfAnItem) {
  for (const auto* type :
       {kv1::Measure::descriptor(), kv1::Scoring::descriptor(),
        kv1::ItemScale::descriptor(), v1::MeasureAnswers::descriptor(),
        v1::ItemAnswer::descriptor()}) {
    for (int i = 0; i < type->field_count(); ++i) {
      const auto* field = type->field(i);
      const bool words = field->type() == field->TYPE_STRING;
      const bool repeated_words = words && field->is_repeated();
      EXPECT_TRUE(!repeated_words || field->name() == "schedule")
          << field->full_name();
    }
  }
  // The one sentence about a score is about all of its items.
  for (const kv1::Measure& measure : ReleasedKnowledge().pack().measures()) {
    EXPECT_LT(measure.scoring().text().size(), 200u) << measure.id();
    EXPECT_EQ(measure.scoring().text().find('?'), std::string::npos)
        << measure.id();
  }
}

}  // namespace
}  // namespace tonus::engine
