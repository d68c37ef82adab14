// SPDX-License-Identifier: Apache-2.0
#include "services/engine/pauses.h"

#include <set>

#include "absl/algorithm/container.h"
#include "services/engine/expiry.h"
#include "services/engine/exposures.h"
#include "services/engine/facts.h"
#include "services/engine/measurement.h"
#include "services/engine/override_days.h"
#include "services/engine/time_zone.h"

namespace tonus::engine {
namespace {

using storage::v1::PatientFacts;
using storage::v1::PauseFact;

bool HasEnd(const PauseFact& fact) { return fact.pause().has_end_date(); }

// Whether `day` is one of a pause whose end is known.
bool IsLeftOut(const PatientFacts& facts, absl::CivilDay day) {
  return absl::c_any_of(facts.pauses(), [&](const PauseFact& fact) {
    return HasEnd(fact) && IsPaused(fact.pause(), day);
  });
}

bool IsDone(const PatientFacts& facts, const v1::Session& session) {
  return absl::c_any_of(facts.logs(), [&](const storage::v1::LogFact& fact) {
    return fact.log().session_number() == session.number() &&
           WasBegun(fact.log());
  });
}

// Whether the session was done on a day of a pause whose end is known.
bool IsDoneInPause(const PatientFacts& facts, const v1::Session& session) {
  const absl::TimeZone zone = ZoneOf(facts.time_zone());
  return absl::c_any_of(facts.logs(), [&](const storage::v1::LogFact& fact) {
    return fact.log().session_number() == session.number() &&
           WasBegun(fact.log()) &&
           IsLeftOut(facts,
                     absl::ToCivilDay(ToTime(fact.effective_time()), zone));
  });
}

}  // namespace

bool WasClosed(const PauseFact& fact) {
  return fact.pause().reason() == v1::PAUSE_REASON_UNSPECIFIED;
}

bool IsPaused(const v1::Pause& pause, absl::CivilDay day) {
  return day >= ToCivilDay(pause.start_date()) &&
         (!pause.has_end_date() || day <= ToCivilDay(pause.end_date()));
}

const PauseFact* PauseOn(const PatientFacts& facts, absl::CivilDay day) {
  const auto found = absl::c_find_if(
      facts.pauses(),
      [&](const PauseFact& fact) { return IsPaused(fact.pause(), day); });
  return found == facts.pauses().end() ? nullptr : &*found;
}

absl::CivilDay AfterPauses(const PatientFacts& facts, absl::CivilDay day) {
  while (IsLeftOut(facts, day)) ++day;
  return day;
}

absl::CivilDay DayOfNext(
    absl::FunctionRef<const v1::Pause*(absl::CivilDay)> pause_on,
    absl::CivilDay day) {
  while (const v1::Pause* pause = pause_on(day)) {
    if (!pause->has_end_date()) return ToCivilDay(pause->start_date()) - 1;
    day = ToCivilDay(pause->end_date()) + 1;
  }
  return day;
}

int PausedDays(const PatientFacts& facts, absl::CivilDay first,
               absl::CivilDay last) {
  int days = 0;
  for (absl::CivilDay day = first; day <= last; ++day) {
    days += IsLeftOut(facts, day) ? 1 : 0;
  }
  return days;
}

void ShiftByPauses(const PatientFacts& facts, v1::Routine* routine) {
  if (absl::c_none_of(facts.pauses(), HasEnd) || routine->sessions().empty()) {
    return;
  }
  std::set<absl::Weekday> weekdays;
  for (const v1::Session& session : routine->sessions()) {
    weekdays.insert(absl::GetWeekday(ToCivilDay(session.date())));
  }
  absl::CivilDay day = ToCivilDay(routine->start_date());
  for (v1::Session& session : *routine->mutable_sessions()) {
    const bool done = IsDone(facts, session);
    const bool in_pause = done && IsDoneInPause(facts, session);
    while (!weekdays.contains(absl::GetWeekday(day)) ||
           (!in_pause && IsLeftOut(facts, day))) {
      ++day;
    }
    const absl::CivilDay override_day = OverrideDayOf(session);
    *session.mutable_date() = ToDate(day);
    if (!done) TellOverrideDay(facts, override_day, &session);
    ++day;
  }
  CloseExpired(routine);
}

}  // namespace tonus::engine
