// SPDX-License-Identifier: Apache-2.0
// Sessions of two months, some of them not done, some done in two parts, told
// on one day when the findings have aged, in whatever order, or wrong at first:
// the whole routine is the same. Each was done as it was issued by then,
// whatever the logs before it made the server issue.
//
// TONUS_PROPERTY_PATIENTS sets the number of histories, TONUS_PROPERTY_SEED the
// first one.

#include <algorithm>
#include <cstdlib>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/services/block_fixture.h"

namespace tonus {
namespace {

using ::testing::IsEmpty;
using ::tonus::testing::IsOk;
using ::tonus::testing::ParseText;

constexpr int kHistories = 3;
constexpr int kMostSessions = 18;
constexpr int kReassessed = 20;
constexpr int kTold = 60;
constexpr int kShownLines = 6;

enum Order { kAsDone, kBackwards, kShuffled, kWrongAtFirst };

int Setting(const char* name, int otherwise) {
  int value = otherwise;
  const char* set = std::getenv(name);
  return set != nullptr && absl::SimpleAtoi(set, &value) ? value : otherwise;
}

// The first lines that differ, to keep a failure short.
std::string Difference(const std::string& left, const std::string& right) {
  const std::vector<std::string> lines = absl::StrSplit(left, '\n');
  const std::vector<std::string> others = absl::StrSplit(right, '\n');
  std::string told;
  int shown = 0;
  for (size_t i = 0; i < std::max(lines.size(), others.size()); ++i) {
    const std::string line = i < lines.size() ? lines[i] : "";
    const std::string other = i < others.size() ? others[i] : "";
    if (line == other) continue;
    absl::StrAppend(&told, i, " -", line, "\n", i, " +", other, "\n");
    if (++shown == kShownLines) break;
  }
  return told;
}

class LateSessionsTest : public testing::BlockFixture {
 protected:
  // What one who has the routine of day 0 did until the day of telling.
  static std::vector<v1::LogEntry> RandomHistory(std::mt19937* random);

  // What a person is shown who tells the history of that seed in that order.
  std::string Told(int seed, Order order);

