// SPDX-License-Identifier: Apache-2.0
// Whatever way the same things were told of a patient, in any order, more than
// once, or wrong at first and corrected later: what is known is the same, to
// the byte.
//
// RC_PARAMS changes the seed and the number of histories, and repeats a
// failure:
//   RC_PARAMS="seed=7 max_success=2000" log_history_test

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <ostream>
#include <random>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/replay.h"
#include "services/progress/logged_fact.h"
#include "tests/services/service_test.h"

namespace tonus {

// How something came to be known.
enum class Way { kRight, kCorrected, kCorrectedTwice, kWithdrawn };

// Something that was told.
struct Told {
  int kind = 0;   // 0 a session, 1 a morning, 2 a day at home.
  int id = 0;     // Of the log; one log has one.
  int hours = 0;  // After the routine was issued; a session is never before.
  int session = 1;
  int pain = 0;
  bool answers_for_session = false;
  Way way = Way::kRight;
  int copies = 1;
};

// Found by rapidcheck here.
inline void showValue(const Told& told, std::ostream& out) {
  out << "{kind " << told.kind << " id " << told.id << " hours " << told.hours
      << " session " << told.session << " pain " << told.pain << " way "
      << static_cast<int>(told.way) << " copies " << told.copies << "}";
}

namespace {

using storage::v1::Event;

// The same histories in every run, unless asked otherwise.
const bool kRepeatable =
    setenv("RC_PARAMS", "seed=1 max_success=100", /*overwrite=*/0) == 0;

constexpr int64_t kMonday = 1767603600;  // 2026-01-05, 9:00 UTC

v1::LogEntry EntryOf(const Told& told) {
  v1::LogEntry entry;
  const std::string log_id = absl::StrCat("log-", told.id);
  google::protobuf::Timestamp time;
  time.set_seconds(kMonday + int64_t{3600} * told.hours);
  if (told.kind == 0) {
    time.set_seconds(kMonday + int64_t{3600} * std::max(1, told.hours));
    v1::SessionLog* log = entry.mutable_session_log();
    log->set_session_number(told.session);
    log->set_pain_before(told.pain);
    log->set_pain_next_morning(10 - told.pain);
    *log->mutable_session_time() = time;
    v1::ExerciseLog* exercise = log->add_exercises();
    exercise->set_exercise("glute_bridge");
    exercise->set_pain_during_max(told.pain);
  } else if (told.kind == 1) {
    v1::Morning* morning = entry.mutable_morning();
    morning->set_pain(told.pain);
    if (told.answers_for_session) morning->set_session_number(told.session);
    *morning->mutable_morning_time() = time;
  } else {
    v1::HomeLog* log = entry.mutable_home_log();
    log->set_pain_before(told.pain);
    *log->mutable_log_time() = time;
    log->add_items()->mutable_exercise()->set_exercise("cat_cow");
  }
  SetLogId(log_id, &entry);
  return entry;
}

// What was told in its place before it was corrected.
v1::LogEntry WrongEntryOf(const Told& told, int which) {
  Told wrong = told;
  wrong.pain = (told.pain + which) % 11;
  wrong.hours += which;
  return EntryOf(wrong);
}

storage::v1::LoggedFact FactOf(const v1::LogEntry& entry) {
  storage::v1::LoggedFact fact = LoggedFactOf(entry, {});
  SetFactId(LogIdOf(entry), &fact);
  return fact;
}

// Events in an order in which they could have come.
class Recorder {
 public:
  int64_t Record(const v1::LogEntry& entry) {
    Event& event = events_.emplace_back();
    RecordIn(FactOf(entry), &event);
    event.set_revision(static_cast<int64_t>(events_.size()));
    return event.revision();
  }

  // Takes `entry` as the right one, or nothing.
  int64_t Amend(int64_t revision, const v1::LogEntry& before,
                const v1::LogEntry* entry) {
    Event& event = events_.emplace_back();
    auto* amendment = event.mutable_log_amended();
    amendment->add_superseded_revisions(revision);
    *amendment->mutable_superseded() = FactOf(before);
    if (entry != nullptr) *amendment->mutable_fact() = FactOf(*entry);
    event.set_revision(static_cast<int64_t>(events_.size()));
    return event.revision();
  }

  const std::vector<Event>& events() const { return events_; }

