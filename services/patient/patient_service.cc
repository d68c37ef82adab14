// SPDX-License-Identifier: Apache-2.0
#include "services/patient/patient_service.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/page_token.h"
#include "services/patient/block.h"
#include "services/patient/caseload.h"
#include "services/patient/change_review.h"
#include "services/patient/patient_id.h"
#include "services/patient/profile_change.h"
#include "services/patient/reopening.h"
#include "services/patient/reply.h"
#include "services/patient/request_record.h"
#include "services/patient/state_excerpts.h"
#include "services/resource_names.h"
#include "services/timestamp.h"
#include "services/validation/number.h"
#include "services/validation/profile.h"
#include "services/validation/request_id.h"
#include "services/validation/time.h"

namespace tonus {
namespace {

constexpr int kMaxExternalIdLength = 128;
constexpr int kDefaultPageSize = 50;
constexpr int kMaxPageSize = 500;
constexpr int kMaxKinds = 10;

// UTF-8: a byte that continues a character does not begin one.
int Characters(absl::string_view text) {
  return static_cast<int>(std::count_if(
      text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

void CheckPatient(const v1::Patient& patient,
                  const engine::Knowledge& knowledge, absl::Time now,
                  Violations* violations) {
  if (Characters(patient.external_id()) > kMaxExternalIdLength) {
    violations->Add(
        "patient.external_id",
        absl::StrCat("must be at most ", kMaxExternalIdLength, " characters"));
  }
  if (absl::c_any_of(patient.external_id(), absl::ascii_iscntrl)) {
    violations->Add("patient.external_id",
                    "must not have control characters such as line breaks");
  }
  CheckProfile("patient.profile", patient.profile(), knowledge, now,
               violations);
  CheckTimeZone("patient.time_zone", patient.time_zone(), violations);
}

// Answers with the patient after the change.
Decision ReplyWithPatient(const std::string& patient, const Change& change) {
  Decision decision;
  decision.response =
      engine::DeterministicBytes(PatientOf(patient, change.after));
  return decision;
}

// Returns when a change made at `now` begins to hold: after every profile there
// is, so that an acknowledged change holds even if clocks run apart.
google::protobuf::Timestamp EffectiveTime(
    const storage::v1::PatientFacts& facts, absl::Time now) {
  for (const auto& profile : facts.profiles()) {
    now = std::max(
        now, FromTimestamp(profile.effective_time()) + absl::Nanoseconds(1));
  }
  return ToTimestamp(now);
}

}  // namespace

absl::StatusOr<Serialized<v1::Patient>> PatientService::CreatePatient(
    Call& call, const v1::CreatePatientRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const std::string patient,
                         MakePatientId(call.principal, request.request_id()));

  Command command =
      CommandFor("tonus.v1.PatientService.CreatePatient", request);
  command.creates = true;
  command.check = [&](const engine::Knowledge& knowledge) {
    Violations violations;
    CheckOptionalId("request_id", request.request_id(), &violations);
    if (!request.has_patient()) violations.Add("patient", "is required");
    CheckPatient(request.patient(), knowledge, call.time, &violations);
    return violations.ToStatus();
  };
  command.record = [&](const engine::Knowledge&,
                       const storage::v1::PatientState&) {
    storage::v1::Event event;
    auto* created = event.mutable_patient_created();
    created->set_external_id(request.patient().external_id());
    storage::v1::ProfileFact* fact = created->mutable_profile();
    *fact->mutable_effective_time() = ToTimestamp(call.time);
    fact->set_time_zone(request.patient().time_zone().empty()
                            ? "UTC"
                            : request.patient().time_zone());
    *fact->mutable_profile() = request.patient().profile();
    DateTheAge(DayIn(fact->time_zone(), call.time), fact->mutable_profile());
    fact->set_fact_id(FactId(request.request_id(), *fact));
    return Record{std::move(event), ""};
  };
  command.decide = [&](const Change& change) {
    return ReplyWithPatient(patient, change);
  };
  return WriteAndReply<v1::Patient>(log_, call, patient, command);
}

absl::StatusOr<v1::Patient> PatientService::GetPatient(
    Call& call, const v1::GetPatientRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const PatientName name,
                         PatientName::Parse(request.name()));
  TONUS_ASSIGN_OR_RETURN(v1::Patient patient,
                         log_.records().ReadPatient(RefOf(call, name.patient)));
  call.revision = patient.revision();
  return patient;
}

absl::StatusOr<v1::ListPatientsResponse> PatientService::ListPatients(
    Call& call, const v1::ListPatientsRequest& request) {
  const bool by_need = request.order() == v1::PATIENT_ORDER_NEED;
  std::string list =
      absl::StrCat("ListPatients/", call.principal.tenant, by_need ? "/" : "");
  Violations violations;
  CheckEnum("order", request.order(), &violations);
  CheckCount("alert_kinds", request.alert_kinds_size(), kMaxKinds, &violations);
  for (int i = 0; i < std::min(request.alert_kinds_size(), kMaxKinds); ++i) {
    CheckEnum(absl::StrCat("alert_kinds[", i, "]"), request.alert_kinds(i),
              &violations);
    absl::StrAppend(&list, request.alert_kinds(i), "/");
  }
  if (!by_need && !request.alert_kinds().empty()) {
    violations.Add("alert_kinds", "goes with PATIENT_ORDER_NEED");
  }
  const int size = PageSize(request.page_size(), kDefaultPageSize, kMaxPageSize,
                            &violations);
  const std::string after =
      ParsePageToken(list, request.page_token(), &violations);
  TONUS_RETURN_IF_ERROR(violations.ToStatus());
  if (by_need) {
    TONUS_ASSIGN_OR_RETURN(
        CaseloadPage page,
        ReadCaseload(log_.records(), call, request, after, size));
    if (!page.next.empty()) {
      page.response.set_next_page_token(MakePageToken(list, page.next));
    }
    return std::move(page.response);
  }
  // One more than asked for tells whether there is another page.
  TONUS_ASSIGN_OR_RETURN(
      std::vector<v1::Patient> patients,
      log_.records().ListPatients(call.principal.tenant, after, size + 1,
                                  call.deadline));
  const bool more = static_cast<int>(patients.size()) > size;
  if (more) patients.pop_back();
  v1::ListPatientsResponse response;
  for (v1::Patient& patient : patients) {
    *response.add_patients() = std::move(patient);
  }
  if (more) {
    TONUS_ASSIGN_OR_RETURN(
        const PatientName last,
        PatientName::Parse(response.patients(size - 1).name()));
    response.set_next_page_token(MakePageToken(list, last.patient));
  }
  return response;
}

absl::StatusOr<Serialized<v1::Patient>> PatientService::UpdatePatient(
    Call& call, const v1::UpdatePatientRequest& request) {
  TONUS_ASSIGN_OR_RETURN(
      const PatientName name,
      PatientName::Parse(request.patient().name(), "patient.name"));
  const google::protobuf::FieldMask mask =
      EffectiveMask(request.update_mask(), request.patient());

  Command command =
      CommandFor("tonus.v1.PatientService.UpdatePatient", request);
  command.etag = request.patient().etag();
  command.check = [&](const engine::Knowledge& knowledge) {
    Violations violations;
    CheckOptionalId("request_id", request.request_id(), &violations);
    CheckUpdateMask(request.update_mask(), &violations);
    CheckPatient(request.patient(), knowledge, call.time, &violations);
    return violations.ToStatus();
  };
  command.record = [&](const engine::Knowledge&,
                       const storage::v1::PatientState& before) {
    storage::v1::Event event;
    storage::v1::ProfileFact* fact = event.mutable_profile_changed();
    *fact->mutable_effective_time() = EffectiveTime(before.facts(), call.time);
    *fact->mutable_profile() = engine::CurrentProfile(before.facts());
    fact->set_time_zone(before.facts().time_zone());
    ApplyUpdate(request.patient(), mask,
                DayIn(before.facts().time_zone(), call.time), fact);
    fact->set_fact_id(FactId(request.request_id(), *fact));
    return Record{std::move(event), ""};
  };
  command.decide = [&](const Change& change) -> absl::StatusOr<Decision> {
    Decision decision = ReplyWithPatient(name.patient, change);
    const bool replan = change.before.has_outline() &&
                        engine::DeterministicBytes(
                            engine::CurrentProfile(change.before.facts())) !=
                            engine::DeterministicBytes(
                                engine::CurrentProfile(change.after.facts()));
    if (replan) {
      const absl::CivilDay today =
          DayIn(change.after.facts().time_zone(), call.time);
      const v1::Interpretation interpretation =
          engine::Interpret(change.knowledge, change.after.facts(), today);
      TONUS_RETURN_IF_ERROR(
          CheckReopening(call, change, today, interpretation.gate()));
      TONUS_RETURN_IF_ERROR(IssueOrPropose(
          log_, RefOf(call, name.patient), change, interpretation, today,
          PlanBlock(change.knowledge, change.before, change.after,
                    interpretation, today, WhenOver::kStay),
          &decision));
    }
    return decision;
  };
  return WriteAndReply<v1::Patient>(log_, call, name.patient, command);
}

}  // namespace tonus
