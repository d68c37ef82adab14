// SPDX-License-Identifier: Apache-2.0
// RoutineService.MigrateRoutine: a routine goes over to the active pack.

#include <optional>
#include <string>
#include <utility>

#include "services/engine/deterministic_bytes.h"
#include "services/error.h"
#include "services/patient/change_review.h"
#include "services/patient/replan.h"
#include "services/patient/reply.h"
#include "services/patient/state_excerpts.h"
#include "services/resource_names.h"
#include "services/routine/routine_service.h"
#include "services/validation/request_id.h"

namespace tonus {
namespace {

storage::v1::PackMigration MigrationOf(const v1::Routine& from,
                                       const engine::Knowledge& to) {
  storage::v1::PackMigration migration;
  migration.set_from_pack_hash(from.pack_hash());
  migration.set_from_pack_version(from.pack_version());
  migration.set_to_pack_hash(std::string(to.hash()));
  migration.set_to_pack_version(std::string(to.version()));
  return migration;
}

v1::MigrateRoutineResponse ResponseOf(
    const storage::v1::PackMigration& migration) {
  v1::MigrateRoutineResponse response;
  response.set_from_pack_hash(migration.from_pack_hash());
  response.set_from_pack_version(migration.from_pack_version());
  response.set_to_pack_hash(migration.to_pack_hash());
  response.set_to_pack_version(migration.to_pack_version());
  return response;
}

// Where changes wait for a review, a clinician who migrates has reviewed them.
absl::Status CheckReviewer(const Call& call, const Change& change,
                           absl::CivilDay today, const Replanned& replanned) {
  if (call.principal.role == v1::ROLE_CLINICIAN || replanned.diff.same() ||
      replanned.routine.gate() != v1::GATE_OK ||
      !AsksForReview(change.knowledge, change.after.facts(), today)) {
    return absl::OkStatus();
  }
  return MakeError(absl::StatusCode::kPermissionDenied, "CLINICIAN_REQUIRED",
                   "changes of this routine wait for a review, so only a "
                   "clinician may migrate it");
}

}  // namespace

absl::StatusOr<Serialized<v1::MigrateRoutineResponse>>
RoutineService::MigrateRoutine(Call& call,
                               const v1::MigrateRoutineRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const RoutineName name,
                         RoutineName::Parse(request.name()));
  Command command =
      CommandFor("tonus.v1.RoutineService.MigrateRoutine", request);
  command.pack = DecidingPack::kActiveOfTenant;
  command.check = [&](const engine::Knowledge&) {
    Violations violations;
    CheckOptionalId("request_id", request.request_id(), &violations);
    return violations.ToStatus();
  };
  command.record =
      [&](const engine::Knowledge& knowledge,
          const storage::v1::PatientState& before) -> absl::StatusOr<Record> {
    if (!before.has_outline()) {
      return NotFound("tonus.v1.Routine", name.ToString());
    }
    storage::v1::PackMigration migration =
        MigrationOf(before.outline(), knowledge);
    Record record;
    if (migration.from_pack_hash() == migration.to_pack_hash()) {
      v1::MigrateRoutineResponse response = ResponseOf(migration);
      response.set_revision(before.head().revision());
      record.response = engine::DeterministicBytes(response);
      return record;
    }
    *record.event.emplace().mutable_pack_migrated() = std::move(migration);
    return record;
  };
  command.decide = [&](const Change& change) -> absl::StatusOr<Decision> {
    const absl::CivilDay today =
        DayIn(change.after.facts().time_zone(), call.time);
    TONUS_ASSIGN_OR_RETURN(
        std::optional<Replanned> replanned,
        Replan(change.knowledge, log_, RefOf(call, name.patient), change.before,
               change.after, today, Basis::kAllKnown));
    if (!replanned.has_value()) {
      return absl::DataLossError("the current routine is not stored");
    }
    v1::MigrateRoutineResponse response =
        ResponseOf(change.event.pack_migrated());
    response.set_migrated(true);
    response.set_revision(request.validate_only()
                              ? change.before.head().revision()
                              : change.event.revision());
    if (!request.validate_only()) {
      TONUS_RETURN_IF_ERROR(CheckReviewer(call, change, today, *replanned));
    }
    *response.mutable_diff() = std::move(replanned->diff);
    Decision decision;
    decision.routine = std::move(replanned->routine);
    decision.response = engine::DeterministicBytes(response);
    return decision;
  };
  return WriteAndReply<v1::MigrateRoutineResponse>(log_, call, name.patient,
                                                   command);
}

}  // namespace tonus
