// SPDX-License-Identifier: Apache-2.0
// The routines that were issued, and what differs between two of them.
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/engine/routine_diff.h"
#include "services/error.h"
#include "services/page_token.h"
#include "services/patient/event_cause.h"
#include "services/resource_names.h"
#include "services/routine/routine_service.h"

namespace tonus {
namespace {

constexpr int kDefaultPageSize = 20;
constexpr int kMaxPageSize = 100;

// What is told of an issued routine beside its content.
absl::StatusOr<v1::RoutineRevision> RevisionOf(const PatientRecords& records,
                                               const PatientRef& ref,
                                               const v1::Routine& routine) {
  TONUS_ASSIGN_OR_RETURN(const StoredEvent stored,
                         records.ReadEvent(ref, routine.revision()));
  v1::RoutineRevision revision;
  revision.set_revision(routine.revision());
  *revision.mutable_create_time() = routine.create_time();
  revision.set_cause(CauseOf(stored.event));
  revision.set_role(stored.event.role());
  revision.set_pack_version(routine.pack_version());
  revision.set_pack_hash(routine.pack_hash());
  revision.set_engine_version(routine.engine_version());
  return revision;
}

// The latest routine before revision `before`; nullopt when there is none.
absl::StatusOr<std::optional<v1::Routine>> LatestBefore(
    const PatientRecords& records, const PatientRef& ref, int64_t before) {
  std::optional<v1::Routine> latest;
  TONUS_RETURN_IF_ERROR(records.VisitRoutinesBackward(
      ref, before, [&latest](const v1::Routine& routine) {
        latest = routine;
        return false;
      }));
  return latest;
}

absl::StatusOr<v1::Routine> IssuedWith(const PatientRecords& records,
                                       const PatientRef& ref,
                                       int64_t revision) {
  if (revision < std::numeric_limits<int64_t>::max()) {
    TONUS_ASSIGN_OR_RETURN(std::optional<v1::Routine> routine,
                           LatestBefore(records, ref, revision + 1));
    if (routine.has_value() && routine->revision() == revision) {
      return *std::move(routine);
    }
  }
  return NotFound("tonus.v1.RoutineRevision",
                  absl::StrCat(RoutineName{ref.patient}.ToString(),
                               "/revisions/", revision));
}

void CheckRevision(absl::string_view field, int64_t revision,
                   Violations* violations) {
  if (revision < 0) violations->Add(field, "must not be negative");
}

}  // namespace

absl::StatusOr<v1::ListRoutineRevisionsResponse>
RoutineService::ListRoutineRevisions(
    Call& call, const v1::ListRoutineRevisionsRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const RoutineName name,
                         RoutineName::Parse(request.name()));
  TONUS_ASSIGN_OR_RETURN(
      const size_t size,
      PageSize(request.page_size(), kDefaultPageSize, kMaxPageSize));
  const std::string list = absl::StrCat(
      "ListRoutineRevisions/", call.principal.tenant, "/", name.patient);
  TONUS_ASSIGN_OR_RETURN(const std::string position,
                         ParsePageToken(list, request.page_token()));
  const PatientRef ref = RefOf(call, name.patient);
  TONUS_ASSIGN_OR_RETURN(const storage::v1::CurrentRoutine current,
                         log_.records().ReadCurrent(ref));
  call.revision = current.revision();

  // The position is the last revision that was listed.
  int64_t before = std::numeric_limits<int64_t>::max();
  if (!position.empty() && !absl::SimpleAtoi(position, &before)) {
    before = std::numeric_limits<int64_t>::max();
  }
  std::vector<v1::Routine> routines;
  bool more = false;
  TONUS_RETURN_IF_ERROR(log_.records().VisitRoutinesBackward(
      ref, before, [&](const v1::Routine& routine) {
        more = routines.size() == size;
        if (more) return false;
        v1::Routine& head = routines.emplace_back(routine);
        head.clear_sessions();
        return true;
      }));
  v1::ListRoutineRevisionsResponse response;
  for (const v1::Routine& routine : routines) {
    TONUS_ASSIGN_OR_RETURN(*response.add_revisions(),
                           RevisionOf(log_.records(), ref, routine));
  }
  if (more) {
    response.set_next_page_token(
        MakePageToken(list, absl::StrCat(routines.back().revision())));
  }
  return response;
}

absl::StatusOr<v1::DiffRoutinesResponse> RoutineService::DiffRoutines(
    Call& call, const v1::DiffRoutinesRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const RoutineName name,
                         RoutineName::Parse(request.name()));
  Violations violations;
  CheckRevision("from_revision", request.from_revision(), &violations);
  CheckRevision("to_revision", request.to_revision(), &violations);
  TONUS_RETURN_IF_ERROR(violations.ToStatus());
  const PatientRecords& records = log_.records();
  const PatientRef ref = RefOf(call, name.patient);
  TONUS_ASSIGN_OR_RETURN(const storage::v1::CurrentRoutine current,
                         records.ReadCurrent(ref));
  call.revision = current.revision();

  TONUS_ASSIGN_OR_RETURN(
      const v1::Routine to,
      IssuedWith(records, ref,
                 request.to_revision() != 0 ? request.to_revision()
                                            : current.outline().revision()));
  std::optional<v1::Routine> from;
  if (request.from_revision() != 0) {
    TONUS_ASSIGN_OR_RETURN(from,
                           IssuedWith(records, ref, request.from_revision()));
  } else {
    TONUS_ASSIGN_OR_RETURN(from, LatestBefore(records, ref, to.revision()));
  }
  v1::DiffRoutinesResponse response;
  TONUS_ASSIGN_OR_RETURN(*response.mutable_to(), RevisionOf(records, ref, to));
  if (from.has_value()) {
    TONUS_ASSIGN_OR_RETURN(*response.mutable_from(),
                           RevisionOf(records, ref, *from));
  }
  *response.mutable_diff() = engine::DiffOf(from.value_or(v1::Routine()), to);
  return response;
}

}  // namespace tonus
