// SPDX-License-Identifier: Apache-2.0
#include "services/routine/routine_service.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/engine/deterministic_bytes.h"
#include "services/engine/explanation.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/engine/stricter.h"
#include "services/error.h"
#include "services/patient/done_sessions.h"
#include "services/patient/reply.h"
#include "services/patient/safe_plan.h"
#include "services/patient/state_excerpts.h"
#include "services/routine/check_in_command.h"
#include "services/routine/relief_day.h"
#include "services/routine/session_choice.h"
#include "services/routine/session_reads.h"
#include "services/routine/sessions_today.h"
#include "services/routine/stored_reply.h"
#include "services/timestamp.h"
#include "services/validation/equipment.h"
#include "services/validation/number.h"
#include "services/validation/request_id.h"
#include "services/validation/screening.h"

namespace tonus {
namespace {

constexpr int kMaxSessions = 18;
constexpr int kLeastMinutesToday = 10;
constexpr int kMostMinutesToday = 60;

// Returns the field of the subject, for a violation.
absl::string_view SubjectField(const v1::ExplainRoutineRequest& request) {
  switch (request.subject_case()) {
    case v1::ExplainRoutineRequest::kMuscle:
      return "muscle";
    case v1::ExplainRoutineRequest::kExercise:
      return "exercise";
    case v1::ExplainRoutineRequest::kDecision:
      return "decision";
    case v1::ExplainRoutineRequest::kOverview:
      return "overview";
    case v1::ExplainRoutineRequest::SUBJECT_NOT_SET:
      break;
  }
  return "subject";
}

absl::Status CheckStart(const v1::StartSessionRequest& request,
                        const engine::Knowledge& knowledge) {
  Violations violations;
  CheckOptionalId("request_id", request.request_id(), &violations);
  CheckRecheck("recheck", request.recheck(), knowledge, &violations);
  if (request.has_pain_before()) {
    CheckRange("pain_before", request.pain_before(), 0, 10, "", &violations);
  } else if (!TellsClosingFlag(request.recheck(), knowledge)) {
    violations.Add("pain_before", "is required, in [0, 10]");
  }
  if (request.has_minutes_today()) {
    CheckRange("minutes_today", request.minutes_today(), kLeastMinutesToday,
               kMostMinutesToday, "minutes", &violations);
  }
  CheckEquipment("equipment_today.equipment",
                 request.equipment_today().equipment(), knowledge, &violations);
  return violations.ToStatus();
}

}  // namespace

absl::StatusOr<Serialized<v1::GetRoutineResponse>> RoutineService::GetRoutine(
    Call& call, const v1::GetRoutineRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const RoutineName name,
                         RoutineName::Parse(request.name()));
  const PatientRef ref = RefOf(call, name.patient);
  TONUS_ASSIGN_OR_RETURN(const RoutineToday today,
                         ReadToday(log_, ref, call.time));
  call.revision = today.current.revision();
  v1::GetRoutineResponse response;
  response.set_revision(today.current.outline().revision());
  if (today.anew.has_value()) {
    return ReplyWithRoutine(engine::DeterministicBytes(*today.anew), response);
  }
  if (request.if_revision_differs() == response.revision()) {
    response.set_not_modified(true);
    return Serialized<v1::GetRoutineResponse>{response.SerializeAsString()};
  }
  TONUS_ASSIGN_OR_RETURN(const std::string routine,
                         log_.records().ReadRoutine(ref, response.revision()));
  return ReplyWithRoutine(routine, response);
}

absl::StatusOr<Serialized<v1::GetSessionResponse>> RoutineService::GetSession(
    Call& call, const v1::GetSessionRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const SessionName name,
                         SessionName::Parse(request.name()));
  Violations violations;
  CheckRange("count", request.count(), 0, kMaxSessions, "", &violations);
  TONUS_RETURN_IF_ERROR(violations.ToStatus());

  for (int read = 0; read < kMaxReads; ++read) {
    TONUS_ASSIGN_OR_RETURN(auto response, ReadSession(call, name, request));
    if (response.has_value()) return *std::move(response);
  }
  return ReadContended();
}

absl::StatusOr<std::optional<Serialized<v1::GetSessionResponse>>>
RoutineService::ReadSession(Call& call, const SessionName& name,
                            const v1::GetSessionRequest& request) const {
  const PatientRef ref = RefOf(call, name.patient);
  TONUS_ASSIGN_OR_RETURN(const RoutineToday today,
                         ReadToday(log_, ref, call.time));
  const storage::v1::CurrentRoutine& current = today.current;
  const v1::Routine& outline = current.outline();
  call.revision = current.revision();
  v1::GetSessionResponse response;
  FillHead(today, call, request.if_revision_differs(), &response);
  if (outline.gate() != v1::GATE_OK) return ReplyWithSessions({}, response);

  const int next = NextSessionToday(current, call);
  response.set_block_complete(next == 0);
  TONUS_ASSIGN_OR_RETURN(const int number, ChooseSession(name, outline, next));
  if (number == 0) return ReplyWithSessions({}, response);
  response.set_rest_day(!name.number.has_value() &&
                        IsRestDay(current, number, call));
  if (response.not_modified()) return ReplyWithSessions({}, response);
  TONUS_ASSIGN_OR_RETURN(std::vector<std::string> sessions,
                         SessionsOf(today, log_.records(), ref, number,
                                    std::max(1, request.count())));
  if (!BelongTo(sessions, outline.revision())) return std::nullopt;
  const absl::StatusOr<SharedPack> pack =
      log_.packs().OfRoutine(ref.tenant, outline, ref.deadline);
  // Where the pack is of no use the session is served as it was planned.
  if (!pack.ok() && !absl::IsFailedPrecondition(pack.status())) {
    return pack.status();
  }
  if (pack.ok()) {
    *response.mutable_pain_zones() = (*pack)->pack().pain_zones();
    TONUS_RETURN_IF_ERROR(FitToToday(**pack, call, today, log_.records(), ref,
                                     number, &sessions));
  }
  TONUS_ASSIGN_OR_RETURN(const bool agree,
                         Relieve(call, ref, current, number,
                                 response.mutable_pain_zones(), &sessions));
  if (!agree) return std::nullopt;
  return ReplyWithSessions(sessions, response);
}

