// SPDX-License-Identifier: Apache-2.0
// What the routine would be, if: of which nothing is stored.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/assessment/assessment_resource.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/engine/override_fold.h"
#include "services/engine/replay.h"
#include "services/engine/routine_diff.h"
#include "services/error.h"
#include "services/patient/block.h"
#include "services/patient/issued_routine.h"
#include "services/patient/profile_change.h"
#include "services/patient/replan.h"
#include "services/patient/resting_block.h"
#include "services/patient/safe_plan.h"
#include "services/patient/state_excerpts.h"
#include "services/patient/what_passed.h"
#include "services/resource_names.h"
#include "services/routine/override_resource.h"
#include "services/routine/routine_service.h"
#include "services/timestamp.h"
#include "services/validation/number.h"
#include "services/validation/override.h"
#include "services/validation/profile.h"
#include "services/validation/test_results.h"
#include "services/validation/time.h"

namespace tonus {
namespace {

using storage::v1::PatientFacts;
using storage::v1::PatientState;

constexpr int kMaxAdded = 50;
constexpr int kMaxLeftOut = 100;

std::string At(absl::string_view field, int i) {
  return absl::StrCat(field, "[", i, "]");
}

void CheckAdded(const v1::PreviewRoutineRequest& request,
                const engine::Knowledge& knowledge, absl::CivilDay today,
                Violations* violations) {
  CheckCount("overrides", request.overrides_size(), kMaxAdded, violations);
  for (int i = 0; i < std::min(request.overrides_size(), kMaxAdded); ++i) {
    v1::Override reasoned = request.overrides(i);
    // Nobody has to say why something is only tried.
    if (reasoned.reason() == v1::OVERRIDE_REASON_UNSPECIFIED) {
      reasoned.set_reason(v1::OVERRIDE_REASON_OTHER);
    }
    CheckOverride(At("overrides", i), reasoned, knowledge, violations);
    CheckOverrideDates(At("overrides", i), reasoned, today, violations);
  }
  CheckCount("policies", request.policies_size(), kMaxAdded, violations);
  for (int i = 0; i < std::min(request.policies_size(), kMaxAdded); ++i) {
    CheckPolicyChoice(At("policies", i), request.policies(i), knowledge,
                      violations);
  }
}

void CheckClearances(const v1::PreviewRoutineRequest& request,
                     const engine::Knowledge& knowledge, absl::Time now,
                     Violations* violations) {
  CheckCount("clearances", request.clearances_size(), kMaxAdded, violations);
  for (int i = 0; i < std::min(request.clearances_size(), kMaxAdded); ++i) {
    const v1::Clearance& clearance = request.clearances(i);
    if (knowledge.FindCondition(clearance.subject()) == nullptr &&
        knowledge.FindRedFlag(clearance.subject()) == nullptr) {
      violations->Add(absl::StrCat(At("clearances", i), ".subject"),
                      "is no condition or red flag of the pack; GetPack lists "
                      "them");
    }
    CheckPastDate(absl::StrCat(At("clearances", i), ".date"), clearance.date(),
                  now, violations);
  }
}

// The overrides to leave out, parsed.
std::vector<OverrideName> ReadLeftOut(const v1::PreviewRoutineRequest& request,
                                      const std::string& patient,
                                      Violations* violations) {
  std::vector<OverrideName> names;
  CheckCount("without_overrides", request.without_overrides_size(), kMaxLeftOut,
             violations);
  for (int i = 0; i < std::min(request.without_overrides_size(), kMaxLeftOut);
       ++i) {
    const std::string field = At("without_overrides", i);
    auto name = OverrideName::Parse(request.without_overrides(i), field);
    if (!name.ok() || name->patient != patient) {
      violations->Add(field, "is no override of this patient");
    } else {
      names.push_back(*std::move(name));
    }
  }
  return names;
}

v1::Patient WithProfile(const v1::PreviewRoutineRequest& request) {
  v1::Patient patient;
  *patient.mutable_profile() = request.profile();
  return patient;
}

// Makes the last profile what it would be.
void ChangeProfile(const v1::PreviewRoutineRequest& request, absl::Time now,
                   absl::CivilDay today, PatientFacts* facts) {
  if (!request.has_profile()) return;
  const v1::Patient patient = WithProfile(request);
  storage::v1::ProfileFact changed;
  if (!facts->profiles().empty()) {
    changed = facts->profiles(facts->profiles_size() - 1);
  }
  *changed.mutable_effective_time() = ToTimestamp(now);
  ApplyUpdate(patient, EffectiveMask(request.update_mask(), patient), today,
              &changed);
  *facts->add_profiles() = std::move(changed);
}

void AddOverrides(const v1::PreviewRoutineRequest& request, absl::Time now,
                  absl::CivilDay today, PatientFacts* facts) {
  std::vector<v1::Override> added(request.overrides().begin(),
                                  request.overrides().end());
  for (const v1::PolicyChoice& policy : request.policies()) {
    *added.emplace_back().mutable_policy() = policy;
  }
  for (const v1::Override& override : added) {
    *facts->add_overrides() = OverrideFactOf(
        override, *facts, /*request_id=*/"", /*position=*/0, now, today);
  }
}

//   NOT_FOUND  an override to leave out does not exist.
absl::Status LeaveOut(const std::vector<OverrideName>& names,
                      PatientFacts* facts) {
  for (const OverrideName& name : names) {
    const auto* fact = FindOverride(*facts, name);
    if (fact == nullptr) return NotFound("tonus.v1.Override", name.ToString());
    for (int i = facts->overrides_size() - 1; i >= 0; --i) {
      if (&facts->overrides(i) != fact) continue;
      facts->mutable_overrides()->DeleteSubrange(i, 1);
      break;
    }
  }
  return absl::OkStatus();
}

// Changes the facts as the request supposes.
//   NOT_FOUND  an override to leave out does not exist.
absl::Status Suppose(const v1::PreviewRoutineRequest& request,
                     const std::vector<OverrideName>& left_out, absl::Time now,
                     absl::CivilDay today, PatientFacts* facts) {
  TONUS_RETURN_IF_ERROR(LeaveOut(left_out, facts));
  AddOverrides(request, now, today, facts);
  ChangeProfile(request, now, today, facts);
  for (const v1::Clearance& clearance : request.clearances()) {
    engine::AddClearance(clearance, facts);
  }
  if (request.has_assessment()) {
    storage::v1::Event submitted;
    *submitted.mutable_assessment_submitted() =
        AssessmentFactOf(request.assessment(), now);
    engine::AddFacts(submitted, facts);
  }
  return absl::OkStatus();
}

absl::StatusOr<SharedPack> OpenPack(PackSources* sources, const Call& call,
                                    const v1::PackSource& source) {
  Violations violations;
  CheckPackSource("pack", source, &violations);
  TONUS_RETURN_IF_ERROR(violations.ToStatus());
  return sources->Open(call, source);
}

// What would differ from the routine that is in force, if there is one.
absl::Status TellDiff(const PatientRecords& records, const PatientRef& ref,
                      const PatientState& before,
                      v1::PreviewRoutineResponse* response) {
  TONUS_ASSIGN_OR_RETURN(const std::optional<v1::Routine> current,
                         ReadCurrentRoutine(records, ref, before));
  if (current.has_value()) {
    *response->mutable_diff() = engine::DiffOf(*current, response->routine());
  }
  return absl::OkStatus();
}

// Whether nothing but what a clinician says would be new, which plans from what
// was agreed. Anything else would plan from all that is known.
bool IsClinicianWordAlone(const v1::PreviewRoutineRequest& request) {
  return !request.has_profile() && !request.has_assessment() &&
         !request.has_pack();
}

}  // namespace

absl::StatusOr<v1::PreviewRoutineResponse> RoutineService::PreviewRoutine(
    Call& call, const v1::PreviewRoutineRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const RoutineName name,
                         RoutineName::Parse(request.name()));
  const PatientRef ref = RefOf(call, name.patient);
  TONUS_ASSIGN_OR_RETURN(PatientState before, log_.ReadState(ref));
  TONUS_ASSIGN_OR_RETURN(const SharedPack pack,
                         request.has_pack()
                             ? OpenPack(&sources_, call, request.pack())
                             : log_.ReadPack(ref, before));
  Violations violations;
  const engine::Knowledge& knowledge = *pack;
  CheckUpdateMask(request.update_mask(), &violations);
  CheckProfile("profile", request.profile(), knowledge, call.time, &violations);
  CheckTold("assessment", request.assessment(), knowledge, call.time,
            &violations);
  CheckTestResults("assessment.results", request.assessment().results(),
                   request.assessment().assessment_time(), knowledge, call.time,
                   &violations);
  const absl::CivilDay today = DayIn(before.facts().time_zone(), call.time);
  CheckAdded(request, knowledge, today, &violations);
  CheckClearances(request, knowledge, call.time, &violations);
  const std::vector<OverrideName> left_out =
      ReadLeftOut(request, name.patient, &violations);
  TONUS_RETURN_IF_ERROR(violations.ToStatus());

