// SPDX-License-Identifier: Apache-2.0
// ProgressService.RecordAdverseEvent: something harmful, linked and acted on.

#include <optional>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/facts.h"
#include "services/error.h"
#include "services/patient/adverse_event_index.h"
#include "services/patient/reply.h"
#include "services/patient/request_record.h"
#include "services/patient/resting_block.h"
#include "services/patient/state_excerpts.h"
#include "services/progress/log_command.h"
#include "services/progress/planned_session.h"
#include "services/progress/progress_service.h"
#include "services/progress/reading_decision.h"
#include "services/resource_names.h"
#include "services/status_macros.h"
#include "services/timestamp.h"
#include "services/validation/number.h"
#include "services/validation/request_id.h"
#include "services/validation/time.h"

namespace tonus {
namespace {

constexpr int kOldestDays = 366;

template <typename Enum>
void RequireEnum(absl::string_view field, Enum value, Violations* violations) {
  if (value == 0) {
    violations->Add(field, "is required");
  } else {
    CheckEnum(field, value, violations);
  }
}

void CheckSide(const v1::AdverseEvent& event,
               const engine::Knowledge& knowledge, Violations* violations) {
  CheckEnum("adverse_event.side", event.side(), violations);
  if (event.exercise().empty()) {
    if (event.side() != knowledge::v1::SIDE_UNSPECIFIED) {
      violations->Add("adverse_event.side", "goes with an exercise");
    }
  } else if (knowledge.FindExercise(event.exercise()) == nullptr) {
    violations->Add("adverse_event.exercise", "is no exercise of the pack");
  }
}

absl::Status Check(const v1::RecordAdverseEventRequest& request,
                   const engine::Knowledge& knowledge, absl::Time now) {
  const v1::AdverseEvent& event = request.adverse_event();
  Violations violations;
  CheckOptionalId("request_id", request.request_id(), &violations);
  if (!event.has_onset_date()) {
    violations.Add("adverse_event.onset_date", "is required");
  } else {
    CheckPastDate("adverse_event.onset_date", event.onset_date(), now,
                  &violations);
  }
  RequireEnum("adverse_event.kind", event.kind(), &violations);
  RequireEnum("adverse_event.severity", event.severity(), &violations);
  RequireEnum("adverse_event.relation", event.relation(), &violations);
  RequireEnum("adverse_event.course", event.course(), &violations);
  if (event.session_number() < 0) {
    violations.Add("adverse_event.session_number", "must not be negative");
  }
  CheckSide(event, knowledge, &violations);
  return violations.ToStatus();
}

// Whether the session was begun, or its day has come. One of an earlier
// routine, of which no day is known any more, is not ahead.
bool HasCome(const storage::v1::PatientState& before, int number,
             absl::CivilDay today) {
  const storage::v1::PatientFacts& facts = before.facts();
  const bool is_begun =
      absl::c_any_of(facts.logs(),
                     [&](const storage::v1::LogFact& fact) {
                       return fact.log().session_number() == number;
                     }) ||
      absl::c_any_of(facts.check_ins(),
                     [&](const storage::v1::CheckInFact& fact) {
                       return fact.session_number() == number;
                     });
  if (is_begun) return true;
  // While the gate is closed the block rests on the days that it had.
  const v1::Routine& block = BlockOutline(before);
  return absl::c_none_of(block.sessions(), [&](const v1::Session& session) {
    return session.number() == number &&
           engine::ToCivilDay(session.date()) > today;
  });
}

// What depends on the patient.
absl::Status CheckPossible(const v1::AdverseEvent& event,
                           const storage::v1::PatientState& before,
                           absl::Time now) {
  const std::string& zone = before.facts().time_zone();
  const absl::CivilDay today = DayIn(zone, now);
  Violations violations;
  const absl::CivilDay onset = engine::ToCivilDay(event.onset_date());
  if (onset > today || today - onset > kOldestDays) {
    violations.Add("adverse_event.onset_date",
                   "must not be after today nor more than 366 days ago");
  } else if (onset < DayIn(zone, FromTimestamp(before.head().create_time()))) {
    violations.Add("adverse_event.onset_date",
                   "must not be before the day on which the patient was "
                   "created");
  }
  if (event.session_number() > before.head().highest_session()) {
    violations.Add("adverse_event.session_number",
                   "is not a session of the routine");
  } else if (event.session_number() > 0 &&
             !HasCome(before, event.session_number(), today)) {
    violations.Add("adverse_event.session_number",
                   "lies ahead: it was not begun, and its day is after today");
  }
  return violations.ToStatus();
}

// The entry without what the register finds out itself.
v1::AdverseEvent Told(const v1::AdverseEvent& event) {
  v1::AdverseEvent told = event;
  told.clear_name();
  told.clear_dose();
  told.clear_pack_version();
  told.clear_pack_hash();
  told.clear_routine_revision();
  told.clear_create_time();
  told.clear_reporter();
  told.clear_reporter_role();
  return told;
}

// Whether what is told of `side` says nothing of left and right.
bool HasNoSide(knowledge::v1::Side side) {
  return side == knowledge::v1::SIDE_UNSPECIFIED ||
         side == knowledge::v1::SIDE_MIDLINE;
}

// The dose of `item` on `side`: where one of both has no side, the largest one;
// nullptr when it stands on the other side alone.
const v1::Dose* DoseOn(knowledge::v1::Side side, const v1::SessionItem& item) {
  const v1::Dose* most = nullptr;
  for (const v1::Dose& dose : item.doses()) {
    if (dose.side() == side) return &dose;
    if (!HasNoSide(side) && !HasNoSide(dose.side())) continue;
    if (most == nullptr || dose.sets() > most->sets()) most = &dose;
  }
  return most;
}

// Links the entry to the routine in which its session stood at `time`, and to
// the dose of its exercise there.
absl::Status LinkSession(IssuedRoutines* routines, absl::Time time,
                         v1::AdverseEvent* event) {
  if (event->session_number() == 0) return absl::OkStatus();
  int64_t revision = 0;
  const auto choose = [&](const v1::Routine& routine) -> const v1::Session* {
    for (const v1::Session& session : routine.sessions()) {
      if (session.number() != event->session_number()) continue;
      revision = routine.revision();
      return &session;
    }
    return nullptr;
  };
  TONUS_ASSIGN_OR_RETURN(const std::optional<v1::Session> session,
                         routines->FindSession(time, choose));
  if (!session.has_value()) return absl::OkStatus();
  event->set_routine_revision(revision);
  for (const v1::SessionItem& item : session->items()) {
    if (item.exercise() != event->exercise() || item.doses().empty()) continue;
    if (const v1::Dose* dose = DoseOn(event->side(), item)) {
      *event->mutable_dose() = *dose;
    }
    break;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Serialized<v1::RecordAdverseEventResponse>>
ProgressService::RecordAdverseEvent(
    Call& call, const v1::RecordAdverseEventRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const PatientName parent,
                         PatientName::Parse(request.parent(), "parent"));
  const PatientRef ref = RefOf(call, parent.patient);
  Command command =
      CommandFor("tonus.v1.ProgressService.RecordAdverseEvent", request);
  command.check = [&](const engine::Knowledge& knowledge) {
    return Check(request, knowledge, call.time);
  };
  command.record =
      [&](const engine::Knowledge& knowledge,
          const storage::v1::PatientState& before) -> absl::StatusOr<Record> {
    TONUS_RETURN_IF_ERROR(
        CheckPossible(request.adverse_event(), before, call.time));
    Record record;
    storage::v1::AdverseEventFact* fact =
        record.event.emplace().mutable_adverse_event_recorded();
    *fact->mutable_effective_time() = ToTimestamp(call.time);
    v1::AdverseEvent* event = fact->mutable_adverse_event();
    *event = Told(request.adverse_event());
    event->set_pack_hash(std::string(knowledge.hash()));
    event->set_pack_version(std::string(knowledge.version()));
    IssuedRoutines routines(&log_.records(), ref);
    TONUS_RETURN_IF_ERROR(LinkSession(&routines, call.time, event));
    fact->set_fact_id(FactId(request.request_id(), *fact));
    return record;
  };
  command.decide = [&](const Change& change) -> absl::StatusOr<Decision> {
    TONUS_ASSIGN_OR_RETURN(
        Decision decision,
        DecideAfterReading(log_, ref, change,
                           DayIn(change.after.facts().time_zone(), call.time)));
    const LogOutcome gate =
        GateAfterLog(change.before.outline(), *decision.interpretation);
    v1::RecordAdverseEventResponse response;
    *response.mutable_adverse_event() =
        AdverseEventOf(parent.patient, change.event);
    response.set_gate(gate.gate());
    *response.mutable_notices() = gate.notices();
    response.set_revision(change.event.revision());
    decision.response = engine::DeterministicBytes(response);
    return decision;
  };
  return WriteAndReply<v1::RecordAdverseEventResponse>(log_, call,
                                                       parent.patient, command);
}

}  // namespace tonus
