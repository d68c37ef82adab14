// SPDX-License-Identifier: Apache-2.0
// A clinician's dated statement that a condition or red flag may be trained
// with.
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "services/engine/adverse_event_referral.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/engine/log_referral.h"
#include "services/engine/red_flags.h"
#include "services/engine/relief_referral.h"
#include "services/engine/retest_effects.h"
#include "services/patient/patient_service.h"
#include "services/patient/replan.h"
#include "services/patient/reply.h"
#include "services/patient/state_excerpts.h"
#include "services/resource_names.h"
#include "services/validation/override.h"
#include "services/validation/request_id.h"
#include "services/validation/time.h"

namespace tonus {
namespace {

constexpr int64_t kDaysPerWeek = 7;

bool NeedsClearance(const engine::Knowledge& knowledge,
                    const std::string& subject) {
  const auto* condition = knowledge.FindCondition(subject);
  if (condition != nullptr) {
    return condition->gate() == knowledge::v1::CONDITION_GATE_BLOCK ||
           condition->gate() == knowledge::v1::CONDITION_GATE_CLEARANCE;
  }
  if (subject == engine::kReliefLimits ||
      engine::MayReferAfterLogs(knowledge, subject) ||
      engine::MayReferAfterRetests(knowledge, subject) ||
      engine::MayReferAfterAdverseEvents(knowledge, subject)) {
    return true;
  }
  const auto* flag = knowledge.FindRedFlag(subject);
  return flag != nullptr && engine::LocksUntilCleared(*flag);
}

void CheckClearance(const v1::RecordClearanceRequest& request,
                    const engine::Knowledge& knowledge, absl::Time now,
                    Violations* violations) {
  const v1::Clearance& clearance = request.clearance();
  if (!request.has_clearance()) {
    violations->Add("clearance", "is required");
  } else if (!NeedsClearance(knowledge, clearance.subject())) {
    violations->Add("clearance.subject",
                    "is no condition or red flag of the pack that needs a "
                    "clearance, nor R-809, the rule of relief runs that ended "
                    "for safety, nor a rule that refers after logs; GetPack "
                    "lists them");
  }
  if (clearance.has_date()) {
    CheckPastDate("clearance.date", clearance.date(), now, violations);
  }
  CheckOverrideReason("reason", request.reason(), violations);
}

// What is told of a clearance beside the routine.
v1::RecordClearanceResponse ResponseOf(const engine::Knowledge& knowledge,
                                       const v1::Clearance& clearance,
                                       const v1::Interpretation& interpretation,
                                       absl::CivilDay today) {
  const absl::CivilDay end =
      engine::ToCivilDay(clearance.date()) +
      knowledge.pack().session().clearance_weeks() * kDaysPerWeek - 1;
  v1::RecordClearanceResponse response;
  *response.mutable_clearance() = clearance;
  *response.mutable_end_date() = engine::ToDate(end);
  response.set_in_force(today <= end &&
                        absl::c_none_of(interpretation.notices(),
                                        [&](const v1::SafetyNotice& notice) {
                                          return notice.subject() ==
                                                 clearance.subject();
                                        }));
  response.set_gate(interpretation.gate());
  *response.mutable_notices() = interpretation.notices();
  return response;
}

}  // namespace

absl::StatusOr<Serialized<v1::RecordClearanceResponse>>
PatientService::RecordClearance(Call& call,
                                const v1::RecordClearanceRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const PatientName name,
                         PatientName::Parse(request.name()));
  Command command =
      CommandFor("tonus.v1.PatientService.RecordClearance", request);
  command.check = [&](const engine::Knowledge& knowledge) {
    Violations violations;
    CheckOptionalId("request_id", request.request_id(), &violations);
    CheckClearance(request, knowledge, call.time, &violations);
    return violations.ToStatus();
  };
  command.record =
      [&](const engine::Knowledge&,
          const storage::v1::PatientState& before) -> absl::StatusOr<Record> {
    const absl::CivilDay today = DayIn(before.facts().time_zone(), call.time);
    if (request.clearance().has_date() &&
        engine::ToCivilDay(request.clearance().date()) > today) {
      Violations violations;
      violations.Add("clearance.date",
                     "must not lie in the future in the time zone of the "
                     "patient");
      return violations.ToStatus();
    }
    storage::v1::Event event;
    auto* record = event.mutable_clearance_recorded();
    *record->mutable_clearance() = request.clearance();
    if (!request.clearance().has_date()) {
      *record->mutable_clearance()->mutable_date() = engine::ToDate(today);
    }
    record->set_reason(request.reason());
    event.set_reason_code(v1::OverrideReason_Name(request.reason()));
    return Record{std::move(event), ""};
  };
  command.decide = [&](const Change& change) -> absl::StatusOr<Decision> {
    const storage::v1::PatientFacts& facts = change.after.facts();
    const absl::CivilDay today = DayIn(facts.time_zone(), call.time);
    v1::RecordClearanceResponse response = ResponseOf(
        change.knowledge, change.event.clearance_recorded().clearance(),
        engine::Interpret(change.knowledge, facts, today), today);
    response.set_revision(change.event.revision());
    Decision decision;
    TONUS_ASSIGN_OR_RETURN(
        std::optional<Replanned> replanned,
        Replan(change.knowledge, log_, RefOf(call, name.patient), change.before,
               change.after, today, Basis::kAgreed));
    if (replanned.has_value()) {
      response.set_routine(RoutineName{name.patient}.ToString());
      decision.routine = std::move(replanned->routine);
    }
    decision.response = engine::DeterministicBytes(response);
    return decision;
  };
  return WriteAndReply<v1::RecordClearanceResponse>(log_, call, name.patient,
                                                    command);
}

}  // namespace tonus
