// SPDX-License-Identifier: Apache-2.0
#include "services/progress/logged_fact.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/facts.h"
#include "services/engine/told_zones.h"
#include "services/resource_names.h"

namespace tonus {
namespace {

using storage::v1::LoggedFact;

// What every kind of log is told about by the server.
template <typename Log>
void ClearRecorded(Log* log) {
  log->clear_name();
  log->clear_create_time();
  log->clear_recorded_by();
  log->clear_revision();
  log->clear_etag();
  log->clear_superseded_by();
  log->clear_withdrawn();
  log->clear_amendment_reason();
}

void ClearDerived(v1::ExerciseLog* log) {
  log->clear_planned();
  log->clear_zone();
}

v1::SessionLog AsSent(v1::SessionLog log) {
  ClearRecorded(&log);
  log.clear_morning_zone();
  for (v1::ExerciseLog& exercise : *log.mutable_exercises()) {
    ClearDerived(&exercise);
  }
  return log;
}

v1::Morning AsSent(v1::Morning morning) {
  ClearRecorded(&morning);
  morning.clear_sessions();
  morning.clear_expired();
  morning.clear_zone();
  return morning;
}

v1::HomeLog AsSent(v1::HomeLog log) {
  ClearRecorded(&log);
  for (v1::HomeItemLog& item : *log.mutable_items()) {
    item.clear_planned_times();
    if (item.has_exercise()) ClearDerived(item.mutable_exercise());
  }
  return log;
}

// Calls `visit` with the log of `entry`, if it has one.
template <typename Visit>
void WithLog(v1::LogEntry* entry, Visit visit) {
  if (entry->has_session_log()) visit(entry->mutable_session_log());
  if (entry->has_morning()) visit(entry->mutable_morning());
  if (entry->has_home_log()) visit(entry->mutable_home_log());
}

}  // namespace

LoggedFact LoggedFactOf(const v1::LogEntry& entry,
                        const google::protobuf::Timestamp& time) {
  LoggedFact fact;
  if (entry.has_session_log()) {
    auto* session = fact.mutable_session();
    *session->mutable_log() = AsSent(entry.session_log());
    *session->mutable_effective_time() = session->log().has_session_time()
                                             ? session->log().session_time()
                                             : time;
  } else if (entry.has_morning()) {
    auto* morning = fact.mutable_morning();
    *morning->mutable_morning() = AsSent(entry.morning());
    *morning->mutable_effective_time() = morning->morning().has_morning_time()
                                             ? morning->morning().morning_time()
                                             : time;
  } else if (entry.has_home_log()) {
    auto* home = fact.mutable_home();
    *home->mutable_log() = AsSent(entry.home_log());
    *home->mutable_effective_time() =
        home->log().has_log_time() ? home->log().log_time() : time;
  }
  return fact;
}

v1::LogEntry ToldBy(const LoggedFact& fact) {
  v1::LogEntry entry;
  if (fact.has_session()) *entry.mutable_session_log() = fact.session().log();
  if (fact.has_morning()) *entry.mutable_morning() = fact.morning().morning();
  if (fact.has_home()) *entry.mutable_home_log() = fact.home().log();
  return entry;
}

std::optional<LoggedFact> LoggedFactIn(const storage::v1::Event& event) {
  LoggedFact fact;
  if (event.has_session_logged()) {
    *fact.mutable_session() = event.session_logged();
  } else if (event.has_morning_recorded()) {
    *fact.mutable_morning() = event.morning_recorded();
  } else if (event.has_home_logged()) {
    *fact.mutable_home() = event.home_logged();
  } else if (event.log_amended().has_fact()) {
    fact = event.log_amended().fact();
  } else {
    return std::nullopt;
  }
  return fact;
}

void RecordIn(const LoggedFact& fact, storage::v1::Event* event) {
  if (fact.has_session()) *event->mutable_session_logged() = fact.session();
  if (fact.has_morning()) *event->mutable_morning_recorded() = fact.morning();
  if (fact.has_home()) *event->mutable_home_logged() = fact.home();
}

const std::string& FactIdOf(const LoggedFact& fact) {
  if (fact.has_morning()) return fact.morning().fact_id();
  return fact.has_home() ? fact.home().fact_id() : fact.session().fact_id();
}

void SetFactId(absl::string_view id, LoggedFact* fact) {
  const std::string text(id);
  if (fact->has_session()) fact->mutable_session()->set_fact_id(text);
  if (fact->has_morning()) fact->mutable_morning()->set_fact_id(text);
  if (fact->has_home()) fact->mutable_home()->set_fact_id(text);
}

const google::protobuf::Timestamp& TimeOf(const LoggedFact& fact) {
  if (fact.has_morning()) return fact.morning().effective_time();
  return fact.has_home() ? fact.home().effective_time()
                         : fact.session().effective_time();
}

LoggedFact WithoutToldDate(LoggedFact fact) {
  if (fact.has_session()) fact.mutable_session()->clear_told_date();
  if (fact.has_morning()) fact.mutable_morning()->clear_told_date();
  if (fact.has_home()) fact.mutable_home()->clear_told_date();
  return fact;
}

bool TellTheSame(const LoggedFact& left, const LoggedFact& right) {
  const auto told = [](const LoggedFact& fact) {
    v1::LogEntry said;
    const v1::SessionLog& log = fact.session().log();
    v1::SessionLog& session = *said.mutable_session_log();
    *session.mutable_exercises() = log.exercises();
    if (log.has_pain_before()) session.set_pain_before(log.pain_before());
    if (log.has_pain_after()) session.set_pain_after(log.pain_after());
    if (log.has_pain_next_morning()) {
      session.set_pain_next_morning(log.pain_next_morning());
    }
    session.set_sleep_lost(log.sleep_lost());
    const v1::Morning& morning = fact.morning().morning();
    const v1::HomeLog& home = fact.home().log();
    return absl::StrCat(
        engine::DeterministicBytes(said), "/",
        static_cast<int>(morning.has_pain()), morning.pain(),
        static_cast<int>(morning.sleep_lost()), "/",
        static_cast<int>(home.has_pain_before()), home.pain_before(),
        absl::StrJoin(home.items(), "/",
                      [](std::string* out, const auto& item) {
                        absl::StrAppend(out, engine::DeterministicBytes(item));
                      }));
  };
  return told(left) == told(right);
}

void SetToldDate(absl::Time time, LoggedFact* fact) {
  const absl::CivilDay told = absl::ToCivilDay(time, absl::UTCTimeZone());
  const absl::CivilDay day =
      fact->has_home() ? engine::HomeDay(fact->home(), absl::UTCTimeZone())
                       : engine::UtcDay(TimeOf(*fact));
  if (told <= day) return;
  const v1::Date date = engine::ToDate(told);
  if (fact->has_session()) *fact->mutable_session()->mutable_told_date() = date;
  if (fact->has_morning()) *fact->mutable_morning()->mutable_told_date() = date;
  if (fact->has_home()) *fact->mutable_home()->mutable_told_date() = date;
}

const std::string& LogIdOf(const v1::LogEntry& entry) {
  if (entry.has_morning()) return entry.morning().log_id();
  return entry.has_home_log() ? entry.home_log().log_id()
                              : entry.session_log().log_id();
}

void SetLogId(const std::string& id, v1::LogEntry* entry) {
  WithLog(entry, [&](auto* log) { log->set_log_id(id); });
}

const std::string& NameOf(const v1::LogEntry& entry) {
  if (entry.has_morning()) return entry.morning().name();
  return entry.has_home_log() ? entry.home_log().name()
                              : entry.session_log().name();
}

bool HasTime(const v1::LogEntry& entry) {
  if (entry.has_morning()) return entry.morning().has_morning_time();
  return entry.has_home_log() ? entry.home_log().has_log_time()
                              : entry.session_log().has_session_time();
}

v1::LogEntry LogEntryOf(const std::string& patient,
                        const storage::v1::Event& event,
                        absl::string_view etag) {
  const LoggedFact fact = LoggedFactIn(event).value_or(LoggedFact());
  v1::LogEntry entry = ToldBy(fact);
  WithLog(&entry, [&](auto* log) {
    log->set_name(LogName{patient, event.revision()}.ToString());
    *log->mutable_create_time() = event.record_time();
    log->set_recorded_by(event.role());
    log->set_revision(event.revision());
    log->set_etag(std::string(etag));
  });
  if (entry.has_session_log()) {
    *entry.mutable_session_log()->mutable_session_time() = TimeOf(fact);
  } else if (entry.has_morning()) {
    *entry.mutable_morning()->mutable_morning_time() = TimeOf(fact);
  } else if (entry.has_home_log()) {
    *entry.mutable_home_log()->mutable_log_time() = TimeOf(fact);
  }
  return entry;
}

const storage::v1::SupersededLog* FindSupersededLog(
    const storage::v1::Head& head, int64_t revision) {
  const auto line = absl::c_find_if(
      head.superseded_logs(),
      [&](const auto& candidate) { return candidate.revision() == revision; });
  return line == head.superseded_logs().end() ? nullptr : &*line;
}

void TellSupersededLog(const std::string& patient,
                       const storage::v1::Head& head, int64_t revision,
                       v1::LogEntry* entry) {
  const auto* line = FindSupersededLog(head, revision);
  if (line == nullptr) return;
  WithLog(entry, [&](auto* log) {
    if (line->withdrawn()) {
      log->set_withdrawn(true);
      log->set_amendment_reason(line->reason());
    } else {
      log->set_superseded_by(LogName{patient, line->by_revision()}.ToString());
    }
  });
}

}  // namespace tonus
