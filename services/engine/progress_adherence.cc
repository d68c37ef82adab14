// SPDX-License-Identifier: Apache-2.0
#include "services/engine/progress_adherence.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "services/engine/facts.h"
#include "services/engine/pauses.h"
#include "services/engine/week_days.h"

namespace tonus::engine {
namespace {

constexpr int kMostPauses = 50;

constexpr int kDaysPerWeek = 7;

// A day of the week for which a session is planned.
struct Planned {
  const v1::Session* session = nullptr;
  absl::CivilDay date;
  bool paused = false;
  // A session was begun for it.
  bool taken = false;
};

// Gives each of `begun` a planned day that is none of a pause, as far as there
// are some: its own, else the first one up to the day on which it was done,
// else the first one.
void TakeDays(const std::vector<const SessionDone*>& begun,
              std::vector<Planned>* days) {
  const auto take = [&](const auto& suits) {
    const auto found = absl::c_find_if(*days, [&](const Planned& day) {
      return !day.paused && !day.taken && suits(day);
    });
    if (found == days->end()) return false;
    found->taken = true;
    return true;
  };
  std::vector<const SessionDone*> others;
  for (const SessionDone* session : begun) {
    if (!take([&](const Planned& day) {
          return day.session->number() == session->number;
        })) {
      others.push_back(session);
    }
  }
  for (const SessionDone* session : others) {
    if (!take([&](const Planned& day) { return day.date <= session->day; })) {
      take([](const Planned&) { return true; });
    }
  }
}

v1::SessionAttendance TellBegun(const SessionDone& session) {
  v1::SessionAttendance told;
  told.set_session_number(session.number);
  told.set_attempt(session.attempt);
  *told.mutable_date() = ToDate(session.day);
  told.set_attendance(!session.done ? v1::ATTENDANCE_PARTIAL
                      : session.relief || session.planned_relief
                          ? v1::ATTENDANCE_RELIEF
                          : v1::ATTENDANCE_DONE);
  if (session.completed_pct.has_value()) {
    told.set_completed_pct(*session.completed_pct);
  }
  return told;
}

// A planned day for which none was begun.
v1::SessionAttendance TellPlanned(const Planned& day, const BlockDone& block,
                                  absl::CivilDay today) {
  v1::SessionAttendance told;
  told.set_session_number(day.session->number());
  told.set_attempt(1);
  *told.mutable_date() = ToDate(day.date);
  told.set_attendance(day.paused          ? v1::ATTENDANCE_PAUSED
                      : day.date > today  ? v1::ATTENDANCE_AHEAD
                      : day.date == today ? v1::ATTENDANCE_DUE
                                          : v1::ATTENDANCE_MISSED);
  for (const SessionDone& session : block.sessions) {
    // Somebody said that nothing was done of it.
    if (session.number == day.session->number() && !session.begun &&
        session.completed_pct.has_value()) {
      told.set_completed_pct(*session.completed_pct);
    }
  }
  return told;
}

void Count(const v1::SessionAttendance& session, v1::WeekAdherence* week) {
  const auto add = [](int one) { return one + 1; };
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

v1::WeekAdherence TellWeek(const ProgressCase& of, const BlockDone& block,
                           int number, const WeekDays& days) {
  std::vector<Planned> planned;
  for (const v1::Session& session : of.routine.sessions()) {
    if (session.week() != number) continue;
    const absl::CivilDay date = ToCivilDay(session.date());
    planned.push_back({&session, date, PauseOn(of.facts, date) != nullptr});
  }
  std::vector<const SessionDone*> begun;
  for (const SessionDone& session : block.sessions) {
    if (session.begun && days.Has(session.day)) begun.push_back(&session);
  }
  TakeDays(begun, &planned);
  v1::WeekAdherence week;
  week.set_week(number);
  week.set_planned_sessions(static_cast<int>(planned.size()));
  for (const SessionDone* session : begun) {
    *week.add_sessions() = TellBegun(*session);
  }
  for (const Planned& day : planned) {
    if (!day.taken) *week.add_sessions() = TellPlanned(day, block, of.today);
  }
  std::stable_sort(
      week.mutable_sessions()->begin(), week.mutable_sessions()->end(),
      [](const v1::SessionAttendance& a, const v1::SessionAttendance& b) {
        return ToCivilDay(a.date()) < ToCivilDay(b.date());
      });
  for (const v1::SessionAttendance& session : week.sessions()) {
    Count(session, &week);
  }
  return week;
}

// Whether its first planned day has come, or something was done in it.
bool HasBegun(const ProgressCase& of, const v1::WeekAdherence& week) {
  return week.scheduled_sessions() > 0 ||
         absl::c_any_of(week.sessions(),
                        [&](const v1::SessionAttendance& session) {
                          return ToCivilDay(session.date()) <= of.today;
                        });
}

// The weeks of the block, and those after them in which its sessions were
// begun.
std::map<int, WeekDays> WeeksOf(const ProgressCase& of,
                                const BlockDone& block) {
  std::map<int, WeekDays> weeks = DaysOfWeeks(of.routine);
  for (const SessionDone& session : block.sessions) {
    while (session.begun && session.day >= weeks.rbegin()->second.end) {
      const auto [last, days] = *weeks.rbegin();
      weeks[last + 1] = {days.end, days.end + kDaysPerWeek};
    }
  }
  return weeks;
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
  if (!of.routine.sessions().empty()) {
    for (const auto& [number, days] : WeeksOf(of, block)) {
      v1::WeekAdherence week = TellWeek(of, block, number, days);
      if (HasBegun(of, week)) *progress->add_weeks() = std::move(week);
    }
  }
  TellPauses(of, progress);
}

}  // namespace tonus::engine
