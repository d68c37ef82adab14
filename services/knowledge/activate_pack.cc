// SPDX-License-Identifier: Apache-2.0
// KnowledgeService.ActivatePack: makes a pack the active one of a tenant.

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/digest.h"
#include "services/engine/deterministic_bytes.h"
#include "services/error.h"
#include "services/knowledge/knowledge_service.h"
#include "services/knowledge/pack_files.h"
#include "services/knowledge/pack_sources.h"
#include "services/knowledge/pack_stop.h"
#include "services/patient/request_record.h"
#include "services/status_macros.h"
#include "services/timestamp.h"
#include "services/validation/number.h"
#include "services/validation/request_id.h"

namespace tonus {
namespace {

using storage::v1::RecordedActivation;
using storage::v1::UnchangedActivation;

constexpr char kMethod[] = "tonus.v1.KnowledgeService.ActivatePack";
constexpr int kMaxEarlier = 100;
constexpr int kMaxUnchanged = 100;
// Of administrators that meet one always wins.
constexpr int kMaxAttempts = 16;

absl::Status Check(const v1::ActivatePackRequest& request) {
  Violations violations;
  CheckOptionalId("request_id", request.request_id(), &violations);
  CheckPackSource("pack", request.pack(), &violations);
  CheckEnum("reason", request.reason(), &violations);
  if (request.reason() == v1::PACK_ACTIVATION_REASON_UNSPECIFIED) {
    violations.Add("reason", "is required");
  }
  return violations.ToStatus();
}

v1::PackActivation ActivationOf(const Call& call,
                                const v1::ActivatePackRequest& request,
                                const engine::Knowledge& pack) {
  v1::PackActivation activation;
  activation.set_hash(std::string(pack.hash()));
  activation.set_version(std::string(pack.version()));
  *activation.mutable_create_time() = ToTimestamp(call.time);
  activation.set_actor(call.principal.subject);
  activation.set_role(call.principal.role);
  activation.set_reason(request.reason());
  return activation;
}

// Puts `first` before the others and drops those that are too many.
template <typename Message>
void PutFirst(Message first, int max,
              google::protobuf::RepeatedPtrField<Message>* list) {
  *list->Add() = std::move(first);
  std::rotate(list->begin(), list->end() - 1, list->end());
  if (list->size() > max) list->RemoveLast();
}

v1::ActivatePackResponse ResponseOf(const RecordedActivation& recorded) {
  v1::ActivatePackResponse response;
  *response.mutable_activation() = recorded.activation();
  response.set_etag(EtagOf(recorded));
  return response;
}

// Returns what the request was answered, or nullopt when it is new.
//   INVALID_ARGUMENT  the id belongs to another request.
absl::StatusOr<std::optional<v1::ActivatePackResponse>> FindAnswer(
    const storage::v1::ActivePack& active, const std::string& request_id,
    const std::string& digest) {
  if (request_id.empty()) return std::nullopt;
  std::vector<const RecordedActivation*> made = {&active.current()};
  for (const auto& earlier : active.earlier()) made.push_back(&earlier);
  for (const RecordedActivation* recorded : made) {
    if (recorded->request_id() != request_id) continue;
    if (recorded->request_digest() != digest) return RequestIdReused();
    return ResponseOf(*recorded);
  }
  for (const UnchangedActivation& unchanged : active.unchanged()) {
    if (unchanged.request_id() != request_id) continue;
    if (unchanged.request_digest() != digest) return RequestIdReused();
    v1::ActivatePackResponse response = ResponseOf(unchanged.found());
    response.set_already_active(true);
    return response;
  }
  return std::nullopt;
}

// Notes that the request found its pack active, for a retry of it.
void NoteUnchanged(const std::string& request_id, const std::string& digest,
                   storage::v1::ActivePack* active) {
  UnchangedActivation next;
  next.set_request_id(request_id);
  next.set_request_digest(digest);
  *next.mutable_found() = active->current();
  PutFirst(std::move(next), kMaxUnchanged, active->mutable_unchanged());
}

// Puts `next` in the place of the activation that holds.
void Succeed(RecordedActivation next, storage::v1::ActivePack* active) {
  next.set_revision(active->revision() + 1);
  if (active->has_current()) {
    next.set_previous_sha256(
        Sha256(engine::DeterministicBytes(active->current())));
  }
  active->set_revision(next.revision());
  if (active->has_current()) {
    PutFirst(std::move(*active->mutable_current()), kMaxEarlier,
             active->mutable_earlier());
  }
  *active->mutable_current() = std::move(next);
}

// A choice of the tenant that counts for nothing with the pack must not get
// lost unnoticed.
absl::Status CheckChoices(const TenantPolicies& policies,
                          const std::string& tenant,
                          const engine::Knowledge& pack) {
  const std::vector<std::string> lost = policies.UnknownTo(pack, tenant);
  if (lost.empty()) return absl::OkStatus();
  return MakeError(
      absl::StatusCode::kFailedPrecondition, "POLICY_CHOICE_UNKNOWN",
      absl::StrCat("the pack does not know what the tenant chooses: ",
                   absl::StrJoin(lost, ", "),
                   "; add it to the pack, or choose otherwise first"));
}

// The cases of a stored pack were read before it was stored and are not part of
// it, so nobody can be asked for them.
void ForgiveCases(v1::ValidatePackResponse* check) {
  auto* complaints = check->mutable_complaints();
  complaints->erase(
      std::remove_if(complaints->begin(), complaints->end(),
                     [](const knowledge::v1::Complaint& complaint) {
                       return complaint.check() ==
                              knowledge::v1::PACK_CHECK_VECTOR;
                     }),
      complaints->end());
  check->set_valid(complaints->empty());
}

// What would be answered, were it not only checked.
v1::ActivatePackResponse Rehearsal(const Call& call,
                                   const v1::ActivatePackRequest& request,
                                   const RecordedActivation& current,
                                   const engine::Knowledge& pack,
                                   const v1::ValidatePackResponse& check) {
  v1::ActivatePackResponse response = ResponseOf(current);
  response.set_already_active(current.activation().hash() == pack.hash());
  if (!response.already_active()) {
    *response.mutable_activation() = ActivationOf(call, request, pack);
  }
  *response.mutable_check() = check;
  return response;
}

// Makes `pack` the active one in the place of `stored`; nullopt when another
// activation came first.
absl::StatusOr<std::optional<v1::ActivatePackResponse>> Store(
    Packs& packs, const Call& call, const v1::ActivatePackRequest& request,
    const engine::Knowledge& pack, StoredActivePack stored) {
  const std::string& tenant = call.principal.tenant;
  const std::string digest = RequestDigest(kMethod, request);
  const RecordedActivation& current = stored.active.current();
  v1::ActivatePackResponse response = ResponseOf(current);
  if (current.activation().hash() == pack.hash()) {
    response.set_already_active(true);
    if (request.request_id().empty()) return response;
    NoteUnchanged(request.request_id(), digest, &stored.active);
  } else {
    TONUS_RETURN_IF_ERROR(packs.EnsureStored(tenant, pack, call.deadline));
    RecordedActivation next;
    *next.mutable_activation() = ActivationOf(call, request, pack);
    next.set_request_id(request.request_id());
    next.set_request_digest(digest);
    Succeed(std::move(next), &stored.active);
    response = ResponseOf(stored.active.current());
  }
  const absl::Status written =
      packs.WriteActive(tenant, stored.active, stored.version, call.deadline);
  if (absl::IsAborted(written)) return std::nullopt;
  TONUS_RETURN_IF_ERROR(written);
  return response;
}

}  // namespace

absl::StatusOr<KnowledgeService::Candidate> KnowledgeService::Verify(
    const Call& call, const v1::PackSource& source) {
  Candidate candidate;
  if (source.has_files()) {
    TONUS_ASSIGN_OR_RETURN(
        candidate.check,
        InTime(call, ValidatePackFiles(InOrder(source.files()), StopOf(call))));
  } else {
    v1::PackRelease release = source.release();
    if (source.has_hash()) {
      TONUS_ASSIGN_OR_RETURN(candidate.pack, sources_.Open(call, source));
      *release.mutable_pack() = candidate.pack->pack();
    }
    TONUS_ASSIGN_OR_RETURN(
        candidate.check,
        InTime(call, ValidatePackRelease(release, StopOf(call))));
  }
  if (source.has_hash()) ForgiveCases(&candidate.check);
  if (candidate.check.valid() && candidate.pack == nullptr) {
    TONUS_ASSIGN_OR_RETURN(candidate.pack, sources_.Open(call, source));
  }
  return candidate;
}

absl::StatusOr<v1::ActivatePackResponse> KnowledgeService::ActivatePack(
    Call& call, const v1::ActivatePackRequest& request) {
  TONUS_RETURN_IF_ERROR(Check(request));
  std::optional<Candidate> candidate;
  for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
    TONUS_ASSIGN_OR_RETURN(auto response,
                           TryActivate(call, request, &candidate));
    if (response.has_value()) return *std::move(response);
  }
  return MakeError(absl::StatusCode::kAborted, "CONTENDED",
                   "too many activations at once; try again");
}