 private:
  std::vector<Event> events_;
};

// Each log has an id of its own, and a session was there before its morning.
std::vector<Told> WithOwnIds(std::vector<Told> history) {
  for (size_t i = 0; i < history.size(); ++i) {
    history[i].id = static_cast<int>(i);
  }
  return history;
}

rc::Gen<std::vector<Told>> AnyHistory() {
  const auto told = rc::gen::build<Told>(
      rc::gen::set(&Told::kind, rc::gen::inRange(0, 3)),
      rc::gen::set(&Told::hours, rc::gen::inRange(-72, 200)),
      rc::gen::set(&Told::session, rc::gen::inRange(1, 4)),
      rc::gen::set(&Told::pain, rc::gen::inRange(0, 11)),
      rc::gen::set(&Told::answers_for_session),
      rc::gen::set(&Told::way,
                   rc::gen::element(Way::kRight, Way::kRight, Way::kCorrected,
                                    Way::kCorrectedTwice, Way::kWithdrawn)),
      rc::gen::set(&Told::copies, rc::gen::inRange(1, 4)));
  return rc::gen::map(rc::gen::container<std::vector<Told>>(told), WithOwnIds);
}

std::vector<Told> Shuffled(std::vector<Told> history, uint32_t seed) {
  std::mt19937 random(seed);
  std::shuffle(history.begin(), history.end(), random);
  return history;
}

// What is recorded when all is told right, once, in order.
std::vector<Event> Straight(const std::vector<Told>& history) {
  Recorder recorder;
  for (const Told& told : history) {
    if (told.way != Way::kWithdrawn) recorder.Record(EntryOf(told));
  }
  return recorder.events();
}

// What is recorded when it is told as `history` says it was.
std::vector<Event> Crooked(const std::vector<Told>& history) {
  Recorder recorder;
  for (const Told& told : history) {
    const v1::LogEntry right = EntryOf(told);
    if (told.way == Way::kRight) {
      for (int copy = 0; copy < told.copies; ++copy) recorder.Record(right);
      continue;
    }
    const v1::LogEntry wrong = WrongEntryOf(told, 1);
    int64_t revision = recorder.Record(wrong);
    if (told.way == Way::kWithdrawn) {
      recorder.Amend(revision, wrong, nullptr);
      continue;
    }
    v1::LogEntry before = wrong;
    if (told.way == Way::kCorrectedTwice) {
      before = WrongEntryOf(told, 2);
      revision = recorder.Amend(revision, wrong, &before);
    }
    recorder.Amend(revision, before, &right);
  }
  return recorder.events();
}

RC_GTEST_PROP(LogHistoryTest, TheFoldDoesNotMindHowItWasTold, ()) {
  const std::vector<Told> history = *AnyHistory();
  const auto seed = *rc::gen::arbitrary<uint32_t>();
  const std::string facts =
      engine::DeterministicBytes(engine::FoldFacts(Straight(history)));
  std::vector<Event> crooked = Crooked(Shuffled(history, seed));
  // One by one, as they are recorded.
  storage::v1::PatientFacts folded;
  for (const Event& event : crooked) engine::AddFacts(event, &folded);
  RC_ASSERT(engine::DeterministicBytes(folded) == facts);
  // And all at once, in any order.
  std::mt19937 random(seed);
  std::shuffle(crooked.begin(), crooked.end(), random);
  RC_ASSERT(engine::DeterministicBytes(engine::FoldFacts(crooked)) == facts);
}

class LogHistory : public testing::ServiceTest {
 public:
  void TestBody() override {}

  std::string Patient() { return NewPatientWithRoutine(); }

  // Tells one log, and returns its name.
  std::string Sync(const std::string& patient, const v1::LogEntry& entry) {
    Call call = Later();
    call.message_number = 1;
    v1::SyncLogsRequest item;
    item.set_parent(patient);
    *item.mutable_entry() = entry;
    const auto result = progress_.SyncLogs(call, item);
    RC_ASSERT(result.ok());
    RC_ASSERT(result->status().code() == 0);
    return result->log();
  }

