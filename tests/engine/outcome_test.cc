// SPDX-License-Identifier: Apache-2.0
// What two scores say, at each limit of the released pack, and what a score
// means for the rules.
#include "services/engine/outcome.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/interpretation.h"
#include "tests/engine/patient_facts.h"

namespace tonus::engine {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

std::string Total(const std::string& measure, double total) {
  return absl::StrCat(" measures { measure: '", measure, "' total: ", total,
                      " } ");
}

std::string Items(const std::string& measure, int first,
                  const std::vector<int>& answers) {
  std::string text = absl::StrCat(" measures { measure: '", measure, "' ");
  for (const int answer : answers) {
    absl::StrAppend(&text, "items { item: ", first++, " answer: ", answer,
                    " } ");
  }
  return text + "} ";
}

v1::Interpretation Read(const PatientFacts& patient) {
  return Interpret(ReleasedKnowledge(), patient.facts(), Today());
}

const v1::Outcome& OutcomeOf(const v1::Interpretation& interpretation,
                             const std::string& measure) {
  for (const v1::Outcome& outcome : interpretation.outcomes()) {
    if (outcome.measure() == measure) return outcome;
  }
  ADD_FAILURE() << "no outcome of " << measure;
  return v1::Outcome::default_instance();
}

struct Row {
  const char* measure;
  double first;
  double last;
  v1::ChangeReading reading;
  // -1 when not told.
  int beyond_error;
  bool has_room;
};

void PrintTo(const Row& row, std::ostream* stream) {
  *stream << row.measure << " from " << row.first << " to " << row.last;
}

class ChangeTest : public ::testing::TestWithParam<Row> {};

TEST_P(ChangeTest, IsReadByItsLimits) {
  const Row& row = GetParam();
  const v1::Interpretation interpretation =
      Read(PatientFacts()
               .Assessed(42, kDenied + Total(row.measure, row.first))
               .Assessed(0, Total(row.measure, row.last)));
  const v1::Outcome& outcome = OutcomeOf(interpretation, row.measure);
  EXPECT_EQ(v1::ChangeReading_Name(outcome.reading()),
            v1::ChangeReading_Name(row.reading));
  EXPECT_EQ(outcome.has_beyond_error() ? int{outcome.beyond_error()} : -1,
            row.beyond_error);
  EXPECT_EQ(outcome.has_room(), row.has_room);
  EXPECT_DOUBLE_EQ(outcome.baseline().score(), row.first);
  EXPECT_DOUBLE_EQ(outcome.latest().score(), row.last);
  EXPECT_DOUBLE_EQ(outcome.change(), row.last - row.first);
  EXPECT_EQ(outcome.baseline().time().seconds(), SecondsAt(42));
  EXPECT_EQ(outcome.latest().time().seconds(), SecondsAt(0));
}

constexpr auto kImportant = v1::CHANGE_READING_IMPORTANT_IMPROVEMENT;
constexpr auto kUnchanged = v1::CHANGE_READING_UNCHANGED;
constexpr auto kRecovered = v1::CHANGE_READING_RECOVERED;
constexpr auto kNoRoom = v1::CHANGE_READING_NOT_ENOUGH_ROOM;
constexpr auto kWorse = v1::CHANGE_READING_DETERIORATED;
constexpr auto kNoLimit = v1::CHANGE_READING_NO_LIMIT_KNOWN;

INSTANTIATE_TEST_SUITE_P(
    Rows, ChangeTest,
    ::testing::Values(
        // 2 points and 30 percent.
        Row{"nrs_avg", 6, 4, kImportant, 1, true},
        Row{"nrs_avg", 6, 5, kUnchanged, 0, true},
        Row{"nrs_avg", 7, 5, kUnchanged, 1, true},
        Row{"nrs_avg", 7, 4, kImportant, 1, true},
        Row{"nrs_avg", 10, 7, kImportant, 1, true},
        Row{"nrs_avg", 10, 8, kUnchanged, 1, true},
        Row{"nrs_avg", 2, 0, kImportant, 1, true},
        Row{"nrs_avg", 2, 1, kUnchanged, 0, true},
        Row{"nrs_avg", 1, 1, kRecovered, 0, false},
        Row{"nrs_avg", 1, 2, kNoRoom, 0, false},
        Row{"nrs_avg", 1, 3, kWorse, 1, false},
        Row{"nrs_avg", 5, 6, kUnchanged, 0, true},
        Row{"nrs_avg", 5, 7, kWorse, 1, true},
        Row{"nrs_avg", 5, 5, kUnchanged, 0, true},
        // Higher is better, no share of the baseline.
        Row{"psfs", 4, 6, kImportant, 1, true},
        Row{"psfs", 4, 5.9, kUnchanged, 0, true},
        Row{"psfs", 4.3, 6.3, kImportant, 1, true},
        Row{"psfs", 4, 2, kWorse, 1, true},
        Row{"psfs", 4, 2.1, kUnchanged, 0, true},
        Row{"psfs", 8, 10, kImportant, 1, true},
        Row{"psfs", 8.1, 9, kRecovered, 0, false},
        Row{"psfs", 8.1, 8.9, kNoRoom, 0, false},
        // 5 points and 30 percent: of 17 they are 5.1 points.
        Row{"rmdq", 16, 11, kImportant, 1, true},
        Row{"rmdq", 16, 12, kUnchanged, 0, true},
        Row{"rmdq", 17, 12, kUnchanged, 1, true},
        Row{"rmdq", 17, 11, kImportant, 1, true},
        Row{"rmdq", 5, 0, kImportant, 1, true},
        Row{"rmdq", 4, 2, kRecovered, 0, false},
        Row{"rmdq", 4, 3, kNoRoom, 0, false},
        Row{"rmdq", 5, 3, kUnchanged, 0, true},
        Row{"rmdq", 10, 15, kWorse, 1, true},
        Row{"rmdq", 10, 14, kUnchanged, 0, true},
        // 10 points and 30 percent; recovery is not defined.
        Row{"odi", 30, 20, kImportant, 1, true},
        Row{"odi", 30, 21, kUnchanged, 0, true},
        Row{"odi", 40, 30, kUnchanged, 1, true},
        Row{"odi", 40, 28, kImportant, 1, true},
        Row{"odi", 8, 0, kNoRoom, 0, false},
        Row{"odi", 40, 50, kWorse, 1, true},
        // Nobody published what matters.
        Row{"fabq_pa", 20, 15, kNoLimit, 1, false},
        Row{"fabq_pa", 20, 16, kNoLimit, 0, false},
        Row{"fabq_w", 30, 37, kNoLimit, 1, false},
        Row{"phq2", 4, 1, kNoLimit, -1, false},
        Row{"start_back_total", 6, 2, kNoLimit, -1, false}));

TEST(OutcomeTest, OneScoreIsNoChange) {
  const v1::Interpretation interpretation =
      Read(PatientFacts().Assessed(0, kDenied + Total("rmdq", 14)));
  const v1::Outcome& outcome = OutcomeOf(interpretation, "rmdq");
  EXPECT_EQ(outcome.reading(), v1::CHANGE_READING_SINGLE_SCORE);
  EXPECT_FALSE(outcome.has_change());
  EXPECT_FALSE(outcome.has_beyond_error());
  EXPECT_TRUE(outcome.has_room());
  EXPECT_THAT(outcome.rules(), ElementsAre("P-03"));
  EXPECT_EQ(outcome.text(),
            "Roland-Morris Disability Questionnaire: 14 of 24, where lower is "
            "better. One score so far; a change can be told from the next one "
            "on, and 5 points or more would matter.");
}

TEST(OutcomeTest, NothingAnsweredIsNoOutcome) {
  EXPECT_THAT(Read(PatientFacts().Assessed(0, kDenied)).outcomes(), IsEmpty());
}

TEST(OutcomeTest, TheFirstScoreIsTheBaselineAndTheLastIsNow) {
  const v1::Interpretation interpretation =
      Read(PatientFacts()
               .Assessed(60, kDenied + Total("nrs_avg", 8))
               .Assessed(30, Total("nrs_avg", 2))
               .Assessed(0, Total("nrs_avg", 5)));
  EXPECT_DOUBLE_EQ(OutcomeOf(interpretation, "nrs_avg").change(), -3);
}

TEST(OutcomeTest, ATimeOfItsOwnOrdersAnAnswer) {
  const std::string earlier = absl::StrCat(
      " measures { measure: 'nrs_avg' total: 8 answer_time { "
      "seconds: ",
      SecondsAt(20), " } } ");
  const v1::Interpretation interpretation = Read(PatientFacts().Assessed(
      0, absl::StrCat(kDenied, Total("nrs_avg", 5), earlier)));
  EXPECT_DOUBLE_EQ(OutcomeOf(interpretation, "nrs_avg").change(), -3);
}

TEST(OutcomeTest, OfScoresOfOneMomentTheWorstIsReadInAnyOrder) {
  const std::string pain[] = {Total("nrs_avg", 3), Total("nrs_avg", 8)};
  const std::string function[] = {Total("psfs", 3), Total("psfs", 8)};
  for (const int first : {0, 1}) {
    const v1::Interpretation interpretation = Read(PatientFacts().Assessed(
        0, absl::StrCat(kDenied, pain[first], pain[1 - first], function[first],
                        function[1 - first])));
    const v1::Outcome& nrs = OutcomeOf(interpretation, "nrs_avg");
    EXPECT_EQ(nrs.latest().score(), 8);
    EXPECT_EQ(nrs.baseline().score(), 8);
    EXPECT_EQ(OutcomeOf(interpretation, "psfs").latest().score(), 3);
  }
}

TEST(OutcomeTest, AResultOfTheTestIsAScoreToo) {
  const v1::Interpretation interpretation =
      Read(PatientFacts()
               .Assessed(42, kDenied + Result("nrs_avg", kMidline, 6))
               .Assessed(0, Total("nrs_avg", 4)));
  EXPECT_EQ(OutcomeOf(interpretation, "nrs_avg").reading(), kImportant);
}

TEST(OutcomeTest, AWrongResultIsNoScore) {
  const v1::Interpretation interpretation = Read(
      PatientFacts().Assessed(0, kDenied + Result("nrs_avg", kMidline, 11)));
  EXPECT_THAT(interpretation.outcomes(), IsEmpty());
}

TEST(OutcomeTest, DifferentActivitiesAreNotCompared) {
  const v1::Interpretation interpretation =
      Read(PatientFacts()
               .Assessed(42, kDenied + Items("psfs", 1, {2, 3}))
               .Assessed(0, Items("psfs", 2, {8, 9})));
  const v1::Outcome& outcome = OutcomeOf(interpretation, "psfs");
  EXPECT_EQ(outcome.reading(), v1::CHANGE_READING_NOT_COMPARABLE);
  EXPECT_FALSE(outcome.has_change());
  EXPECT_THAT(outcome.text(), HasSubstr("2.5 at first, 8.5 now. They rate"));
}

TEST(OutcomeTest, TheSameActivitiesAreCompared) {
  const v1::Interpretation interpretation =
      Read(PatientFacts()
               .Assessed(42, kDenied + Items("psfs", 1, {2, 3}))
               .Assessed(0, Items("psfs", 1, {8, 9})));
  EXPECT_EQ(OutcomeOf(interpretation, "psfs").reading(), kImportant);
}

// Other measures may leave out other items each time.
TEST(OutcomeTest, SectionsOfOdiMayDiffer) {
  const v1::Interpretation interpretation = Read(
      PatientFacts()
          .Assessed(42, kDenied + Items("odi", 1, {3, 3, 3, 3, 3, 3, 3, 3}))
          .Assessed(0, Items("odi", 3, {1, 1, 1, 1, 1, 1, 1, 1})));
  EXPECT_EQ(OutcomeOf(interpretation, "odi").reading(), kImportant);
}

TEST(OutcomeTest, MissingItemsAreTold) {
  const std::vector<int> twenty(20, 1);
  const v1::Interpretation interpretation =
      Read(PatientFacts().Assessed(0, kDenied + Items("rmdq", 1, twenty)));
  const v1::Outcome& outcome = OutcomeOf(interpretation, "rmdq");
  EXPECT_TRUE(outcome.latest().partial());
  EXPECT_DOUBLE_EQ(outcome.latest().score(), 20);
  EXPECT_THAT(outcome.latest().items(), SizeIs(20));
  EXPECT_THAT(outcome.text(), HasSubstr("Questionnaire: at least 20 of 24,"));
  EXPECT_THAT(outcome.text(), HasSubstr("true score may be higher"));
}

TEST(OutcomeTest, AChangeOfAnOpenScoreIsNotCounted) {
  const v1::Outcome outcome =
      OutcomeOf(Read(PatientFacts()
                         .Assessed(42, kDenied + Total("rmdq", 20))
                         .Assessed(0, Items("rmdq", 1, std::vector(20, 0)))),
                "rmdq");
  EXPECT_THAT(outcome.text(), HasSubstr("20 at first, at least 0 now."));
  EXPECT_THAT(outcome.text(), Not(HasSubstr("points better")));
}

// `yes` items endorsed of those answered, the other ones not.
std::string Rmdq(int yes, int answered) {
  std::vector<int> answers(answered, 0);
  std::fill(answers.begin(), answers.begin() + yes, 1);
  return Items("rmdq", 1, answers);
}

struct PartialRow {
  const char* name;
  std::string first;
  std::string last;
  v1::ChangeReading reading;
};

class PartialChangeTest : public ::testing::TestWithParam<PartialRow> {};

TEST_P(PartialChangeTest, IsToldWhereTheOpenItemsCanNotTurnIt) {
  const v1::Outcome outcome =
      OutcomeOf(Read(PatientFacts()
                         .Assessed(42, kDenied + GetParam().first)
                         .Assessed(0, GetParam().last)),
                "rmdq");
  EXPECT_EQ(v1::ChangeReading_Name(outcome.reading()),
            v1::ChangeReading_Name(GetParam().reading));
  EXPECT_EQ(outcome.reading() == v1::CHANGE_READING_NOT_COMPARABLE,
            absl::StrContains(outcome.text(), "items that were not answered"));
}

// Important is 5 points and 30 percent.
INSTANTIATE_TEST_SUITE_P(
    Rows, PartialChangeTest,
    ::testing::Values(
        PartialRow{"important_even_so", Rmdq(16, 24), Rmdq(7, 20), kImportant},
        PartialRow{"important_by_one", Rmdq(16, 24), Rmdq(8, 21), kImportant},
        PartialRow{"open_by_one", Rmdq(16, 24), Rmdq(8, 20),
                   v1::CHANGE_READING_NOT_COMPARABLE},
        PartialRow{"open_at_the_baseline", Rmdq(8, 21), Rmdq(4, 24),
                   v1::CHANGE_READING_NOT_COMPARABLE},
        PartialRow{"unchanged_even_so", Rmdq(10, 24), Rmdq(9, 21), kUnchanged},
        PartialRow{"worse_even_so", Rmdq(4, 24), Rmdq(9, 20), kWorse},
        PartialRow{"worse_or_not", Rmdq(4, 24), Rmdq(8, 23),
                   v1::CHANGE_READING_NOT_COMPARABLE}),
    [](const auto& info) { return info.param.name; });

// PR-06 asks for more than 18.
TEST(PartialScoreTest, ARuleReadsItWhereTheOpenItemsCanNotTurnIt) {
  const auto relief = [](const std::string& rmdq) {
    const v1::Interpretation read =
        Read(PatientFacts().Assessed(0, kDenied + rmdq));
    for (const v1::RuleTrace& trace : read.rules()) {
      if (trace.rule() == "PR-06") return trace;
    }
    return v1::RuleTrace();
  };
  constexpr auto kTrue = knowledge::v1::TRUTH_TRUE;
  constexpr auto kOpen = knowledge::v1::TRUTH_UNKNOWN;
  EXPECT_EQ(relief(Rmdq(19, 20)).truth(), kTrue);
  EXPECT_EQ(relief(Rmdq(18, 20)).truth(), kOpen);
  EXPECT_EQ(relief(Rmdq(15, 20)).truth(), kOpen);
  // 14 to 18 settles its part; the other questionnaire stays open.
  const v1::RuleTrace open = relief(Rmdq(15, 20));
  EXPECT_THAT(open.missing(), ElementsAre("odi.M", "rmdq.M"));
  const v1::RuleTrace settled = relief(Rmdq(14, 20));
  EXPECT_EQ(settled.truth(), kOpen);
  EXPECT_THAT(settled.missing(), ElementsAre("odi.M"));
  EXPECT_EQ(relief(Rmdq(14, 20) + Total("odi", 20)).truth(),
            knowledge::v1::TRUTH_FALSE);
  EXPECT_THAT(open.clauses(0).parts(1).saw(), HasSubstr("15 to 19"));
}

struct GrocRow {
  int value;
  v1::ChangeReading reading;
};

class GrocTest : public ::testing::TestWithParam<GrocRow> {};

TEST_P(GrocTest, IsItselfAChange) {
  const v1::Interpretation interpretation = Read(
      PatientFacts().Assessed(0, kDenied + Total("groc", GetParam().value)));
  const v1::Outcome& outcome = OutcomeOf(interpretation, "groc");
  EXPECT_EQ(v1::ChangeReading_Name(outcome.reading()),
            v1::ChangeReading_Name(GetParam().reading));
  EXPECT_FALSE(outcome.has_baseline());
  EXPECT_DOUBLE_EQ(outcome.change(), GetParam().value);
  EXPECT_THAT(outcome.rules(), ElementsAre("P-08"));
  EXPECT_THAT(outcome.text(),
              HasSubstr("together with the change of the other"));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, GrocTest,
    ::testing::Values(GrocRow{7, kImportant}, GrocRow{3, kImportant},
                      GrocRow{2, kUnchanged}, GrocRow{0, kUnchanged},
                      GrocRow{-2, kUnchanged}, GrocRow{-3, kWorse},
                      GrocRow{-7, kWorse}));

struct StratumRow {
  double total;
  double psych;
  knowledge::v1::Stratum stratum;
};

class StratumTest : public ::testing::TestWithParam<StratumRow> {};

TEST_P(StratumTest, FollowsBothScores) {
  const StratumRow& row = GetParam();
  const v1::Interpretation interpretation = Read(PatientFacts().Assessed(
      0, absl::StrCat(kDenied, Total("start_back_total", row.total),
                      Total("start_back_psych", row.psych))));
  EXPECT_EQ(OutcomeOf(interpretation, "start_back_total").stratum(),
            row.stratum);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, StratumTest,
    ::testing::Values(StratumRow{9, 5, knowledge::v1::STRATUM_HIGH},
                      StratumRow{4, 4, knowledge::v1::STRATUM_HIGH},
                      StratumRow{7, 3, knowledge::v1::STRATUM_MEDIUM},
                      StratumRow{4, 0, knowledge::v1::STRATUM_MEDIUM},
                      StratumRow{3, 3, knowledge::v1::STRATUM_LOW},
                      StratumRow{0, 0, knowledge::v1::STRATUM_LOW}));

TEST(OutcomeTest, MuchDistressIsAHighRiskWhateverTheTotal) {
  for (const auto& [psych, stratum] :
       {std::pair(4, knowledge::v1::STRATUM_HIGH),
        std::pair(3, knowledge::v1::STRATUM_UNSPECIFIED)}) {
    const v1::Interpretation interpretation = Read(
        PatientFacts().Assessed(0, kDenied + Total("start_back_psych", psych)));
    EXPECT_EQ(OutcomeOf(interpretation, "start_back_psych").stratum(), stratum)
        << psych;
  }
}

TEST(OutcomeTest, AStratumNeedsTheDistressScore) {
  const v1::Interpretation interpretation =
      Read(PatientFacts().Assessed(0, kDenied + Total("start_back_total", 7)));
  const v1::Outcome& outcome = OutcomeOf(interpretation, "start_back_total");
  EXPECT_EQ(outcome.stratum(), knowledge::v1::STRATUM_UNSPECIFIED);
  EXPECT_THAT(outcome.rules(), Not(Contains("P-06")));
}

// Of 9 items 4 are not about distress, so 8 hold at least 4 that are, and 3 can
// not hold 4.
TEST(OutcomeTest, ATotalThatLeavesNoDoubtNeedsNoDistressScore) {
  for (const int total : {0, 3, 8, 9}) {
    const v1::Interpretation interpretation = Read(
        PatientFacts().Assessed(0, kDenied + Total("start_back_total", total)));
    EXPECT_EQ(
        OutcomeOf(interpretation, "start_back_total").stratum(),
        total < 8 ? knowledge::v1::STRATUM_LOW : knowledge::v1::STRATUM_HIGH);
    EXPECT_EQ(interpretation.limits().max_exercises(), total < 8 ? 0 : 6);
    EXPECT_EQ(interpretation.outcomes_size(), 1) << "no score but the given";
  }
}

// What is bounded is not measured: a distress score of its own day counts.
TEST(OutcomeTest, AScoreThatIsReadIsNotBounded) {
  const v1::Interpretation interpretation =
      Read(PatientFacts()
               .Assessed(1, kDenied + Total("start_back_psych", 4))
               .Assessed(0, kDenied + Total("start_back_total", 3)));
  EXPECT_EQ(OutcomeOf(interpretation, "start_back_total").stratum(),
            knowledge::v1::STRATUM_HIGH);
}

TEST(OutcomeTest, NineAnswersGiveBothScoresAndTheStratum) {
  const v1::Interpretation interpretation = Read(PatientFacts().Assessed(
      0, kDenied + Items("start_back_total", 1, {0, 0, 0, 0, 1, 1, 1, 0, 3})));
  EXPECT_DOUBLE_EQ(
      OutcomeOf(interpretation, "start_back_psych").latest().score(), 4);
  const v1::Outcome& total = OutcomeOf(interpretation, "start_back_total");
  EXPECT_DOUBLE_EQ(total.latest().score(), 4);
  EXPECT_EQ(total.stratum(), knowledge::v1::STRATUM_HIGH);
  EXPECT_THAT(total.rules(), ElementsAre("P-05", "P-06"));
  // The rules act on the scores.
  EXPECT_EQ(interpretation.limits().max_exercises(), 6);
  EXPECT_THAT(interpretation.limits().added_exercises(),
              Contains("walk_brisk"));
}

TEST(OutcomeTest, AnswersOfOnePartScoreThatPartAlone) {
  const v1::Interpretation interpretation = Read(
      PatientFacts().Assessed(0, kDenied + Items("fabq_pa", 2, {6, 6, 6, 6})));
  EXPECT_THAT(interpretation.outcomes(), SizeIs(1));
  EXPECT_EQ(interpretation.outcomes(0).latest().band(),
            knowledge::v1::BAND_ABNORMAL);
}

TEST(OutcomeTest, WhatCanNotBeScoredIsRejectedWithItsRule) {
  const v1::Interpretation interpretation = Read(PatientFacts().Assessed(
      0, absl::StrCat(kDenied, Items("odi", 1, {1, 1}), Total("phq2", 7),
                      Total("of_nobody", 1))));
  EXPECT_THAT(interpretation.outcomes(), IsEmpty());
  ASSERT_THAT(interpretation.rejected_results(), SizeIs(3));
  const v1::RejectedResult& odi = interpretation.rejected_results(0);
  EXPECT_EQ(odi.test(), "odi");
  EXPECT_EQ(odi.index(), -1);
  EXPECT_EQ(odi.reason(), "INVALID_INPUT");
  EXPECT_EQ(odi.rule(), "P-04");
  EXPECT_THAT(odi.description(), HasSubstr("at least 8 of its 10 items"));
  EXPECT_EQ(interpretation.rejected_results(1).rule(), "P-09");
  EXPECT_EQ(interpretation.rejected_results(2).reason(), "UNKNOWN_TEST");
}

TEST(OutcomeTest, TellsWhichRulesReadIt) {
  const auto rules = [](double first, double last) {
    const v1::Interpretation interpretation =
        Read(PatientFacts()
                 .Assessed(42, kDenied + Total("rmdq", first))
                 .Assessed(0, Total("rmdq", last)));
    const auto& told = OutcomeOf(interpretation, "rmdq").rules();
    return std::vector<std::string>(told.begin(), told.end());
  };
  EXPECT_THAT(rules(16, 11), ElementsAre("P-03", "P-10"));
  EXPECT_THAT(rules(16, 16), ElementsAre("P-03", "P-10", "P-11"));
  EXPECT_THAT(rules(4, 2), ElementsAre("P-03", "P-10"));
  EXPECT_THAT(rules(10, 15), ElementsAre("P-03", "P-11"));
}

// The end of a text after the numbers, for each reading.
TEST(OutcomeTest, SaysWhatAChangeMeans) {
  const auto text = [](const std::string& measure, double first, double last) {
    return OutcomeOf(Read(PatientFacts()
                              .Assessed(42, kDenied + Total(measure, first))
                              .Assessed(0, Total(measure, last))),
                     measure)
        .text();
  };
  EXPECT_THAT(text("rmdq", 16, 11),
              HasSubstr("16 at first, 11 now, 5 points better. An improvement "
                        "that matters to most people."));
  EXPECT_THAT(text("nrs_avg", 7, 5),
              HasSubstr("No change that matters to most people. That is more "
                        "than the error of the measure."));
  EXPECT_THAT(text("nrs_avg", 6, 5),
              HasSubstr("1 point better. No change that matters to most "
                        "people. That is within the error"));
  EXPECT_THAT(text("nrs_avg", 6, 6), HasSubstr("6 now, no change."));
  EXPECT_THAT(text("psfs", 8.5, 9.25),
              HasSubstr("9.3 now, 0.8 points better. "
                        "The first score left little"));
  EXPECT_THAT(text("odi", 8, 3), HasSubstr("too little room"));
  EXPECT_THAT(text("psfs", 6, 4), HasSubstr("2 points worse. A worsening"));
  EXPECT_THAT(text("phq2", 4, 1), HasSubstr("matters is not known."));
}

// No number stands alone, and nobody is told a verdict.
TEST(OutcomeTest, NoTextIsABareNumberOrAVerdict) {
  for (const auto& measure : ReleasedKnowledge().pack().measures()) {
    const auto& test = *ReleasedKnowledge().FindTest(measure.id());
    for (const double last : {test.min(), test.max()}) {
      const v1::Interpretation interpretation =
          Read(PatientFacts()
                   .Assessed(42, kDenied + Total(measure.id(), test.max()))
                   .Assessed(0, Total(measure.id(), last)));
      const std::string& text = OutcomeOf(interpretation, measure.id()).text();
      EXPECT_THAT(text, AllOf(HasSubstr(measure.display_name()),
                              Not(HasSubstr("risk")), Not(HasSubstr("Risk"))));
      EXPECT_TRUE(absl::StrContains(text, "matter") ||
                  absl::StrContains(text, "room"))
          << text;
      for (const v1::SafetyNotice& notice : interpretation.notices()) {
        EXPECT_FALSE(
            absl::StrContains(absl::AsciiStrToLower(notice.text()), "risk"))
            << notice.text();
      }
      for (const std::string& advice : interpretation.limits().advice()) {
        EXPECT_FALSE(absl::StrContains(absl::AsciiStrToLower(advice), "risk"))
            << advice;
      }
    }
  }
}

}  // namespace
}  // namespace tonus::engine