absl::StatusOr<std::optional<v1::ActivatePackResponse>>
KnowledgeService::TryActivate(const Call& call,
                              const v1::ActivatePackRequest& request,
                              std::optional<Candidate>* candidate) {
  const std::string& tenant = call.principal.tenant;
  const std::string digest = RequestDigest(kMethod, request);
  TONUS_ASSIGN_OR_RETURN(StoredActivePack stored,
                         log_.packs().ReadActive(tenant, call.deadline));
  const RecordedActivation& current = stored.active.current();
  if (!request.validate_only()) {
    TONUS_ASSIGN_OR_RETURN(
        auto answer, FindAnswer(stored.active, request.request_id(), digest));
    if (answer.has_value()) return answer;
  }
  if (!request.etag().empty() && request.etag() != EtagOf(current)) {
    return StaleEtag("activation");
  }

  if (!candidate->has_value()) {
    TONUS_ASSIGN_OR_RETURN(*candidate, Verify(call, request.pack()));
  }
  const v1::ValidatePackResponse& check = (*candidate)->check;
  if (!check.valid()) {
    if (!request.validate_only()) return InvalidPack(check.complaints());
    v1::ActivatePackResponse response;
    *response.mutable_check() = check;
    return response;
  }
  const engine::Knowledge& pack = *(*candidate)->pack;
  TONUS_RETURN_IF_ERROR(CheckChoices(log_.policies(), tenant, pack));
  if (request.validate_only()) {
    return Rehearsal(call, request, current, pack, check);
  }
  return Store(log_.packs(), call, request, pack, std::move(stored));
}

}  // namespace tonus
