// SPDX-License-Identifier: Apache-2.0
#include "services/engine/relief_mode.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/interpretation.h"
#include "tests/engine/patient_facts.h"

namespace tonus::engine {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// One session in relief mode: its number, and pain before it; below 0 when that
// was not told.
struct Done {
  int number;
  int pain;
};

int64_t SecondsOnDay(int day) { return SecondsAt(0) + 86400 * day; }

// In pain from the start, with these sessions done on every other day.
storage::v1::PatientFacts Person(const std::vector<Done>& sessions) {
  storage::v1::PatientFacts facts =
      PatientFacts("age_years: 40")
          .Assessed(0, absl::StrCat(kDenied, Result("nrs_avg", kMidline, 8)))
          .facts();
  for (size_t i = 0; i < sessions.size(); ++i) {
    storage::v1::LogFact* fact = facts.add_logs();
    fact->set_fact_id(absl::StrCat("log", i));
    fact->mutable_effective_time()->set_seconds(
        SecondsOnDay(2 * static_cast<int>(i)));
    fact->mutable_log()->set_session_number(sessions[i].number);
    fact->mutable_log()->set_completed_pct(100);
    if (sessions[i].pain >= 0) {
      fact->mutable_log()->set_pain_before(sessions[i].pain);
    }
  }
  return facts;
}

ReliefMode ModeOf(const storage::v1::PatientFacts& facts) {
  return ReliefMode(ReleasedKnowledge(), facts, 1, Today() + 20,
                    absl::UTCTimeZone());
}

// The sessions that R-813 is about on a day.
std::vector<int> BehindOn(const storage::v1::PatientFacts& facts, int day) {
  return SessionsBehindReliefDays(
      ReleasedKnowledge(), facts,
      Interpret(ReleasedKnowledge(), facts, Today() + day).limits(),
      Today() + day);
}

// Subjects and texts of the notices on a day.
std::string NoticesOn(const storage::v1::PatientFacts& facts, int day) {
  const v1::Interpretation read =
      Interpret(ReleasedKnowledge(), facts, Today() + day);
  std::string text;
  for (const v1::SafetyNotice& notice : read.notices()) {
    absl::StrAppend(&text, notice.subject(), ": ", notice.text(), "\n");
  }
  return text;
}

TEST(ReliefModeTest, TheFirstSixSessionsAreRelief) {
  const auto facts = Person({});
  const ReliefMode mode = ModeOf(facts);
  EXPECT_TRUE(mode.Holds(1));
  EXPECT_TRUE(mode.Holds(6));
  EXPECT_FALSE(mode.Holds(7));
}

TEST(ReliefModeTest, TwoCalmSessionsInARowEndIt) {
  EXPECT_TRUE(ModeOf(Person({{1, 4}})).Holds(2));
  const ReliefMode ended = ModeOf(Person({{1, 4}, {2, 4}}));
  EXPECT_TRUE(ended.Holds(2)) << "what was done stays";
  EXPECT_FALSE(ended.Holds(3));
  EXPECT_TRUE(ModeOf(Person({{1, 4}, {2, 5}, {3, 4}})).Holds(4));
  EXPECT_TRUE(ModeOf(Person({{1, 4}, {2, -1}, {3, 4}})).Holds(4))
      << "pain that was not told is not calm";
  EXPECT_FALSE(ModeOf(Person({{1, 6}, {2, 4}, {3, 3}})).Holds(4));
}

TEST(ReliefModeTest, SixSessionsWithoutCalmGoOnAndRefer) {
  const std::vector<Done> five = {{1, 6}, {2, 6}, {3, 4}, {4, 6}, {5, 5}};
  EXPECT_FALSE(ModeOf(Person(five)).IsStuck());
  EXPECT_THAT(NoticesOn(Person(five), 12), Not(HasSubstr("R-813")));
  std::vector<Done> six = five;
  six.push_back({6, 4});
  EXPECT_TRUE(ModeOf(Person(six)).IsStuck());
  EXPECT_TRUE(ModeOf(Person(six)).Holds(7));
  EXPECT_THAT(NoticesOn(Person(six), 12),
              HasSubstr("R-813: Reason: pain did not calm in 6 sessions"));
  EXPECT_THAT(NoticesOn(Person(six), 30), Not(HasSubstr("R-813")))
      << "it fades";
  EXPECT_THAT(BehindOn(Person(six), 12), ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_THAT(BehindOn(Person(six), 30), IsEmpty());
  std::vector<Done> calm = five;
  calm[4].pain = 4;
  calm.push_back({6, 4});
  EXPECT_FALSE(ModeOf(Person(calm)).IsStuck());
}

// Check-ins with that pain on every other day.
storage::v1::PatientFacts Arriving(const std::vector<int>& pains) {
  storage::v1::PatientFacts facts =
      PatientFacts("age_years: 40")
          .Assessed(0, absl::StrCat(kDenied, Result("nrs_avg", kMidline, 3)))
          .facts();
  for (size_t i = 0; i < pains.size(); ++i) {
    storage::v1::CheckInFact* fact = facts.add_check_ins();
    fact->set_fact_id(absl::StrCat("check_in", i));
    fact->mutable_effective_time()->set_seconds(
        SecondsOnDay(2 * static_cast<int>(i)));
    fact->set_session_number(1);
    fact->set_pain_before(pains[i]);
    fact->mutable_recheck()->set_others_denied(true);
  }
  return facts;
}

TEST(ReliefModeTest, ThreeReplacementsInARowRefer) {
  EXPECT_THAT(NoticesOn(Arriving({5, 6}), 5), Not(HasSubstr("R-813")));
  EXPECT_THAT(NoticesOn(Arriving({5, 6, 5}), 5),
              HasSubstr("R-813: Reason: 3 sessions in a row"));
  EXPECT_THAT(BehindOn(Arriving({5, 6, 5}), 5), ElementsAre(1)) << "each once";
  EXPECT_THAT(BehindOn(Arriving({5, 6}), 5), IsEmpty());
  EXPECT_THAT(NoticesOn(Arriving({5, 4, 5, 6}), 7), Not(HasSubstr("R-813")));
  EXPECT_THAT(NoticesOn(Arriving({5, 6, 5, 4}), 7), Not(HasSubstr("R-813")))
      << "it is over";
  EXPECT_THAT(NoticesOn(Arriving({5, 6, 5}), 19), Not(HasSubstr("R-813")))
      << "it fades";
}

TEST(ReliefModeTest, TwoCheckInsOfADayAreOne) {
  storage::v1::PatientFacts facts = Arriving({5, 6, 5});
  facts.mutable_check_ins(2)->mutable_effective_time()->set_seconds(
      facts.check_ins(1).effective_time().seconds() + 60);
  EXPECT_THAT(NoticesOn(facts, 5), Not(HasSubstr("R-813")));
}

}  // namespace
}  // namespace tonus::engine
