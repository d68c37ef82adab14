// SPDX-License-Identifier: Apache-2.0
#include "services/routine/sessions_today.h"

#include <map>
#include <set>

#include "absl/algorithm/container.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/expiry.h"
#include "services/engine/facts.h"
#include "services/engine/missed_sessions.h"
#include "services/engine/training_days.h"
#include "services/patient/sealed_storage.h"
#include "services/patient/state_excerpts.h"
#include "services/routine/missed_blocks.h"
#include "services/routine/session_reads.h"
#include "services/routine/stored_reply.h"
#include "services/status_macros.h"

namespace tonus {
namespace {

using storage::v1::CurrentRoutine;

bool IsOpen(const CurrentRoutine& current, int number) {
  return absl::c_linear_search(current.open_sessions(), number);
}

// The day for an overdue session: today, or the next one on which the person
// may train.
absl::CivilDay DayForOverdue(const CurrentRoutine& current,
                             absl::CivilDay today) {
  std::set<absl::Weekday> weekdays;
  for (const int day : current.training_days()) {
    weekdays.insert(static_cast<absl::Weekday>(day - v1::WEEKDAY_MONDAY));
  }
  return engine::NextOf(weekdays, today);
}

// The days of the sessions, by number: the overdue one as soon as may be, those
// after it on the usual days of the week, with a day of rest between.
std::map<int, absl::CivilDay> DaysOf(const engine::Knowledge& knowledge,
                                     const CurrentRoutine& current,
                                     const Call& call) {
  const absl::CivilDay today = DayIn(current.time_zone(), call.time);
  const std::set<absl::Weekday> weekdays =
      engine::SessionWeekdays(current.outline());
  bool overdue = IsOverdue(current, call);
  absl::CivilDay earliest = absl::CivilDay::min();
  std::map<int, absl::CivilDay> days;
  for (const v1::Session& line : current.outline().sessions()) {
    absl::CivilDay day = engine::ToCivilDay(line.date());
    if (IsOpen(current, line.number())) {
      if (overdue) {
        day = DayForOverdue(current, today);
        overdue = false;
      } else if (day < earliest) {
        day = engine::NextOf(weekdays, earliest);
      }
      earliest = day + knowledge.pack().session().days_between();
    }
    days[line.number()] = day;
  }
  return days;
}

// Parses and writes only what moves.
absl::Status MoveTo(absl::CivilDay day, std::string* bytes) {
  if (engine::ToCivilDay(DateOfSession(*bytes)) == day) {
    return absl::OkStatus();
  }
  TONUS_ASSIGN_OR_RETURN(v1::Session session, ParseStored<v1::Session>(*bytes));
  *session.mutable_date() = engine::ToDate(day);
  engine::CloseIfExpired(&session);
  *bytes = engine::DeterministicBytes(session);
  return absl::OkStatus();
}

}  // namespace

absl::Status FitToToday(const engine::Knowledge& knowledge, const Call& call,
                        const RoutineToday& today,
                        const PatientRecords& records, const PatientRef& ref,
                        int first, std::vector<std::string>* sessions) {
  const CurrentRoutine& current = today.current;
  const int count = static_cast<int>(sessions->size());
  const int next = NextSessionToday(current, call) - first;
  if (current.missed_sessions() == engine::kMergeMissed && next >= 0 &&
      next < count) {
    TONUS_ASSIGN_OR_RETURN((*sessions)[next],
                           WithMissed(knowledge, today, records, ref,
                                      first + next, (*sessions)[next]));
  }
  const std::map<int, absl::CivilDay> days = DaysOf(knowledge, current, call);
  for (int i = 0; i < count; ++i) {
    const auto day = days.find(first + i);
    if (day == days.end()) continue;
    TONUS_RETURN_IF_ERROR(MoveTo(day->second, &(*sessions)[i]));
  }
  return absl::OkStatus();
}

}  // namespace tonus
