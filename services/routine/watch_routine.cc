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

}  // namespace

absl::StatusOr<StreamPart<v1::WatchRoutineResponse>>
RoutineService::WatchRoutine(Call& call, const v1::WatchRoutineRequest& request,
                             const std::string& cursor) {
  TONUS_ASSIGN_OR_RETURN(const RoutineName name,
                         RoutineName::Parse(request.name()));
  Sent sent;
  sent.revision = request.after_revision();
  if (sent.revision < 0) {
    Violations violations;
    violations.Add("after_revision", "must not be negative");
    return violations.ToStatus();
  }
  if (!cursor.empty()) {
    const std::optional<Sent> parsed = ParseCursor(cursor);
    if (!parsed.has_value()) {
      return absl::InternalError("the cursor of a watch is no revision");
    }
    sent = *parsed;
  }
  const PatientRef ref = RefOf(call, name.patient);
  StreamPart<v1::WatchRoutineResponse> part;
  part.topic = PatientTopic(ref.tenant, ref.patient);
  v1::WatchRoutineResponse response;
  const auto current = log_.records().ReadCurrent(ref);
  if (absl::IsNotFound(current.status())) {
    // A patient without a routine may get one.
    TONUS_RETURN_IF_ERROR(log_.records().ReadPatient(ref).status());
  } else if (!current.ok()) {
    return current.status();
  } else {
    const int64_t newest = current->outline().revision();
    const bool expired = DayIn(current->time_zone(), call.time) >=
                         sent.expiry.value_or(ExpiryOf(current->outline()));
    std::string routine;
    // Whoever has one that is not there any more knows none.
    if (sent.revision > newest) sent = {0, std::nullopt};
    if (sent.revision < newest) {
      // Of somebody who knows none, the current one is enough.
      const int64_t from = sent.revision > 0 ? sent.revision : newest - 1;
      TONUS_ASSIGN_OR_RETURN(IssuedRoutine next,
                             log_.records().ReadRoutineAfter(ref, from));
      sent = {next.revision, std::nullopt};
      routine = std::move(next.bytes);
      part.more = sent.revision < newest;
    }
    if (!part.more && (!routine.empty() || expired)) {
      TONUS_ASSIGN_OR_RETURN(const RoutineToday today,
                             ReadToday(log_, ref, call.time));
      if (today.anew.has_value() && today.anew->revision() == sent.revision) {
        sent.expiry = ExpiryOf(*today.anew);
        routine = engine::DeterministicBytes(*today.anew);
      }
    }
    if (!routine.empty()) {
      response.set_revision(sent.revision);
      part.messages.push_back(ReplyWithRoutine(routine, response).bytes);
    }
  }
  part.cursor = CursorOf(sent);
  response.set_revision(sent.revision);
  response.set_heartbeat(true);
  part.heartbeat = engine::DeterministicBytes(response);
  return part;
}

}  // namespace tonus