  call.revision = before.head().revision();
  TONUS_RETURN_IF_ERROR(FillWhatPassed(knowledge, log_.records(), ref, today,
                                       before.facts(), &before));
  PatientState after = before;
  PatientFacts* facts = after.mutable_facts();
  TONUS_RETURN_IF_ERROR(Suppose(request, left_out, call.time, today, facts));

  const v1::Interpretation interpretation =
      engine::Interpret(knowledge, *facts, today);
  v1::PreviewRoutineResponse response;
  if (IsClinicianWordAlone(request) && before.head().held_since() > 0) {
    TONUS_ASSIGN_OR_RETURN(const Agreement agreed,
                           ReadAgreement(log_, ref, after));
    *response.mutable_routine() =
        PlanSafely(knowledge, agreed, *facts, interpretation, today);
  } else {
    *response.mutable_routine() = PlanBlock(
        knowledge, before, after, interpretation, today,
        request.has_assessment() ? WhenOver::kBeginNext : WhenOver::kStay);
  }
  SetRests(before, today, response.mutable_routine());
  NameOverrides(name.patient, response.mutable_routine());
  *response.mutable_rejected_results() = interpretation.rejected_results();
  TONUS_RETURN_IF_ERROR(TellDiff(log_.records(), ref, before, &response));
  response.set_revision(before.head().revision());
  return response;
}

}  // namespace tonus
