// SPDX-License-Identifier: Apache-2.0
// Sessions that were done offline are told on one day, in whatever order, some
// of them twice: the gate, the open alerts, the sessions ahead, the notices and
// the progress are the same, on that day and on later ones. What part of the
// logs would close is open when the rest shows otherwise; what they all close
// stays closed.
//
// TONUS_PROPERTY_PATIENTS sets the number of histories, TONUS_PROPERTY_SEED the
// first one.

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/text_format.h"
#include "tests/services/block_fixture.h"

namespace tonus {
namespace {

using ::testing::IsEmpty;
using ::tonus::testing::IsOk;
using ::tonus::testing::Parsed;

// Days of the sessions of four weeks, and the day on which they are told.
constexpr std::array kDone = {0, 2, 4, 7, 9, 11, 14, 16, 18, 21, 23, 25};
constexpr int kTold = 27;
constexpr std::array kLooks = {kTold, kTold + 1, kTold + 6, kTold + 20};
constexpr int kOrders = 4;
// Histories; of the first so many some are closed on the way, and some at the
// end.
constexpr int kEnough = 8;
// Histories of which all is withdrawn, one after the other.
constexpr int kWithdrawn = 2;
// Histories of which a part is told late, by so many days at most.
constexpr int kLate = 12;
constexpr int kMostDaysLate = 10;

int Setting(const char* name, int otherwise) {
  int value = otherwise;
  const char* set = std::getenv(name);
  return set != nullptr && absl::SimpleAtoi(set, &value) ? value : otherwise;
}

// What stands in one of the two alone, cut short.
std::vector<std::string> Difference(std::vector<std::string> left,
                                    std::vector<std::string> right) {
  absl::c_sort(left);
  absl::c_sort(right);
  std::vector<std::string> alone;
  std::set_symmetric_difference(left.begin(), left.end(), right.begin(),
                                right.end(), std::back_inserter(alone));
  for (std::string& one : alone) one.resize(std::min<size_t>(300, one.size()));
  return alone;
}

// What is shown on a day, without what counts arrivals.
struct Look {
  v1::Gate gate = v1::GATE_UNSPECIFIED;
  std::vector<std::string> shown;
  // Alerts about retests: which tests they name follows the last write.
  std::vector<std::string> retests;
};

class ArrivalOrderTest : public testing::BlockFixture {
 protected:
  // What a person did in four weeks, of what the routine of `patient` plans.
  std::vector<v1::SessionLog> RandomHistory(const std::string& patient,
                                            int seed);
  // Returns the name of the log.
  std::string Tell(const std::string& patient, const v1::LogEntry& entry,
                   int minute);
  std::string Tell(const std::string& patient, const v1::SessionLog& log,
                   int minute) {
    v1::LogEntry entry;
    *entry.mutable_session_log() = log;
    return Tell(patient, entry, minute);
  }
  // The same with a morning after each session and something done at home, and
  // without a symptom that a clinician has to clear.
  std::vector<v1::LogEntry> RandomThings(const std::string& patient, int seed);
  // What a new patient is shown who tells the history of that seed in that
  // order: as it was done, backwards, or shuffled.
  std::vector<Look> Told(int seed, int order);
  Look Shown(const std::string& patient, int day);

  // How much was done by a new patient who tells the history of that seed on
  // its days, or some of it `late`; nothing when the gate closed on the way,
  // since the block rested from the day on which it was known.
  std::vector<std::vector<std::string>> Counted(int seed, bool late);

  // How many tellings were closed on the way and not at the end.
  int reopened_ = 0;
  // How many alerts told how much was done in a week.
  int told_weeks_ = 0;

