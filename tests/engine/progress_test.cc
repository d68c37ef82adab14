// SPDX-License-Identifier: Apache-2.0
#include "services/engine/progress.h"

#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/knowledge/released_pack.h"
#include "tests/testing/matchers.h"

namespace tonus::engine {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using testing::ParseText;

constexpr absl::CivilDay kFifthDay(2026, 11, 27);

constexpr char kRoutine[] = R"pb(
  sessions {
    number: 1
    week: 1
    date { year: 2026 month: 11 day: 23 }
  }
  sessions {
    number: 2
    week: 1
    date { year: 2026 month: 11 day: 25 }
  }
  sessions {
    number: 3
    week: 1
    date { year: 2026 month: 11 day: 27 }
  }
  sessions {
    number: 4
    week: 2
    date { year: 2026 month: 11 day: 30 }
  }
)pb";

// 2026-11-23T23:30Z is the 24th in Berlin.
constexpr char kLogs[] = R"pb(
  assessments {
    fact_id: "a"
    effective_time { seconds: 1795435200 }
    results { test: "nrs_avg" side: SIDE_MIDLINE value: 5 }
  }
  logs {
    fact_id: "x"
    effective_time { seconds: 1795476600 }
    log { session_number: 1 completed_pct: 69 pain_before: 4 pain_after: 3 }
  }
  logs {
    fact_id: "y"
    effective_time { seconds: 1795520000 }
    log { session_number: 1 completed_pct: 70 }
  }
  logs {
    fact_id: "z"
    effective_time { seconds: 1795606400 }
    log { session_number: 2 completed_pct: 40 pain_before: 3 }
  }
)pb";

class ProgressTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto knowledge = OpenReleasedPack();
    ASSERT_TRUE(knowledge.ok()) << knowledge.status();
    knowledge_ = std::make_unique<Knowledge>(*std::move(knowledge));
    routine_ = ParseText<v1::Routine>(kRoutine);
    facts_ = ParseText<storage::v1::PatientFacts>(kLogs);
    ASSERT_TRUE(absl::LoadTimeZone("Europe/Berlin", &berlin_));
  }

  v1::Progress Summarize() {
    return SummarizeProgress(*knowledge_, facts_, routine_, kFifthDay, berlin_);
  }

  std::vector<std::string> Statements() {
    std::vector<std::string> texts;
    for (const v1::ProgressStatement& said : Summarize().statements()) {
      texts.push_back(said.text());
    }
    return texts;
  }

  std::unique_ptr<Knowledge> knowledge_;
  storage::v1::PatientFacts facts_;
  v1::Routine routine_;
  absl::TimeZone berlin_;
};

TEST_F(ProgressTest, ASessionCountsOnceWithItsHighestCompletion) {
  const v1::Progress progress = Summarize();
  EXPECT_EQ(progress.scheduled_sessions(), 3);
  EXPECT_EQ(progress.completed_sessions(), 1);
  EXPECT_DOUBLE_EQ(progress.adherence(), 1.0 / 3);
  ASSERT_EQ(progress.weeks_size(), 1);
  EXPECT_EQ(progress.weeks(0).scheduled_sessions(), 3);
}

TEST_F(ProgressTest, TheNextSessionIsTheFirstThatWasNotDone) {
  EXPECT_EQ(NextSession(*knowledge_, facts_, routine_), 2);
  routine_.mutable_sessions()->DeleteSubrange(1, 3);
  EXPECT_EQ(NextSession(*knowledge_, facts_, routine_), 0);
}

TEST_F(ProgressTest, PainIsInTheOrderOfTimeAndOnTheDayOfThePerson) {
  const v1::Progress progress = Summarize();
  ASSERT_EQ(progress.pain_size(), 3);
  EXPECT_EQ(progress.pain(0).average_pain(), 5);
  EXPECT_EQ(progress.pain(1).date().day(), 24);
  EXPECT_EQ(progress.pain(1).pain_after(), 3);
  EXPECT_FALSE(progress.pain(2).has_pain_after());
}

TEST_F(ProgressTest, OneMeasurementSaysNothingAboutChange) {
  EXPECT_THAT(Statements(), Contains(HasSubstr("less than twice")));
}

TEST_F(ProgressTest, AChangeWithinTheErrorMayBeChance) {
  auto* later = facts_.add_assessments();
  *later = facts_.assessments(0);
  later->mutable_effective_time()->set_seconds(1795700000);
  later->mutable_results(0)->set_value(4);
  EXPECT_THAT(Statements(), Contains(HasSubstr("may be chance")));
  later->mutable_results(0)->set_value(1);
  EXPECT_THAT(Statements(), Contains(HasSubstr("more than the error")));
}

TEST_F(ProgressTest, WithoutADueSessionThereIsNoAdherence) {
  facts_.Clear();
  const v1::Progress progress = SummarizeProgress(
      *knowledge_, facts_, routine_, absl::CivilDay(2026, 11, 22), berlin_);
  EXPECT_FALSE(progress.has_adherence());
}

}  // namespace
}  // namespace tonus::engine
