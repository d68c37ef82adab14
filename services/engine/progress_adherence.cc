// SPDX-License-Identifier: Apache-2.0
#include "services/engine/progress_adherence.h"

#include <algorithm>
#include <map>

#include "absl/algorithm/container.h"
#include "services/engine/facts.h"
#include "services/engine/pauses.h"

namespace tonus::engine {
namespace {

constexpr int kMostPauses = 50;

// Reads one time of one week.
class WeekReader {
 public:
  WeekReader(const ProgressCase& of, const BlockDone& block, int attempt,
             bool was_repeated)
      : of_(of),
        block_(block),
        attempt_(attempt),
        was_repeated_(was_repeated) {}

  v1::SessionAttendance Read(const v1::Session& planned) const;

 private:
  v1::Attendance AttendanceOf(const v1::Session& planned,
                              const SessionDone* session) const;

  const ProgressCase& of_;
  const BlockDone& block_;
  const int attempt_;
  // Another attempt followed, so that this one was due as a whole.
  const bool was_repeated_;
};

v1::Attendance WeekReader::AttendanceOf(const v1::Session& planned,
                                        const SessionDone* session) const {
  if (session != nullptr && session->done) {
    return session->relief ? v1::ATTENDANCE_RELIEF : v1::ATTENDANCE_DONE;
  }
  if (session != nullptr && session->begun) return v1::ATTENDANCE_PARTIAL;
  const absl::CivilDay date = ToCivilDay(planned.date());
  if (!was_repeated_) {
    if (PauseOn(of_.facts, date) != nullptr) return v1::ATTENDANCE_PAUSED;
    if (date > of_.today) return v1::ATTENDANCE_AHEAD;
  }
  return !was_repeated_ && date == of_.today ? v1::ATTENDANCE_DUE
                                             : v1::ATTENDANCE_MISSED;
}

v1::SessionAttendance WeekReader::Read(const v1::Session& planned) const {
  const auto found =
      absl::c_find_if(block_.sessions, [&](const SessionDone& session) {
        return session.number == planned.number() &&
               session.attempt == attempt_;
      });
  const SessionDone* session =
      found == block_.sessions.end() ? nullptr : &*found;
  v1::SessionAttendance told;
  told.set_session_number(planned.number());
  *told.mutable_date() = planned.date();
  told.set_attendance(AttendanceOf(planned, session));
  if (session != nullptr && session->completed_pct.has_value()) {
    told.set_completed_pct(*session->completed_pct);
  }
  return told;
}

void Count(const v1::SessionAttendance& session, v1::WeekAdherence* week) {
  const auto add = [](int one) { return one + 1; };
  week->set_planned_sessions(add(week->planned_sessions()));
  switch (session.attendance()) {
    case v1::ATTENDANCE_DONE:
    case v1::ATTENDANCE_RELIEF:
      week->set_completed_sessions(add(week->completed_sessions()));
      break;
    case v1::ATTENDANCE_PARTIAL:
      week->set_partial_sessions(add(week->partial_sessions()));
      break;
    case v1::ATTENDANCE_MISSED:
      week->set_missed_sessions(add(week->missed_sessions()));
      break;
    case v1::ATTENDANCE_PAUSED:
      week->set_paused_sessions(add(week->paused_sessions()));
      return;
    default:
      return;
  }
  week->set_scheduled_sessions(add(week->scheduled_sessions()));
}

// Whether its first day has come, or something of it was done before.
bool HasBegun(const ProgressCase& of, const v1::WeekAdherence& week) {
  return week.scheduled_sessions() > 0 ||
         absl::c_any_of(week.sessions(),
                        [&](const v1::SessionAttendance& session) {
                          return ToCivilDay(session.date()) <= of.today;
                        });
}

// How often each week was tried.
std::map<int, int> AttemptsOf(const ProgressCase& of, const BlockDone& block) {
  std::map<int, int> attempts;
  for (const v1::Session& planned : of.routine.sessions()) {
    attempts[planned.week()] = 1;
  }
  for (const SessionDone& session : block.sessions) {
    int& most = attempts[session.week];
    most = std::max(most, session.attempt);
  }
  return attempts;
}

void TellPauses(const ProgressCase& of, v1::Progress* progress) {
  const auto& pauses = of.facts.pauses();
  for (int i = std::max(0, pauses.size() - kMostPauses); i < pauses.size();
       ++i) {
    const v1::Pause& pause = pauses[i].pause();
    // Resumed on the day on which it began: nothing rested.
    if (pause.has_end_date() &&
        ToCivilDay(pause.end_date()) < ToCivilDay(pause.start_date())) {
      continue;
    }
    v1::PausedTime* told = progress->add_pauses();
    *told->mutable_start_date() = pause.start_date();
    if (pause.has_end_date()) *told->mutable_end_date() = pause.end_date();
    told->set_reason(pause.reason());
  }
}

}  // namespace

void TellAdherence(const ProgressCase& of, const BlockDone& block,
                   v1::Progress* progress) {
  progress->set_scheduled_sessions(block.scheduled);
  progress->set_completed_sessions(block.done);
  if (block.scheduled > 0) {
    progress->set_adherence(static_cast<double>(block.done) / block.scheduled);
  }
  for (const auto& [number, attempts] : AttemptsOf(of, block)) {
    for (int attempt = 1; attempt <= attempts; ++attempt) {
      const WeekReader reader(of, block, attempt, attempt < attempts);
      v1::WeekAdherence week;
      week.set_week(number);
      week.set_attempt(attempt);
      for (const v1::Session& planned : of.routine.sessions()) {
        if (planned.week() != number) continue;
        *week.add_sessions() = reader.Read(planned);
        Count(week.sessions(week.sessions_size() - 1), &week);
      }
      if (HasBegun(of, week)) *progress->add_weeks() = week;
    }
  }
  TellPauses(of, progress);
}

}  // namespace tonus::engine
