// SPDX-License-Identifier: Apache-2.0
// Handlers of KnowledgeService, whose proto says what they do.

#ifndef TONUS_SERVICES_KNOWLEDGE_KNOWLEDGE_SERVICE_H_
#define TONUS_SERVICES_KNOWLEDGE_KNOWLEDGE_SERVICE_H_

#include "absl/status/statusor.h"
#include "services/call.h"
#include "services/engine/knowledge.h"
#include "tonus/v1/knowledge_service.pb.h"

namespace tonus {

// Thread-safe.
class KnowledgeService {
 public:
  // `knowledge` is the active pack and must outlive the service.
  explicit KnowledgeService(const engine::Knowledge* knowledge)
      : knowledge_(knowledge) {}

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

 private:
  const engine::Knowledge* const knowledge_;
};

}  // namespace tonus

#endif  // TONUS_SERVICES_KNOWLEDGE_KNOWLEDGE_SERVICE_H_
