// SPDX-License-Identifier: Apache-2.0
// RoutineService.WatchRoutine: the next routine after a revision.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/facts.h"
#include "services/error.h"
#include "services/patient/routine_today.h"
#include "services/patient/state_excerpts.h"
#include "services/resource_names.h"
#include "services/routine/routine_service.h"
#include "services/routine/stored_reply.h"
#include "services/status_macros.h"

namespace tonus {
namespace {

constexpr absl::CivilDay kNever = absl::CivilDay(9999, 12, 31);

// A watch goes on behind the routine that was sent last.
struct Sent {
  int64_t revision = 0;
  // On which day what was sent expires; absent when that is the day of the
  // routine as it was issued.
  std::optional<absl::CivilDay> expiry;
};

std::string CursorOf(const Sent& sent) {
  return sent.expiry.has_value()
             ? absl::StrCat(sent.revision, " ", *sent.expiry - absl::CivilDay())
             : absl::StrCat(sent.revision);
}

std::optional<Sent> ParseCursor(const std::string& cursor) {
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(cursor, absl::MaxSplits(' ', 1));
  Sent sent;
  if (!absl::SimpleAtoi(parts.first, &sent.revision)) return std::nullopt;
  int64_t day = 0;
  if (absl::SimpleAtoi(parts.second, &day)) {
    sent.expiry = absl::CivilDay() + day;
  }
  return sent;
}

absl::CivilDay ExpiryOf(const v1::Routine& routine) {
  return routine.has_expire_date() ? engine::ToCivilDay(routine.expire_date())
                                   : kNever;
}

// What the watcher has: by the cursor, or by the request when it begins.
absl::StatusOr<Sent> SentBefore(const v1::WatchRoutineRequest& request,
                                const std::string& cursor) {
  if (request.after_revision() < 0) {
    Violations violations;
    violations.Add("after_revision", "must not be negative");
    return violations.ToStatus();
  }
  if (cursor.empty()) return Sent{request.after_revision(), std::nullopt};
  const std::optional<Sent> parsed = ParseCursor(cursor);
  if (!parsed.has_value()) {
    return absl::InternalError("the cursor of a watch is no revision");
  }
  return *parsed;
}

// What comes next; no bytes when the watcher has the newest.
struct Next {
  std::string routine;
  bool more = false;
};

// Returns what follows on `sent`, which is brought forward.
absl::StatusOr<Next> NextAfter(const PatientLog& log, const PatientRef& ref,
                               absl::Time time, Sent* sent) {
  const auto current = log.records().ReadCurrent(ref);
  if (absl::IsNotFound(current.status())) {
    // A patient without a routine may get one.
    TONUS_RETURN_IF_ERROR(log.records().ReadPatient(ref).status());
    return Next();
  }
  TONUS_RETURN_IF_ERROR(current.status());
  const int64_t newest = current->outline().revision();
  const bool expired = DayIn(current->time_zone(), time) >=
                       sent->expiry.value_or(ExpiryOf(current->outline()));
  Next next;
  // Whoever has one that is not there any more knows none.
  if (sent->revision > newest) {
    sent->revision = 0;
    sent->expiry.reset();
  }
  if (sent->revision < newest) {
    // Of somebody who knows none, the current one is enough.
    const int64_t from = sent->revision > 0 ? sent->revision : newest - 1;
    TONUS_ASSIGN_OR_RETURN(IssuedRoutine issued,
                           log.records().ReadRoutineAfter(ref, from));
    *sent = {issued.revision, std::nullopt};
    next.routine = std::move(issued.bytes);
    next.more = issued.revision < newest;
  }
  if (next.more || (next.routine.empty() && !expired)) return next;
  TONUS_ASSIGN_OR_RETURN(const RoutineToday today, ReadToday(log, ref, time));
  if (today.anew.has_value() && today.anew->revision() == sent->revision) {
    sent->expiry = ExpiryOf(*today.anew);
    next.routine = engine::DeterministicBytes(*today.anew);
  }
  return next;
}

}  // namespace

absl::StatusOr<StreamPart<v1::WatchRoutineResponse>>
RoutineService::WatchRoutine(Call& call, const v1::WatchRoutineRequest& request,
                             const std::string& cursor) {
  TONUS_ASSIGN_OR_RETURN(const RoutineName name,
                         RoutineName::Parse(request.name()));
  TONUS_ASSIGN_OR_RETURN(Sent sent, SentBefore(request, cursor));
  const PatientRef ref = RefOf(call, name.patient);
  TONUS_ASSIGN_OR_RETURN(const Next next,
                         NextAfter(log_, ref, call.time, &sent));
  StreamPart<v1::WatchRoutineResponse> part;
  part.topic = PatientTopic(ref.tenant, ref.patient);
  part.more = next.more;
  v1::WatchRoutineResponse response;
  response.set_revision(sent.revision);
  if (!next.routine.empty()) {
    part.messages.push_back(ReplyWithRoutine(next.routine, response).bytes);
  }
  part.cursor = CursorOf(sent);
  response.set_heartbeat(true);
  part.heartbeat = engine::DeterministicBytes(response);
  return part;
}

}  // namespace tonus