 private:
  void Reassess(const std::string& patient);
  std::string Tell(const std::string& patient, const v1::LogEntry& entry,
                   int minute);
  void Correct(const std::string& log, const v1::LogEntry& entry, int minute);
};

std::vector<v1::LogEntry> LateSessionsTest::RandomHistory(
    std::mt19937* random) {
  const auto below = [&](int n) { return static_cast<int>((*random)() % n); };
  std::vector<v1::LogEntry> history;
  const auto add_session = [&](int number, int hours, int pct) {
    v1::SessionLog& log = *history.emplace_back().mutable_session_log();
    log = ParseText<v1::SessionLog>(
        absl::StrCat("rpe: 6 pain_before: 2 session_time ", Time(hours)));
    log.set_log_id(absl::StrCat("log", history.size()));
    log.set_session_number(number);
    log.set_completed_pct(pct);
  };
  const int every = 1 + below(3);
  int day = below(3);
  for (int number = 1; number <= kMostSessions && day < kTold; ++number) {
    if (below(every) == 0) {
      add_session(number, 24 * day + 6, below(3) == 0 ? 0 : 100);
      // Told on its own what was done, or left out, of it at another time.
      if (below(2) == 0) {
        add_session(number, 24 * (day - below(2)) + 3 + 6 * below(2),
                    below(2) == 0 ? 0 : 50);
      }
    }
    if (below(4) == 0) {
      v1::HomeLog& log = *history.emplace_back().mutable_home_log();
      log = ParseText<v1::HomeLog>(absl::StrCat(
          "items { times: 1 exercise { exercise: 'cat_cow' } } log_time ",
          Time(24 * day + 10)));
      log.set_log_id(absl::StrCat("log", history.size()));
    }
    day += 2 + below(4);
  }
  return history;
}

// Other sessions are issued on the way, and nothing is told.
void LateSessionsTest::Reassess(const std::string& patient) {
  v1::SubmitAssessmentRequest request = Submission(patient);
  for (v1::TestResult& result :
       *request.mutable_assessment()->mutable_results()) {
    if (result.test() == "mod_thomas_hip") result.set_value(0);
  }
  Call call = On(kReassessed);
  ASSERT_THAT(assessments_.SubmitAssessment(call, request), IsOk());
}

std::string LateSessionsTest::Tell(const std::string& patient,
                                   const v1::LogEntry& entry, int minute) {
  Call call = On(kTold);
  call.time += absl::Minutes(minute);
  call.message_number = minute + 1;
  v1::SyncLogsRequest item;
  item.set_parent(patient);
  *item.mutable_entry() = entry;
  const auto result = progress_.SyncLogs(call, item);
  EXPECT_THAT(result, IsOk());
  EXPECT_EQ(result->status().code(), 0) << result->status().message();
  return result->log();
}

void LateSessionsTest::Correct(const std::string& log,
                               const v1::LogEntry& entry, int minute) {
  Call call = On(kTold);
  call.time += absl::Minutes(minute);
  v1::AmendLogRequest request;
  request.set_name(log);
  request.set_reason(v1::AMENDMENT_REASON_ENTRY_ERROR);
  *request.mutable_entry() = entry;
  EXPECT_THAT(progress_.AmendLog(call, request), IsOk());
}

std::string LateSessionsTest::Told(int seed, Order order) {
  std::mt19937 random(static_cast<uint32_t>(seed));
  const std::string patient = NewPatientWithRoutine();
  std::vector<v1::LogEntry> history = RandomHistory(&random);
  if (random() % 2 == 0) Reassess(patient);
  if (order == kBackwards) std::reverse(history.begin(), history.end());
  if (order >= kShuffled) std::shuffle(history.begin(), history.end(), random);
  std::vector<std::pair<std::string, v1::LogEntry>> mistakes;
  int minute = 0;
  for (const v1::LogEntry& entry : history) {
    v1::LogEntry told = entry;
    const bool is_wrong =
        order == kWrongAtFirst && entry.has_session_log() && random() % 2 == 0;
    if (is_wrong) {
      v1::SessionLog& log = *told.mutable_session_log();
      log.set_completed_pct(log.completed_pct() > 0 ? 0 : 100);
    }
    const std::string name = Tell(patient, told, minute++);
    if (is_wrong) mistakes.emplace_back(name, entry);
  }
  std::shuffle(mistakes.begin(), mistakes.end(), random);
  for (const auto& [name, entry] : mistakes) Correct(name, entry, minute++);
  ExpectRebuilt(patient);

  v1::Routine routine = Routine(patient, kTold + 1);
  routine.clear_name();
  routine.clear_revision();
  routine.clear_etag();
  routine.clear_create_time();
  std::set<std::string> decisions;
  for (const v1::Decision& decision : routine.decisions()) {
    decisions.insert(decision.id());
  }
  for (v1::Session& session : *routine.mutable_sessions()) {
    session.clear_name();
    session.clear_revision();
    for (const v1::SessionItem& item : session.items()) {
      EXPECT_TRUE(item.decision().empty() ||
                  decisions.contains(item.decision()))
          << session.number() << " " << item.decision();
    }
  }
  return routine.DebugString();
}

TEST_F(LateSessionsTest, EachWasDoneAsItWasIssuedByThenInWhateverOrderTold) {
  const int first = Setting("TONUS_PROPERTY_SEED", 1);
  const int count = Setting("TONUS_PROPERTY_PATIENTS", kHistories);
  for (int seed = first; seed < first + count; ++seed) {
    const std::string in_order = Told(seed, kAsDone);
    for (const Order order : {kBackwards, kShuffled, kWrongAtFirst}) {
      EXPECT_THAT(Difference(Told(seed, order), in_order), IsEmpty())
          << "seed " << seed << " order " << order;
    }
  }
}

}  // namespace
}  // namespace tonus