 private:
  std::vector<std::string> ProgressParts(const std::string& patient, int day);
  v1::Gate Gate(const std::string& patient);
  bool AddOpenAlerts(const std::string& patient, int day, Look* look);
  void ExpectOneCount(const std::string& patient, int day,
                      const std::string& text);
};

std::vector<v1::SessionLog> ArrivalOrderTest::RandomHistory(
    const std::string& patient, int seed) {
  std::mt19937 random(static_cast<uint32_t>(seed));
  const auto one_in = [&](int n) { return random() % n == 0; };
  const v1::Routine routine = Routine(patient, 0);
  const bool is_painful = one_in(2);
  const bool is_rising = one_in(3);
  // The days that hurt alone look like a rise of pain.
  const bool hurts_now_and_then = one_in(3);
  std::vector<v1::SessionLog> history;
  for (size_t i = 0; i < kDone.size(); ++i) {
    if (one_in(4)) continue;
    v1::SessionLog& log = history.emplace_back();
    log.set_session_number(static_cast<int>(i) + 1);
    log.set_log_id(absl::StrCat("log", log.session_number()));
    log.mutable_session_time()->set_seconds(
        absl::ToUnixSeconds(On(kDone[i]).time) + 1200);
    log.set_completed_pct(one_in(5) ? 40 : 100);
    log.set_rpe(static_cast<int>(random() % 9));
    log.set_pain_before(static_cast<int>(random() % (is_painful ? 6 : 3)) +
                        (is_rising ? 2 : 0));
    if (hurts_now_and_then) log.set_pain_before(i % 3 == 0 ? 7 : 1);
    if (one_in(2)) log.set_pain_next_morning(static_cast<int>(random() % 5));
    for (const v1::SessionItem& item : routine.sessions(i).items()) {
      v1::ExerciseLog& exercise = *log.add_exercises();
      exercise.set_exercise(item.exercise());
      exercise.set_completed_pct(100);
      exercise.set_difficulty(one_in(8) ? -2 : 0);
      exercise.set_pain_during_max(is_painful && one_in(20) ? 6 : 1);
      exercise.set_neuro_symptom(is_painful && one_in(60));
      if (one_in(600)) {
        exercise.set_stop_symptom(v1::STOP_SYMPTOM_WEAKNESS);
      }
    }
  }
  return history;
}

std::string ArrivalOrderTest::Tell(const std::string& patient,
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

std::vector<v1::LogEntry> ArrivalOrderTest::RandomThings(
    const std::string& patient, int seed) {
  std::mt19937 random(static_cast<uint32_t>(seed));
  std::vector<v1::LogEntry> things;
  for (v1::SessionLog& log : RandomHistory(patient, seed)) {
    for (v1::ExerciseLog& exercise : *log.mutable_exercises()) {
      exercise.clear_stop_symptom();
      exercise.set_spread_down_limb(random() % 150 == 0);
    }
    const int64_t day = log.session_time().seconds() + 86400;
    v1::Morning& morning = *things.emplace_back().mutable_morning();
    morning.set_log_id(absl::StrCat("morning", log.session_number()));
    morning.set_pain(static_cast<int>(random() % 6));
    morning.mutable_morning_time()->set_seconds(day - 7200);
    v1::HomeLog& home = *things.emplace_back().mutable_home_log();
    home.set_log_id(absl::StrCat("home", log.session_number()));
    home.mutable_log_time()->set_seconds(day);
    home.add_items()->mutable_exercise()->set_exercise("cat_cow");
    *things.emplace_back().mutable_session_log() = std::move(log);
  }
  return things;
}

// What an alert says of a week is what progress says of it.
void ArrivalOrderTest::ExpectOneCount(const std::string& patient, int day,
                                      const std::string& text) {
  int number = 0;
  int done = 0;
  int scheduled = 0;
  if (std::sscanf(text.c_str(), "In week %d of the programme %d of %d ",
                  &number, &done, &scheduled) != 3) {
    return;
  }
  ++told_weeks_;
  const v1::Progress progress = Progress(patient, day);
  for (const v1::WeekAdherence& week : progress.weeks()) {
    if (week.week() != number) continue;
    EXPECT_EQ(week.completed_sessions(), done) << text;
    EXPECT_EQ(week.scheduled_sessions(), scheduled) << text;
  }
}

// Returns whether one of them is urgent.
bool ArrivalOrderTest::AddOpenAlerts(const std::string& patient, int day,
                                     Look* look) {
  Call call = On(day);
  call.time += absl::Hours(1);
  v1::ListAlertsRequest request;
  request.set_parent(patient);
  auto alerts = progress_.ListAlerts(call, request);
  EXPECT_THAT(alerts, IsOk());
  bool is_urgent = false;
  for (v1::Alert& alert : *alerts->mutable_alerts()) {
    is_urgent |= alert.urgency() != v1::ALERT_URGENCY_ROUTINE;
    ExpectOneCount(patient, day, alert.text());
    alert.clear_name();
    alert.clear_raise_time();
    alert.clear_update_time();
    alert.clear_proposal();
    const bool is_retest = alert.kind() == knowledge::v1::ALERT_KIND_RETEST;
    (is_retest ? look->retests : look->shown)
        .push_back(alert.ShortDebugString());
  }
  return is_urgent;
}

// Each field of the progress on its own, each entry of a list too.
std::vector<std::string> ArrivalOrderTest::ProgressParts(
    const std::string& patient, int day) {
  const v1::Progress progress = Progress(patient, day);
  std::vector<std::string> parts;
  const auto* reflection = progress.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection->ListFields(progress, &fields);
  for (const auto* field : fields) {
    if (field->name() == "name" || field->name() == "revision") continue;
    const int count =
        field->is_repeated() ? reflection->FieldSize(progress, field) : 1;
    for (int i = 0; i < count; ++i) {
      std::string text;
      google::protobuf::TextFormat::PrintFieldValueToString(
          progress, field, field->is_repeated() ? i : -1, &text);
      parts.push_back(absl::StrCat(field->name(), "[", i, "]: ", text));
    }
  }
  return parts;
}

Look ArrivalOrderTest::Shown(const std::string& patient, int day) {
  Look look;
  const bool is_urgent = AddOpenAlerts(patient, day, &look);
  v1::Routine routine = Routine(patient, day);
  look.gate = routine.gate();
  EXPECT_EQ(is_urgent, look.gate != v1::GATE_OK) << "a closed gate is told";
  for (const v1::SafetyNotice& notice : routine.notices()) {
    look.shown.push_back(notice.ShortDebugString());
  }
  absl::c_move(ProgressParts(patient, day), std::back_inserter(look.shown));
  const auto state = log_.ReadState(RefOf(patient));
  EXPECT_THAT(state, IsOk());
  for (v1::Session& session : *routine.mutable_sessions()) {
    if (absl::c_any_of(state->facts().logs(), [&](const auto& fact) {
          return fact.log().session_number() == session.number();
        })) {
      continue;
    }
    session.clear_name();
    session.clear_revision();
    look.shown.push_back(session.ShortDebugString());
  }
  return look;
}

v1::Gate ArrivalOrderTest::Gate(const std::string& patient) {
  const auto state = log_.ReadState(RefOf(patient));
  EXPECT_THAT(state, IsOk());
  return state->outline().gate();
}

std::vector<Look> ArrivalOrderTest::Told(int seed, int order) {
  const std::string patient = NewPatientWithRoutine();
  std::vector<v1::SessionLog> history = RandomHistory(patient, seed);
  if (order == 1) std::reverse(history.begin(), history.end());
  std::mt19937 random(static_cast<uint32_t>(seed * kOrders + order));
  if (order > 1) std::shuffle(history.begin(), history.end(), random);
  v1::Gate worst = v1::GATE_OK;
  int minute = 0;
  for (const v1::SessionLog& log : history) {
    Tell(patient, log, minute++);
    if (order > 0 && random() % 4 == 0) Tell(patient, log, minute++);
    const v1::Gate gate = Gate(patient);
    // In order a gate never opens by what is logged.
    if (order == 0) {
      EXPECT_GE(gate, worst) << "seed " << seed;
    }
    worst = std::max(worst, gate);
  }
  if (worst != v1::GATE_OK && Gate(patient) == v1::GATE_OK) ++reopened_;
  std::vector<Look> looks;
  for (const int day : kLooks) looks.push_back(Shown(patient, day));
  ExpectRebuilt(patient);
  return looks;
}

TEST_F(ArrivalOrderTest, NothingIsLeftOfWhatWasWithdrawn) {
  const std::string untold = NewPatientWithRoutine();
  const int first = Setting("TONUS_PROPERTY_SEED", 1);
  const int count = Setting("TONUS_PROPERTY_PATIENTS", kWithdrawn);
  for (int seed = first; seed < first + count; ++seed) {
    const std::string patient = NewPatientWithRoutine();
    std::vector<std::string> names;
    int minute = 0;
    for (const v1::LogEntry& entry : RandomThings(patient, seed)) {
      names.push_back(Tell(patient, entry, minute++));
    }
    std::mt19937 random(static_cast<uint32_t>(seed));
    std::shuffle(names.begin(), names.end(), random);
    for (const std::string& name : names) {
      ASSERT_THAT(
          Amend(name, "withdraw: true reason: AMENDMENT_REASON_ENTRY_ERROR",
                24 * kTold + 2),
          IsOk());
    }
    for (const int day : {kTold + 1, kTold + 6, kTold + 20}) {
      const Look left = Shown(patient, day);
      const Look never = Shown(untold, day);
      EXPECT_EQ(left.gate, never.gate) << "seed " << seed << " day " << day;
      EXPECT_THAT(Difference(left.shown, never.shown), IsEmpty())
          << "seed " << seed << " day " << day;
      EXPECT_EQ(left.retests.size(), never.retests.size())
          << "seed " << seed << " day " << day;
    }
    ExpectRebuilt(patient);
  }
}

TEST_F(ArrivalOrderTest, TheSameIsShownInWhateverOrderItWasTold) {
  const int first = Setting("TONUS_PROPERTY_SEED", 1);
  const int count = Setting("TONUS_PROPERTY_PATIENTS", kEnough);
  int closed = 0;
  for (int seed = first; seed < first + count; ++seed) {
    const std::vector<Look> in_order = Told(seed, 0);
    closed += in_order.back().gate != v1::GATE_OK ? 1 : 0;
    for (int order = 1; order < kOrders; ++order) {
      const std::vector<Look> looks = Told(seed, order);
      for (size_t i = 0; i < looks.size(); ++i) {
        EXPECT_EQ(looks[i].gate, in_order[i].gate)
            << "seed " << seed << " order " << order << " day " << kLooks[i];
        EXPECT_THAT(Difference(looks[i].shown, in_order[i].shown), IsEmpty())
            << "seed " << seed << " order " << order << " day " << kLooks[i];
        EXPECT_THAT(Difference(looks[i].retests, in_order[i].retests),
                    IsEmpty())
            << "seed " << seed << " order " << order << " day " << kLooks[i];
      }
    }
  }
  RecordProperty("reopened", reopened_);
  RecordProperty("closed", closed);
  if (first != 1 || count < kEnough) return;
  EXPECT_GT(reopened_, 0) << "none was closed by a part of what was told";
  EXPECT_GT(closed, 0) << "none was closed by all of it";
}

std::vector<std::vector<std::string>> ArrivalOrderTest::Counted(int seed,
                                                                bool late) {
  const std::string patient = NewPatientWithRoutine();
  std::mt19937 random(static_cast<uint32_t>(seed));
  std::multimap<int, v1::SessionLog> told;
  for (v1::SessionLog& log : RandomHistory(patient, seed)) {
    const int by =
        random() % 3 == 0 ? 1 + static_cast<int>(random() % kMostDaysLate) : 0;
    const int day = kDone[log.session_number() - 1] + (late ? by : 0);
    told.emplace(day, std::move(log));
  }
  for (const auto& [day, log] : told) {
    Call call = On(day);
    call.time += absl::Hours(2);
    v1::LogSessionRequest request;
    request.set_parent(patient);
    *request.mutable_session_log() = log;
    EXPECT_THAT(progress_.LogSession(call, request), IsOk());
    if (Gate(patient) != v1::GATE_OK) return {};
  }
  std::vector<std::vector<std::string>> counted;
  for (const int day : {37, 44, 60}) {
    // What an alert says follows from what was written last.
    EXPECT_THAT(
        Home(patient, "items { times: 1 exercise { exercise: 'cat_cow' } }",
             24 * day),
        IsOk());
    std::vector<std::string>& parts = counted.emplace_back();
    for (std::string& part : ProgressParts(patient, day)) {
      const std::string field = part.substr(0, part.find('['));
      if (field == "weeks" || field == "adherence" || field == "pauses" ||
          field == "scheduled_sessions" || field == "completed_sessions") {
        parts.push_back(std::move(part));
      }
    }
    Look look;
    AddOpenAlerts(patient, day, &look);
    absl::c_copy_if(look.shown, std::back_inserter(parts),
                    [](const std::string& alert) {
                      return absl::StrContains(alert, "ALERT_KIND_ADHERENCE");
                    });
  }
  return counted;
}

TEST_F(ArrivalOrderTest, WhatIsToldLateCountsAsIfItHadBeenToldInTime) {
  const int first = Setting("TONUS_PROPERTY_SEED", 1);
  const int count = Setting("TONUS_PROPERTY_PATIENTS", kLate);
  int compared = 0;
  for (int seed = first; seed < first + count; ++seed) {
    const auto in_time = Counted(seed, /*late=*/false);
    const auto late = Counted(seed, /*late=*/true);
    if (in_time.empty() || late.empty()) continue;
    ++compared;
    for (size_t i = 0; i < late.size(); ++i) {
      EXPECT_THAT(Difference(late[i], in_time[i]), IsEmpty())
          << "seed " << seed << " look " << i;
    }
  }
  RecordProperty("compared", compared);
  if (first != 1 || count < kLate) return;
  EXPECT_GT(told_weeks_, compared);
  EXPECT_GT(compared, kLate / 3) << "most were closed";
}

}  // namespace
}  // namespace tonus
