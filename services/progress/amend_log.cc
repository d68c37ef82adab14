// SPDX-License-Identifier: Apache-2.0
// ProgressService.AmendLog: corrects what was logged.

#include <optional>
#include <string>
#include <utility>

#include "services/engine/deterministic_bytes.h"
#include "services/engine/interpretation.h"
#include "services/patient/change_review.h"
#include "services/patient/reopening.h"
#include "services/patient/reply.h"
#include "services/patient/routine_replay.h"
#include "services/patient/state_excerpts.h"
#include "services/progress/log_amendment.h"
#include "services/progress/log_changes.h"
#include "services/progress/log_command.h"
#include "services/progress/logged_fact.h"
#include "services/progress/planned_session.h"
#include "services/progress/progress_service.h"
#include "services/resource_names.h"
#include "services/validation/amendment.h"
#include "services/validation/log_entry.h"

namespace tonus {
namespace {

absl::Status Check(const v1::AmendLogRequest& request,
                   const engine::Knowledge& knowledge, absl::Time now) {
  Violations violations;
  CheckAmendment(request, "entry", request.has_entry(), &violations);
  if (request.has_entry()) {
    CheckLogEntry("entry", request.entry(), knowledge, now, &violations);
  }
  return violations.ToStatus();
}

// The log that is in force now; after a withdrawal the one that was withdrawn.
v1::LogEntry AmendedEntry(const std::string& patient, const Change& change) {
  const storage::v1::LogAmendment& amendment = change.event.log_amended();
  if (amendment.has_fact()) {
    return LogEntryOf(patient, change.event, change.etag);
  }
  storage::v1::Event event;
  RecordIn(amendment.superseded(), &event);
  event.set_revision(amendment.superseded_revisions(0));
  v1::LogEntry entry = LogEntryOf(patient, event, /*etag=*/"");
  TellSupersededLog(patient, change.after.head(), event.revision(), &entry);
  return entry;
}

absl::StatusOr<v1::AmendLogResponse> Respond(const PatientLog& log,
                                             const PatientRef& ref,
                                             const Change& change,
                                             const Decision& decision) {
  const storage::v1::PatientFacts& facts = change.after.facts();
  v1::AmendLogResponse response =
      GateAfterLog(decision.routine.has_value() ? *decision.routine
                                                : change.before.outline(),
                   *decision.interpretation);
  *response.mutable_entry() = AmendedEntry(ref.patient, change);
  if (change.event.log_amended().has_fact()) {
    IssuedRoutines routines(&log.records(), ref);
    TONUS_RETURN_IF_ERROR(TellDerived(
        {change.knowledge, facts, ZoneOf(facts.time_zone())}, &routines,
        *LoggedFactIn(change.event), response.mutable_entry()));
  }
  response.set_revision(change.event.revision());
  TellChanges(change, decision, &response);
  return response;
}

absl::StatusOr<Decision> Decide(const PatientLog& log, const PatientRef& ref,
                                const Change& change, const Call& call) {
  const storage::v1::PatientFacts& facts = change.after.facts();
  const absl::CivilDay today = DayIn(facts.time_zone(), call.time);
  Decision decision;
  const v1::Interpretation& interpretation = decision.interpretation.emplace(
      engine::Interpret(change.knowledge, facts, today));
  TONUS_RETURN_IF_ERROR(
      CheckReopening(call, change, today, interpretation.gate()));
  if (change.before.has_outline()) {
    TONUS_ASSIGN_OR_RETURN(v1::Routine routine,
                           ReplayRoutine(change.knowledge, log, ref, change,
                                         interpretation, today));
    decision.rests = routine.rests();
    TONUS_RETURN_IF_ERROR(IssueOrPropose(log, ref, change, interpretation,
                                         today, std::move(routine), &decision));
  }
  TONUS_ASSIGN_OR_RETURN(const v1::AmendLogResponse response,
                         Respond(log, ref, change, decision));
  decision.response = engine::DeterministicBytes(response);
  return decision;
}

}  // namespace

absl::StatusOr<Serialized<v1::AmendLogResponse>> ProgressService::AmendLog(
    Call& call, const v1::AmendLogRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const LogName name, LogName::Parse(request.name()));
  const PatientRef ref = RefOf(call, name.patient);
  Command command = CommandFor("tonus.v1.ProgressService.AmendLog", request);
  command.check = [&](const engine::Knowledge& knowledge) {
    return Check(request, knowledge, call.time);
  };
  command.record =
      [&](const engine::Knowledge& knowledge,
          const storage::v1::PatientState& before) -> absl::StatusOr<Record> {
    Record record;
    TONUS_ASSIGN_OR_RETURN(
        *record.event.emplace().mutable_log_amended(),
        LogAmendmentOf(call, request, name.patient, name.revision, before,
                       log_.records(), knowledge));
    record.event->set_reason_code(v1::AmendmentReason_Name(request.reason()));
    return record;
  };
  command.decide = [&](const Change& change) {
    return Decide(log_, ref, change, call);
  };
  return WriteAndReply<v1::AmendLogResponse>(log_, call, name.patient, command);
}

}  // namespace tonus
