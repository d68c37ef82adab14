// SPDX-License-Identifier: Apache-2.0
// A clinician's overrides: set, listed, cleared.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/facts.h"
#include "services/engine/overrides.h"
#include "services/error.h"
#include "services/page_token.h"
#include "services/patient/replan.h"
#include "services/patient/reply.h"
#include "services/patient/state_excerpts.h"
#include "services/resource_names.h"
#include "services/routine/override_resource.h"
#include "services/routine/refused_words.h"
#include "services/routine/routine_service.h"
#include "services/timestamp.h"
#include "services/validation/override.h"
#include "services/validation/request_id.h"

namespace tonus {
namespace {

using storage::v1::OverrideFact;

constexpr int kDefaultPageSize = 50;
constexpr int kMaxPageSize = 500;

// What was set last comes first.
bool SetLater(const OverrideFact* a, const OverrideFact* b) {
  return std::make_pair(a->revision(), a->position()) >
         std::make_pair(b->revision(), b->position());
}

bool HasEnded(const OverrideFact& fact, absl::CivilDay today) {
  return fact.has_cleared_date() ||
         (fact.override().has_end_date() &&
          engine::ToCivilDay(fact.override().end_date()) < today);
}

// The overrides to list behind `position`, which names the last one that was
// listed; empty for none.
std::vector<const OverrideFact*> Listed(const storage::v1::PatientFacts& facts,
                                        absl::CivilDay today,
                                        bool include_ended,
                                        const std::string& position) {
  OverrideFact last;
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(position, absl::MaxSplits('-', 1));
  int64_t revision = 0;
  int place = 0;
  if (absl::SimpleAtoi(parts.first, &revision)) last.set_revision(revision);
  if (absl::SimpleAtoi(parts.second, &place)) last.set_position(place);
  std::vector<const OverrideFact*> listed;
  for (const OverrideFact& fact : facts.overrides()) {
    if (!include_ended && HasEnded(fact, today)) continue;
    if (revision > 0 && !SetLater(&last, &fact)) continue;
    listed.push_back(&fact);
  }
  std::sort(listed.begin(), listed.end(), SetLater);
  return listed;
}

}  // namespace

absl::StatusOr<Serialized<v1::SetOverrideResponse>> RoutineService::SetOverride(
    Call& call, const v1::SetOverrideRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const PatientName name,
                         PatientName::Parse(request.parent(), "parent"));
  Command command = CommandFor("tonus.v1.RoutineService.SetOverride", request);
  command.check = [&](const engine::Knowledge& knowledge) {
    Violations violations;
    CheckOptionalId("request_id", request.request_id(), &violations);
    CheckOverride("override", request.override(), knowledge, &violations);
    return violations.ToStatus();
  };
  command.record =
      [&](const engine::Knowledge&,
          const storage::v1::PatientState& before) -> absl::StatusOr<Record> {
    const absl::CivilDay today = DayIn(before.facts().time_zone(), call.time);
    Violations dates;
    CheckOverrideDates("override", request.override(), today, &dates);
    TONUS_RETURN_IF_ERROR(dates.ToStatus());
    storage::v1::Event event;
    *event.mutable_override_set() =
        OverrideFactOf(request.override(), before.facts(), request.request_id(),
                       /*position=*/0, call.time, today);
    event.set_reason_code(v1::OverrideReason_Name(request.override().reason()));
    return Record{std::move(event), ""};
  };
  command.decide = [&](const Change& change) -> absl::StatusOr<Decision> {
    v1::SetOverrideResponse response;
    *response.mutable_override() =
        OverrideOf(name.patient, change.event.override_set(), change.event);
    response.set_revision(change.event.revision());
    Decision decision;
    TONUS_ASSIGN_OR_RETURN(
        std::optional<Replanned> replanned,
        Replan(change.knowledge, log_, RefOf(call, name.patient), change.before,
               change.after, DayIn(change.after.facts().time_zone(), call.time),
               Basis::kAgreed));
    if (replanned.has_value()) {
      *response.mutable_diff() = std::move(replanned->diff);
      for (v1::Dropped& refused :
           RefusedOf(request.override(), response.override().name(),
                     replanned->routine)) {
        // Nothing has a name that does not exist.
        if (request.validate_only()) refused.clear_override();
        *response.add_refused() = std::move(refused);
      }
      decision.routine = std::move(replanned->routine);
    }
    if (request.validate_only()) {
      // Nothing of this exists, so nothing has a name.
      response.mutable_override()->clear_name();
      response.mutable_override()->clear_revision();
      response.set_revision(change.before.head().revision());
    }
    decision.response = engine::DeterministicBytes(response);
    return decision;
  };
  return WriteAndReply<v1::SetOverrideResponse>(log_, call, name.patient,
                                                command);
}

