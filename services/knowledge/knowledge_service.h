// SPDX-License-Identifier: Apache-2.0
// Handlers of KnowledgeService, whose proto says what they do.

#ifndef TONUS_SERVICES_KNOWLEDGE_KNOWLEDGE_SERVICE_H_
#define TONUS_SERVICES_KNOWLEDGE_KNOWLEDGE_SERVICE_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "services/call.h"
#include "services/knowledge/pack_sources.h"
#include "services/patient/patient_log.h"
#include "services/stream_part.h"
#include "tonus/v1/knowledge_service.pb.h"

namespace tonus {

// Thread-safe.
class KnowledgeService {
 public:
  // `log` outlives this.
  explicit KnowledgeService(PatientLog* log)
      : log_(*log), sources_(&log->packs()) {}

  absl::StatusOr<v1::GetPackResponse> GetPack(
      Call& call, const v1::GetPackRequest& request) const;
  absl::StatusOr<v1::ListMusclesResponse> ListMuscles(
      Call& call, const v1::ListMusclesRequest& request) const;
  absl::StatusOr<v1::ListTestsResponse> ListTests(
      Call& call, const v1::ListTestsRequest& request) const;
  absl::StatusOr<v1::ListExercisesResponse> ListExercises(
      Call& call, const v1::ListExercisesRequest& request) const;
  absl::StatusOr<v1::ListRulesResponse> ListRules(
      Call& call, const v1::ListRulesRequest& request) const;
  absl::StatusOr<v1::ListMeasuresResponse> ListMeasures(
      Call& call, const v1::ListMeasuresRequest& request) const;
  absl::StatusOr<v1::ValidatePackResponse> ValidatePack(
      Call& call, const v1::ValidatePackRequest& request) const;
  absl::StatusOr<v1::ActivatePackResponse> ActivatePack(
      Call& call, const v1::ActivatePackRequest& request);
  absl::StatusOr<StreamPart<v1::ShadowRunPackResponse>> ShadowRunPack(
      Call& call, const v1::ShadowRunPackRequest& request,
      const std::string& cursor);

 private:
  // A pack that was examined completely.
  struct Candidate {
    SharedPack pack;  // Null when it is not valid.
    v1::ValidatePackResponse check;
  };

  // Returns the pack that is shown to the caller: their tenant's active one.
  absl::StatusOr<SharedPack> PackFor(const Call& call) const;

  // Examines a pack, which takes seconds. A pack that the store holds comes
  // without cases.
  absl::StatusOr<Candidate> Verify(const Call& call,
                                   const v1::PackSource& source);

  // One attempt of ActivatePack; nullopt when another one came first. Fills
  // `candidate` unless it is filled.
  absl::StatusOr<std::optional<v1::ActivatePackResponse>> TryActivate(
      const Call& call, const v1::ActivatePackRequest& request,
      std::optional<Candidate>* candidate);

  PatientLog& log_;
  PackSources sources_;
};

}  // namespace tonus

#endif  // TONUS_SERVICES_KNOWLEDGE_KNOWLEDGE_SERVICE_H_
