// SPDX-License-Identifier: Apache-2.0
#include "services/progress/progress_service.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/interpretation.h"
#include "services/engine/progress.h"
#include "services/error.h"
#include "services/patient/change_review.h"
#include "services/patient/event_chain.h"
#include "services/patient/event_list.h"
#include "services/patient/gate.h"
#include "services/patient/log_replan.h"
#include "services/patient/reply.h"
#include "services/patient/request_record.h"
#include "services/patient/state_excerpts.h"
#include "services/progress/session_log_resource.h"
#include "services/progress/stop_symptoms.h"
#include "services/resource_names.h"
#include "services/validation/request_id.h"
#include "services/validation/session_log.h"

namespace tonus {
namespace {

absl::Status Violation(absl::string_view field, absl::string_view description) {
  Violations violations;
  violations.Add(field, description);
  return violations.ToStatus();
}

// The gate that holds: that of the routine, or a worse one that was concluded.
std::string LogSessionReply(const std::string& patient,
                            const storage::v1::Event& event,
                            absl::string_view etag, const v1::Routine& outline,
                            const v1::Interpretation& interpretation) {
  v1::LogSessionResponse response;
  const bool stays = IsWorse(outline.gate(), interpretation.gate());
  response.set_gate(stays ? outline.gate() : interpretation.gate());
  *response.mutable_notices() =
      stays ? outline.notices() : interpretation.notices();
  *response.mutable_session_log() = SessionLogOf(patient, event, etag);
  response.set_revision(event.revision());
  return engine::DeterministicBytes(response);
}

// Returns the fact that was recorded under that log id, or null.
const storage::v1::LogFact* FindLog(const storage::v1::PatientFacts& facts,
                                    absl::string_view log_id) {
  if (log_id.empty()) return nullptr;
  for (const storage::v1::LogFact& fact : facts.logs()) {
    if (fact.log().log_id() == log_id) return &fact;
  }
  return nullptr;
}

// Returns what was answered when the log with that id was recorded, with the
// gate of now.
absl::StatusOr<Record> FirstReply(const PatientRecords& records,
                                  const PatientRef& ref,
                                  const storage::v1::PatientState& now,
                                  const v1::Interpretation& interpretation,
                                  absl::string_view log_id) {
  Record record;
  TONUS_RETURN_IF_ERROR(records.VisitEventsBackward(
      ref, now.head().revision() + 1, [&](const StoredEvent& stored) {
        if (stored.event.session_logged().log().log_id() != log_id) return true;
        record.response =
            LogSessionReply(ref.patient, stored.event,
                            Etag(stored.event.revision(), stored.sha256),
                            now.outline(), interpretation);
        return false;
      }));
  if (record.response.empty()) {
    return absl::DataLossError("a log is known but its event is missing");
  }
  return record;
}

}  // namespace

absl::StatusOr<Serialized<v1::LogSessionResponse>> ProgressService::LogSession(
    Call& call, const v1::LogSessionRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const PatientName parent,
                         PatientName::Parse(request.parent(), "parent"));
  const std::string& log_id = request.session_log().log_id();