absl::StatusOr<v1::ListOverridesResponse> RoutineService::ListOverrides(
    Call& call, const v1::ListOverridesRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const PatientName name,
                         PatientName::Parse(request.parent(), "parent"));
  TONUS_ASSIGN_OR_RETURN(
      const size_t size,
      PageSize(request.page_size(), kDefaultPageSize, kMaxPageSize));
  const std::string list =
      absl::StrCat("ListOverrides/", call.principal.tenant, "/", name.patient,
                   "/", static_cast<int>(request.include_ended()));
  TONUS_ASSIGN_OR_RETURN(const std::string position,
                         ParsePageToken(list, request.page_token()));
  const PatientRef ref = RefOf(call, name.patient);
  TONUS_ASSIGN_OR_RETURN(const storage::v1::PatientState state,
                         log_.ReadState(ref));
  call.revision = state.head().revision();

  const std::vector<const OverrideFact*> listed =
      Listed(state.facts(), DayIn(state.facts().time_zone(), call.time),
             request.include_ended(), position);
  v1::ListOverridesResponse response;
  for (size_t i = 0; i < std::min(size, listed.size()); ++i) {
    TONUS_ASSIGN_OR_RETURN(
        const StoredEvent stored,
        log_.records().ReadEvent(ref, listed[i]->revision()));
    *response.add_overrides() =
        OverrideOf(name.patient, *listed[i], stored.event);
  }
  if (listed.size() > size) {
    const OverrideFact& last = *listed[size - 1];
    response.set_next_page_token(MakePageToken(
        list, absl::StrCat(last.revision(), "-", last.position())));
  }
  return response;
}

absl::StatusOr<Serialized<v1::ClearOverrideResponse>>
RoutineService::ClearOverride(Call& call,
                              const v1::ClearOverrideRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const OverrideName name,
                         OverrideName::Parse(request.name()));
  Violations violations;
  CheckOptionalId("request_id", request.request_id(), &violations);
  CheckOverrideReason("reason", request.reason(), &violations);
  TONUS_RETURN_IF_ERROR(violations.ToStatus());

  Command command =
      CommandFor("tonus.v1.RoutineService.ClearOverride", request);
  command.record =
      [&](const engine::Knowledge&,
          const storage::v1::PatientState& before) -> absl::StatusOr<Record> {
    const OverrideFact* fact = FindOverride(before.facts(), name);
    if (fact == nullptr) {
      return NotFound("tonus.v1.Override", name.ToString());
    }
    if (fact->has_cleared_date()) {
      return MakeError(absl::StatusCode::kFailedPrecondition, "ALREADY_CLEARED",
                       "the override was cleared before",
                       {{"resource", name.ToString()}});
    }
    storage::v1::Event event;
    auto* clearing = event.mutable_override_cleared();
    clearing->set_fact_id(fact->fact_id());
    // It holds no longer from today on.
    *clearing->mutable_cleared_date() =
        engine::ToDate(DayIn(before.facts().time_zone(), call.time) - 1);
    clearing->set_reason(request.reason());
    *clearing->mutable_effective_time() = ToTimestamp(call.time);
    event.set_reason_code(v1::OverrideReason_Name(request.reason()));
    return Record{std::move(event), ""};
  };
  command.decide = [&](const Change& change) -> absl::StatusOr<Decision> {
    const PatientRef ref = RefOf(call, name.patient);
    v1::ClearOverrideResponse response;
    TONUS_ASSIGN_OR_RETURN(const StoredEvent set,
                           log_.records().ReadEvent(ref, name.revision));
    *response.mutable_override() = OverrideOf(
        name.patient, *FindOverride(change.after.facts(), name), set.event);
    response.set_revision(change.event.revision());
    Decision decision;
    TONUS_ASSIGN_OR_RETURN(
        std::optional<Replanned> replanned,
        Replan(change.knowledge, log_, ref, change.before, change.after,
               DayIn(change.after.facts().time_zone(), call.time),
               Basis::kAgreed));
    if (replanned.has_value()) {
      *response.mutable_diff() = std::move(replanned->diff);
      decision.routine = std::move(replanned->routine);
    }
    decision.response = engine::DeterministicBytes(response);
    return decision;
  };
  return WriteAndReply<v1::ClearOverrideResponse>(log_, call, name.patient,
                                                  command);
}

}  // namespace tonus