absl::StatusOr<bool> RoutineService::Relieve(
    const Call& call, const PatientRef& ref,
    const storage::v1::CurrentRoutine& current, int first,
    engine::PainZones* zones, std::vector<std::string>* sessions) const {
  const int relieved = current.relief().session_number() - first;
  if (!IsReliefDay(current, call.time) || relieved < 0 ||
      relieved >= static_cast<int>(sessions->size())) {
    return true;
  }
  TONUS_ASSIGN_OR_RETURN(storage::v1::PatientState state, log_.ReadState(ref));
  if (state.head().revision() != current.revision()) return false;
  TONUS_ASSIGN_OR_RETURN(const SharedPack pack, log_.ReadPack(ref, state));
  TONUS_RETURN_IF_ERROR(
      ReadDone(*pack, log_.records(), ref, state.facts(), &state));
  TONUS_ASSIGN_OR_RETURN((*sessions)[relieved],
                         RelieveSession(*pack, ref.patient, state, call.time,
                                        (*sessions)[relieved]));
  if (zones == nullptr || relieved != 0) return true;
  TONUS_ASSIGN_OR_RETURN(const v1::Session session,
                         ParseStored<v1::Session>(sessions->front()));
  if (session.relief()) {
    *zones = engine::ZonesOfRelief(*zones, LastPainBefore(state));
  }
  return true;
}

absl::StatusOr<Serialized<v1::StartSessionResponse>>
RoutineService::StartSession(Call& call,
                             const v1::StartSessionRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const SessionName name,
                         SessionName::Parse(request.name()));
  const CheckInCommand check_in(call, request, name, log_);
  Command command = CommandFor("tonus.v1.RoutineService.StartSession", request);
  command.check = [&](const engine::Knowledge& knowledge) {
    return CheckStart(request, knowledge);
  };
  command.record = [&](const engine::Knowledge& knowledge,
                       const storage::v1::PatientState& before) {
    return check_in.RecordCheckIn(knowledge, before);
  };
  command.decide = [&](const Change& change) {
    return check_in.Decide(change);
  };
  return WriteAndReply<v1::StartSessionResponse>(log_, call, name.patient,
                                                 command);
}

absl::StatusOr<v1::ExplainRoutineResponse> RoutineService::ExplainRoutine(
    Call& call, const v1::ExplainRoutineRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const RoutineName name,
                         RoutineName::Parse(request.name()));
  const PatientRef ref = RefOf(call, name.patient);
  TONUS_ASSIGN_OR_RETURN(const storage::v1::PatientState state,
                         log_.ReadState(ref));
  if (!state.has_outline()) {
    return NotFound("tonus.v1.Routine", request.name());
  }
  TONUS_ASSIGN_OR_RETURN(const SharedPack pack, log_.ReadPack(ref, state));
  call.revision = state.head().revision();
  TONUS_ASSIGN_OR_RETURN(const std::optional<v1::Routine> anew,
                         JudgeAnew(*pack, log_, ref, state, call.time));
  v1::Routine routine;
  if (anew.has_value()) {
    routine = *anew;
  } else {
    TONUS_ASSIGN_OR_RETURN(
        const std::string bytes,
        log_.records().ReadRoutine(ref, state.head().routine_revision()));
    TONUS_ASSIGN_OR_RETURN(routine, ParseStored<v1::Routine>(bytes));
  }

  // What was concluded on the day as of which the routine is shown; without
  // what waits for a review or was rejected, as in the routine.
  const absl::CivilDay day = DayIn(
      state.facts().time_zone(),
      anew.has_value() ? call.time : FromTimestamp(routine.create_time()));
  TONUS_ASSIGN_OR_RETURN(const Agreement agreed,
                         ReadAgreement(log_, ref, state));
  const v1::Interpretation interpretation =
      engine::WithSafetyOf(engine::Interpret(*pack, state.facts(), day),
                           engine::Interpret(*pack, agreed.state.facts(), day));
  absl::StatusOr<v1::Explanation> explanation = engine::Explain(
      *pack, {agreed.state.facts(), interpretation, routine}, request);
  if (absl::IsInvalidArgument(explanation.status())) {
    Violations violations;
    violations.Add(SubjectField(request), explanation.status().message());
    return violations.ToStatus();
  }
  if (!explanation.ok()) return explanation.status();
  v1::ExplainRoutineResponse response;
  *response.mutable_explanation() = *std::move(explanation);
  return response;
}

}  // namespace tonus