  const auto interpret = [&](const engine::Knowledge& knowledge,
                             const storage::v1::PatientFacts& facts) {
    return engine::Interpret(knowledge, facts,
                             DayIn(facts.time_zone(), call.time));
  };
  Command command;
  command.method = "tonus.v1.ProgressService.LogSession";
  command.request = &request;
  command.request_id = request.request_id();
  command.etag = request.etag();
  command.check = [&](const engine::Knowledge& knowledge) {
    Violations violations;
    CheckOptionalId("request_id", request.request_id(), &violations);
    if (!request.has_session_log()) {
      violations.Add("session_log", "is required");
    }
    CheckSessionLog("session_log", request.session_log(), knowledge, call.time,
                    &violations);
    return violations.ToStatus();
  };
  command.record =
      [&](const engine::Knowledge& knowledge,
          const storage::v1::PatientState& before) -> absl::StatusOr<Record> {
    if (!before.has_outline()) {
      return NotFound("tonus.v1.Routine",
                      RoutineName{parent.patient}.ToString());
    }
    storage::v1::LogFact fact = LogFactOf(request.session_log(), call.time);
    if (const auto* known = FindLog(before.facts(), log_id); known != nullptr) {
      if (engine::DeterministicBytes(known->log()) !=
          engine::DeterministicBytes(fact.log())) {
        return Violation("session_log.log_id",
                         "was used for other content; use a new one");
      }
      return FirstReply(log_.records(), RefOf(call, parent.patient), before,
                        interpret(knowledge, before.facts()), log_id);
    }
    // Also one of a routine that was replaced since: a late log still counts.
    if (fact.log().session_number() > before.head().highest_session()) {
      return Violation("session_log.session_number",
                       "is not a session of the routine");
    }
    fact.set_fact_id(log_id.empty() ? FactId(request.request_id(), fact)
                                    : log_id);
    Record record;
    *record.event.emplace().mutable_session_logged() = std::move(fact);
    return record;
  };
  command.decide = [&](const Change& change) -> absl::StatusOr<Decision> {
    const storage::v1::PatientFacts& facts = change.after.facts();
    const v1::Interpretation interpretation =
        interpret(change.knowledge, facts);
    const absl::CivilDay today = DayIn(facts.time_zone(), call.time);
    Decision decision;
    std::optional<v1::Routine> routine = RoutineAfterLog(
        change.knowledge, change.before, change.after, interpretation, today);
    if (routine.has_value()) {
      TONUS_RETURN_IF_ERROR(IssueOrPropose(
          log_.records(), RefOf(call, parent.patient), change, interpretation,
          today, *std::move(routine), &decision));
    }
    decision.response =
        LogSessionReply(parent.patient, change.event, change.etag,
                        change.before.outline(), interpretation);
    return decision;
  };
  return WriteAndReply<v1::LogSessionResponse>(log_, call, parent.patient,
                                               command);
}

absl::StatusOr<v1::ListLogsResponse> ProgressService::ListLogs(
    Call& call, const v1::ListLogsRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const PatientName parent,
                         PatientName::Parse(request.parent(), "parent"));
  TONUS_ASSIGN_OR_RETURN(const EventPage page,
                         ListEvents(log_.records(), call, parent.patient,
                                    {.list = "ListLogs",
                                     .matches =
                                         [](const storage::v1::Event& event) {
                                           return event.has_session_logged();
                                         },
                                     .page_size = request.page_size(),
                                     .page_token = request.page_token()}));
  v1::ListLogsResponse response;
  for (const StoredEvent& stored : page.events) {
    *response.add_session_logs() =
        SessionLogOf(parent.patient, stored.event,
                     Etag(stored.event.revision(), stored.sha256));
  }
  response.set_next_page_token(page.next_page_token);
  return response;
}

absl::StatusOr<v1::Progress> ProgressService::GetProgress(
    Call& call, const v1::GetProgressRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const ProgressName name,
                         ProgressName::Parse(request.name()));
  const PatientRef ref = RefOf(call, name.patient);
  TONUS_ASSIGN_OR_RETURN(const storage::v1::PatientState state,
                         log_.ReadState(ref));
  TONUS_ASSIGN_OR_RETURN(const SharedPack pack, log_.ReadPack(ref, state));
  call.revision = state.head().revision();
  v1::Routine routine;
  if (state.has_outline()) {
    TONUS_ASSIGN_OR_RETURN(
        const std::string bytes,
        log_.records().ReadRoutine(ref, state.head().routine_revision()));
    TONUS_ASSIGN_OR_RETURN(routine, ParseStored<v1::Routine>(bytes));
  }
  const absl::TimeZone zone = ZoneOf(state.facts().time_zone());
  v1::Progress progress = engine::SummarizeProgress(
      *pack, state.facts(), routine, absl::ToCivilDay(call.time, zone), zone);
  progress.set_name(name.ToString());
  // What a clinician must see comes first.
  auto* statements = progress.mutable_statements();
  int first = 0;
  for (const std::string& statement : StopSymptomStatements(state.facts())) {
    *statements->Add() = statement;
    for (int i = statements->size() - 1; i > first; --i) {
      statements->SwapElements(i, i - 1);
    }
    ++first;
  }
  return progress;
}

}  // namespace tonus