  // Corrects a log, or withdraws it; returns the name of what is in force.
  std::string Amend(const std::string& name, const v1::LogEntry* entry) {
    Call call = Later();
    v1::AmendLogRequest request;
    request.set_name(name);
    request.set_reason(v1::AMENDMENT_REASON_ENTRY_ERROR);
    request.set_withdraw(entry == nullptr);
    if (entry != nullptr) *request.mutable_entry() = *entry;
    const auto reply = progress_.AmendLog(call, request);
    RC_ASSERT(reply.ok());
    return NameOf(testing::Parsed(*reply).entry());
  }

  // The bytes of what is known, after a look whether a rebuild gives the same.
  std::string Facts(const std::string& patient) {
    const auto state = log_.ReadState(RefOf(patient));
    const auto rebuilt = log_.RebuildState(RefOf(patient));
    RC_ASSERT(state.ok());
    RC_ASSERT(rebuilt.ok());
    RC_ASSERT(engine::DeterministicBytes(*rebuilt) ==
              engine::DeterministicBytes(*state));
    return engine::DeterministicBytes(state->facts());
  }

  // The bytes of the sessions that are not begun, and of the alerts that are
  // open, without what counts arrivals.
  std::string Shown(const std::string& patient) {
    Call look = Later();
    v1::GetRoutineRequest get;
    get.set_name(patient + "/routine");
    const auto reply = routines_.GetRoutine(look, get);
    RC_ASSERT(reply.ok());
    v1::Routine routine = testing::Parsed(*reply).routine();
    v1::Routine shown;
    const auto state = log_.ReadState(RefOf(patient));
    RC_ASSERT(state.ok());
    for (v1::Session& session : *routine.mutable_sessions()) {
      if (absl::c_any_of(state->facts().logs(), [&](const auto& fact) {
            return fact.log().session_number() == session.number();
          })) {
        continue;
      }
      session.clear_name();
      session.clear_revision();
      *shown.add_sessions() = std::move(session);
    }
    *shown.mutable_findings() = routine.findings();
    std::string bytes = engine::DeterministicBytes(shown);
    // When all that was synced is told, see Alert.raise_time.
    Call call = Later();
    call.time += absl::Hours(1);
    v1::ListAlertsRequest request;
    request.set_parent(patient);
    auto alerts = progress_.ListAlerts(call, request);
    RC_ASSERT(alerts.ok());
    for (v1::Alert& alert : *alerts->mutable_alerts()) {
      alert.clear_name();
      alert.clear_raise_time();
      alert.clear_update_time();
      absl::StrAppend(&bytes, engine::DeterministicBytes(alert));
    }
    return bytes;
  }

  void TellStraight(const std::string& patient,
                    const std::vector<Told>& history) {
    for (const Told& told : history) {
      if (told.way != Way::kWithdrawn) Sync(patient, EntryOf(told));
    }
  }

  void TellCrooked(const std::string& patient,
                   const std::vector<Told>& history) {
    for (const Told& told : history) {
      const v1::LogEntry right = EntryOf(told);
      const v1::LogEntry first =
          told.way == Way::kRight ? right : WrongEntryOf(told, 1);
      std::string name;
      for (int copy = 0; copy < told.copies; ++copy) {
        name = Sync(patient, first);
      }
      if (told.way == Way::kCorrectedTwice) {
        const v1::LogEntry second = WrongEntryOf(told, 2);
        name = Amend(name, &second);
      }
      if (told.way == Way::kRight) continue;
      Amend(name, told.way == Way::kWithdrawn ? nullptr : &right);
      // Late copies of what was corrected change nothing.
      for (int copy = 1; copy < told.copies; ++copy) Sync(patient, first);
    }
  }

 private:
  static Call Later() {
    Call call = CallOf();
    call.time += absl::Hours(300);
    return call;
  }
};

RC_GTEST_PROP(LogHistoryTest, TheServiceDoesNotMindHowItWasTold, ()) {
  const std::vector<Told> history = *rc::gen::scale(0.15, AnyHistory());
  const auto seed = *rc::gen::arbitrary<uint32_t>();
  LogHistory service;
  const std::string straight = service.Patient();
  service.TellStraight(straight, history);
  const std::string crooked = service.Patient();
  service.TellCrooked(crooked, Shuffled(history, seed));
  RC_ASSERT(service.Facts(straight) == service.Facts(crooked));
  RC_ASSERT(service.Shown(straight) == service.Shown(crooked));
}

}  // namespace
}  // namespace tonus
