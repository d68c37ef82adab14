// SPDX-License-Identifier: Apache-2.0
#include "services/routine/sessions_today.h"

#include "services/engine/deterministic_bytes.h"
#include "services/engine/expiry.h"
#include "services/engine/facts.h"
#include "services/engine/missed_sessions.h"
#include "services/patient/due_outline.h"
#include "services/patient/sealed_storage.h"
#include "services/patient/state_excerpts.h"
#include "services/routine/missed_blocks.h"
#include "services/routine/relief_day.h"
#include "services/routine/session_reads.h"
#include "services/routine/stored_reply.h"
#include "services/status_macros.h"

namespace tonus {
namespace {

using storage::v1::CurrentRoutine;

// Parses and writes only what moves.
absl::Status MoveTo(absl::CivilDay day, std::string* bytes) {
  if (engine::ToCivilDay(DateOfSession(*bytes)) == day) {
    return absl::OkStatus();
  }
  TONUS_ASSIGN_OR_RETURN(v1::Session session, ParseStored<v1::Session>(*bytes));
  *session.mutable_date() = engine::ToDate(day);
  // The overrides are the same on `day`, perhaps not for longer: of the days
  // around those that they were told for nothing is known here.
  const bool moved_ahead = session.has_override_date() &&
                           engine::ToCivilDay(session.override_date()) > day;
  const bool moved_on = session.has_override_end_date() &&
                        engine::ToCivilDay(session.override_end_date()) < day;
  session.clear_override_date();
  if (moved_ahead || moved_on) {
    *session.mutable_override_end_date() = engine::ToDate(day);
  }
  engine::CloseIfExpired(&session);
  *bytes = engine::DeterministicBytes(session);
  return absl::OkStatus();
}

// Nobody knows when it is due.
absl::Status ForgetDay(std::string* bytes) {
  TONUS_ASSIGN_OR_RETURN(v1::Session session, ParseStored<v1::Session>(*bytes));
  session.clear_date();
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
  const absl::CivilDay date = DayIn(current.time_zone(), call.time);
  const v1::Routine due = DueOutline(knowledge, current, date);
  for (const v1::Session& line : due.sessions()) {
    const int i = line.number() - first;
    if (i < 0 || i >= count) continue;
    const absl::CivilDay due_on = engine::ToCivilDay(line.date());
    // One that was checked in for is done today, pause or not.
    const bool waits = IsOpen(current, line.number()) &&
                       WaitsForEnd(current, date, due_on) &&
                       (!IsReliefDay(current, call.time) ||
                        current.relief().session_number() != line.number());
    TONUS_RETURN_IF_ERROR(waits ? ForgetDay(&(*sessions)[i])
                                : MoveTo(due_on, &(*sessions)[i]));
  }
  return absl::OkStatus();
}

}  // namespace tonus
