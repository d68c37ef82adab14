// SPDX-License-Identifier: Apache-2.0
// RoutineService: serves a patient's programme and explains it. Contracts stand
// in protos/tonus/v1/routine_service.proto.

#ifndef TONUS_SERVICES_ROUTINE_ROUTINE_SERVICE_H_
#define TONUS_SERVICES_ROUTINE_ROUTINE_SERVICE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/call.h"
#include "services/engine/pain_zone.h"
#include "services/knowledge/pack_sources.h"
#include "services/patient/patient_log.h"
#include "services/resource_names.h"
#include "services/stream_part.h"
#include "tonus/v1/routine_service.pb.h"

namespace tonus {

// Thread-safe.
class RoutineService {
 public:
  // `log` outlives this.
  explicit RoutineService(PatientLog* log)
      : log_(*log), sources_(&log->packs()) {}

  absl::StatusOr<Serialized<v1::GetRoutineResponse>> GetRoutine(
      Call& call, const v1::GetRoutineRequest& request);
  absl::StatusOr<Serialized<v1::GetSessionResponse>> GetSession(
      Call& call, const v1::GetSessionRequest& request);
  absl::StatusOr<Serialized<v1::StartSessionResponse>> StartSession(
      Call& call, const v1::StartSessionRequest& request);
  absl::StatusOr<v1::ExplainRoutineResponse> ExplainRoutine(
      Call& call, const v1::ExplainRoutineRequest& request);
  absl::StatusOr<Serialized<v1::SetOverrideResponse>> SetOverride(
      Call& call, const v1::SetOverrideRequest& request);
  absl::StatusOr<v1::ListOverridesResponse> ListOverrides(
      Call& call, const v1::ListOverridesRequest& request);
  absl::StatusOr<Serialized<v1::ClearOverrideResponse>> ClearOverride(
      Call& call, const v1::ClearOverrideRequest& request);
  absl::StatusOr<v1::ListRoutineRevisionsResponse> ListRoutineRevisions(
      Call& call, const v1::ListRoutineRevisionsRequest& request);
  absl::StatusOr<v1::DiffRoutinesResponse> DiffRoutines(
      Call& call, const v1::DiffRoutinesRequest& request);
  absl::StatusOr<v1::PreviewRoutineResponse> PreviewRoutine(
      Call& call, const v1::PreviewRoutineRequest& request);
  absl::StatusOr<Serialized<v1::MigrateRoutineResponse>> MigrateRoutine(
      Call& call, const v1::MigrateRoutineRequest& request);
  absl::StatusOr<v1::Proposal> GetProposal(
      Call& call, const v1::GetProposalRequest& request);
  absl::StatusOr<v1::ListProposalsResponse> ListProposals(
      Call& call, const v1::ListProposalsRequest& request);
  absl::StatusOr<Serialized<v1::ReviewProposalResponse>> ReviewProposal(
      Call& call, const v1::ReviewProposalRequest& request);
  absl::StatusOr<Serialized<v1::ListSessionsResponse>> ListSessions(
      Call& call, const v1::ListSessionsRequest& request);
  absl::StatusOr<Serialized<v1::PauseRoutineResponse>> PauseRoutine(
      Call& call, const v1::PauseRoutineRequest& request);
  absl::StatusOr<Serialized<v1::ResumeRoutineResponse>> ResumeRoutine(
      Call& call, const v1::ResumeRoutineRequest& request);
  absl::StatusOr<StreamPart<v1::WatchRoutineResponse>> WatchRoutine(
      Call& call, const v1::WatchRoutineRequest& request,
      const std::string& cursor);
  absl::StatusOr<Serialized<v1::RunReliefResponse>> RunRelief(
      Call& call, const v1::RunReliefRequest& request);

 private:
  // Returns nothing when the parts that were read do not belong together, since
  // a routine was issued meanwhile.
  absl::StatusOr<std::optional<Serialized<v1::GetSessionResponse>>> ReadSession(
      Call& call, const SessionName& name,
      const v1::GetSessionRequest& request) const;

  // The page of sessions after the number `after`; nothing as in ReadSession.
  absl::StatusOr<std::optional<Serialized<v1::ListSessionsResponse>>>
  ReadSessionPage(Call& call, const RoutineName& name,
                  const v1::ListSessionsRequest& request, int size,
                  int after) const;

  // Turns the session that a relief day has replaced, if it is among
  // `sessions`, which begin with the number `first`; where that one eases pain,
  // `zones`, unless null, become those of relief. Returns false when the
  // patient changed since `current`.
  absl::StatusOr<bool> Relieve(const Call& call, const PatientRef& ref,
                               const storage::v1::CurrentRoutine& current,
                               int first, engine::PainZones* zones,
                               std::vector<std::string>* sessions) const;

  PatientLog& log_;
  PackSources sources_;
};

}  // namespace tonus

#endif  // TONUS_SERVICES_ROUTINE_ROUTINE_SERVICE_H_
