// SPDX-License-Identifier: Apache-2.0
// RoutineService.RunRelief: one message of a run.

#include "services/engine/deterministic_bytes.h"
#include "services/engine/relief_answer.h"
#include "services/error.h"
#include "services/patient/reply.h"
#include "services/resource_names.h"
#include "services/routine/relief_command.h"
#include "services/routine/routine_service.h"
#include "services/validation/equipment.h"
#include "services/validation/number.h"
#include "services/validation/request_id.h"
#include "services/validation/screening.h"

namespace tonus {
namespace {

constexpr int kMaxPain = 10;

void CheckBeginning(const v1::ReliefBeginning& begin,
                    const engine::Knowledge& knowledge,
                    Violations* violations) {
  CheckRecheck("begin.recheck", begin.recheck(), knowledge, violations);
  if (begin.has_pain()) {
    CheckRange("begin.pain", begin.pain(), 0, kMaxPain, "", violations);
  } else if (!TellsClosingFlag(begin.recheck(), knowledge)) {
    violations->Add("begin.pain", "is required, in [0, 10]");
  }
  CheckEquipment("begin.equipment.equipment", begin.equipment().equipment(),
                 knowledge, violations);
}

void CheckReport(const v1::ReliefReport& report, Violations* violations) {
  if (report.run().empty()) violations->Add("report.run", "is required");
  if (report.step().empty()) violations->Add("report.step", "is required");
  const v1::ReliefFeedback& feedback = report.feedback();
  // Harm counts without a number.
  if (!feedback.has_pain_now() && !engine::TellsHarm(feedback)) {
    violations->Add("report.feedback.pain_now", "is required, in [0, 10]");
  }
  CheckRange("report.feedback.pain_now", feedback.pain_now(), 0, kMaxPain, "",
             violations);
  CheckRange("report.feedback.peak_pain", feedback.peak_pain(), 0, kMaxPain, "",
             violations);
  CheckEnum("report.feedback.stop_symptom", feedback.stop_symptom(),
            violations);
}

void CheckSaid(const v1::RunReliefRequest& request,
               const engine::Knowledge& knowledge, Violations* violations) {
  CheckOptionalId("request_id", request.request_id(), violations);
  if (request.request_id().empty() &&
      request.said_case() != v1::RunReliefRequest::kResume) {
    violations->Add("request_id",
                    "is required, so that a message that is repeated counts "
                    "once");
  }
  switch (request.said_case()) {
    case v1::RunReliefRequest::kBegin:
      CheckBeginning(request.begin(), knowledge, violations);
      break;
    case v1::RunReliefRequest::kReport:
      CheckReport(request.report(), violations);
      break;
    case v1::RunReliefRequest::kResume:
    case v1::RunReliefRequest::kStop:
      if (!request.resume() && !request.stop()) {
        violations->Add("said", "must be true");
      }
      break;
    case v1::RunReliefRequest::SAID_NOT_SET:
      violations->Add("said", "is required: begin, report, resume or stop");
  }
}

}  // namespace

absl::StatusOr<Serialized<v1::RunReliefResponse>> RoutineService::RunRelief(
    Call& call, const v1::RunReliefRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const PatientName name,
                         PatientName::Parse(request.name()));
  const auto check = [&](const engine::Knowledge& knowledge) {
    Violations violations;
    CheckSaid(request, knowledge, &violations);
    return violations.ToStatus();
  };
  const ReliefCommand relief(call, request, name, log_);
  if (request.resume()) {
    const PatientRef ref = RefOf(call, name.patient);
    TONUS_ASSIGN_OR_RETURN(const storage::v1::PatientState state,
                           log_.ReadState(ref));
    TONUS_ASSIGN_OR_RETURN(const SharedPack pack, log_.ReadPack(ref, state));
    TONUS_RETURN_IF_ERROR(check(*pack));
    call.revision = state.head().revision();
    return Serialized<v1::RunReliefResponse>{
        engine::DeterministicBytes(relief.Read(*pack, state))};
  }
  Command command = CommandFor("tonus.v1.RoutineService.RunRelief", request);
  command.check = check;
  command.record = [&](const engine::Knowledge& knowledge,
                       const storage::v1::PatientState& before) {
    return relief.RecordSaid(knowledge, before);
  };
  command.decide = [&](const Change& change) { return relief.Decide(change); };
  return WriteAndReply<v1::RunReliefResponse>(log_, call, name.patient,
                                              command);
}

}  // namespace tonus
