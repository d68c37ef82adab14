// SPDX-License-Identifier: Apache-2.0
// KnowledgeService.ShadowRunPack: what a pack would change, patient by patient.
//
// Nothing of a run is kept between two parts but its cursor: the last patient
// and the sums so far. A part takes a few patients, so that other calls get
// their turn.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "services/engine/deterministic_bytes.h"
#include "services/error.h"
#include "services/knowledge/knowledge_service.h"
#include "services/patient/replan.h"
#include "services/patient/state_excerpts.h"
#include "services/patient/what_passed.h"
#include "services/resource_names.h"
#include "services/status_macros.h"

namespace tonus {
namespace {

constexpr int kPatientsOfAPart = 8;
constexpr size_t kPatientIdLength = 26;

// Where a run has come to.
struct Progress {
  std::string after;  // Id of the last patient; empty for none.
  v1::ShadowSummary summary;
};

absl::StatusOr<Progress> Begin(const v1::ShadowRunPackRequest& request) {
  Violations violations;
  CheckPackSource("pack", request.pack(), &violations);
  Progress progress;
  if (!request.start_after().empty()) {
    const auto name = PatientName::Parse(request.start_after(), "start_after");
    if (name.ok()) {
      progress.after = name->patient;
    } else {
      violations.Add("start_after", "must be patients/{patient}");
    }
  }
  TONUS_RETURN_IF_ERROR(violations.ToStatus());
  return progress;
}

absl::StatusOr<Progress> Continue(const std::string& cursor) {
  Progress progress;
  progress.after = cursor.substr(0, kPatientIdLength);
  if (!IsPatientId(progress.after) ||
      !progress.summary.ParseFromString(cursor.substr(kPatientIdLength))) {
    return absl::InternalError("the cursor of a shadow run does not parse");
  }
  return progress;
}

// A failure that belongs to one patient; any other ends the run.
bool IsOfOnePatient(const absl::Status& status) {
  return absl::IsDataLoss(status) || absl::IsFailedPrecondition(status) ||
         absl::IsInvalidArgument(status);
}

void CountExercises(const v1::RoutineDiff& diff, v1::ShadowSummary* summary) {
  std::map<std::string, v1::ExerciseShift> shifts;
  for (v1::ExerciseShift& shift : *summary->mutable_exercises()) {
    shifts[shift.exercise()] = shift;
  }
  std::set<std::string> added;
  std::set<std::string> removed;
  for (const v1::SessionChange& session : diff.sessions()) {
    for (const v1::ItemChange& item : session.items()) {
      if (item.kind() == v1::ITEM_CHANGE_KIND_ADDED) {
        added.insert(item.exercise());
      } else if (item.kind() == v1::ITEM_CHANGE_KIND_REMOVED) {
        removed.insert(item.exercise());
      }
    }
  }
  for (const std::string& id : added) {
    shifts[id].set_added(shifts[id].added() + 1);
  }
  for (const std::string& id : removed) {
    shifts[id].set_removed(shifts[id].removed() + 1);
  }
  summary->clear_exercises();
  for (auto& [id, shift] : shifts) {
    shift.set_exercise(id);
    *summary->add_exercises() = std::move(shift);
  }
}

void Count(const v1::ShadowedRoutine& routine, v1::ShadowSummary* summary) {
  summary->set_patients(summary->patients() + 1);
  const v1::RoutineDiff& diff = routine.diff();
  if (routine.has_status()) {
    summary->set_failed(summary->failed() + 1);
  } else if (diff.same()) {
    summary->set_unchanged(summary->unchanged() + 1);
  } else {
    summary->set_changed(summary->changed() + 1);
    const bool was_open = diff.gate_before() == v1::GATE_OK;
    const bool is_open = diff.gate_after() == v1::GATE_OK;
    if (was_open && !is_open) {
      summary->set_newly_gated(summary->newly_gated() + 1);
    } else if (!was_open && is_open) {
      summary->set_newly_opened(summary->newly_opened() + 1);
    }
    CountExercises(diff, summary);
  }
}

// Returns what `candidate` would make of the patient's routine; nullopt when
// there is none. A failure that is the patient's own is part of the result.
absl::StatusOr<std::optional<v1::ShadowedRoutine>> Shadow(
    const PatientLog& log, const PatientRef& ref,
    const engine::Knowledge& candidate, absl::Time now) {
  v1::ShadowedRoutine routine;
  routine.set_patient(PatientName{ref.patient}.ToString());
  const auto replan = [&]() -> absl::StatusOr<std::optional<Replanned>> {
    TONUS_ASSIGN_OR_RETURN(storage::v1::PatientState state, log.ReadState(ref));
    const absl::CivilDay today = DayIn(state.facts().time_zone(), now);
    TONUS_RETURN_IF_ERROR(FillWhatPassed(candidate, log.records(), ref, today,
                                         state.facts(), &state));
    routine.set_routine_revision(state.outline().revision());
    routine.set_pack_version(state.outline().pack_version());
    routine.set_pack_hash(state.outline().pack_hash());
    return Replan(candidate, log, ref, state, state, today, Basis::kAllKnown);
  };
  absl::StatusOr<std::optional<Replanned>> replanned = replan();
  if (IsOfOnePatient(replanned.status())) {
    *routine.mutable_status() = ToMessage(replanned.status());
    return routine;
  }
  // Erased since the page was read.
  if (absl::IsNotFound(replanned.status())) return std::nullopt;
  if (!replanned.ok()) return replanned.status();
  if (!replanned->has_value()) return std::nullopt;
  *routine.mutable_diff() = std::move((*replanned)->diff);
  return routine;
}

}  // namespace

absl::StatusOr<StreamPart<v1::ShadowRunPackResponse>>
KnowledgeService::ShadowRunPack(Call& call,
                                const v1::ShadowRunPackRequest& request,
                                const std::string& cursor) {
  TONUS_ASSIGN_OR_RETURN(Progress progress,
                         cursor.empty() ? Begin(request) : Continue(cursor));
  TONUS_ASSIGN_OR_RETURN(const SharedPack candidate,
                         sources_.Open(call, request.pack()));
  const std::string& tenant = call.principal.tenant;
  TONUS_ASSIGN_OR_RETURN(
      const std::vector<v1::Patient> patients,
      log_.records().ListPatients(tenant, progress.after, kPatientsOfAPart,
                                  call.deadline));
  StreamPart<v1::ShadowRunPackResponse> part;
  for (const v1::Patient& patient : patients) {
    if (call.cancelled && call.cancelled()) {
      return absl::CancelledError("the client has gone");
    }
    TONUS_ASSIGN_OR_RETURN(const PatientName name,
                           PatientName::Parse(patient.name()));
    progress.after = name.patient;
    TONUS_ASSIGN_OR_RETURN(auto routine, Shadow(log_, RefOf(call, name.patient),
                                                *candidate, call.time));
    if (!routine.has_value()) continue;
    Count(*routine, &progress.summary);
    v1::ShadowRunPackResponse response;
    *response.mutable_routine() = *std::move(routine);
    part.messages.push_back(engine::DeterministicBytes(response));
  }
  if (patients.size() < kPatientsOfAPart) {
    progress.summary.set_pack_version(std::string(candidate->version()));
    progress.summary.set_pack_hash(std::string(candidate->hash()));
    v1::ShadowRunPackResponse response;
    *response.mutable_summary() = std::move(progress.summary);
    part.messages.push_back(engine::DeterministicBytes(response));
    part.end = true;
    return part;
  }
  part.cursor = progress.after + progress.summary.SerializeAsString();
  part.more = true;
  return part;
}

}  // namespace tonus
