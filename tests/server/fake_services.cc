// SPDX-License-Identifier: Apache-2.0
#include "tests/server/fake_services.h"

#include "absl/strings/str_cat.h"
#include "tonus/v1/assessment_service.pb.h"
#include "tonus/v1/knowledge_service.pb.h"
#include "tonus/v1/patient_service.pb.h"
#include "tonus/v1/progress_service.pb.h"
#include "tonus/v1/routine_service.pb.h"

namespace tonus::testing {

std::vector<std::string> ApiServices() {
  return {"tonus.v1.AssessmentService", "tonus.v1.KnowledgeService",
          "tonus.v1.PatientService", "tonus.v1.ProgressService",
          "tonus.v1.RoutineService"};
}

template <typename Request, typename Response>
void FakeServices::Add(const std::string& name) {
  auto fake =
      std::make_shared<Fake<Request, Response>>(Fake<Request, Response>{this});
  table_.Add(absl::StrCat("tonus.v1.", name), &Fake<Request, Response>::Handle,
             fake.get());
  fakes_.push_back(std::move(fake));
}

template <typename Request, typename Response>
void FakeServices::AddStream(const std::string& name) {
  using Stream = FakeStream<Request, Response>;
  auto fake = std::make_shared<Stream>(Stream{this});
  table_.Add(absl::StrCat("tonus.v1.", name), &Stream::Handle, fake.get());
  fakes_.push_back(std::move(fake));
}

FakeServices::FakeServices() {
  Add<v1::CreatePatientRequest, v1::Patient>("PatientService.CreatePatient");
  Add<v1::GetPatientRequest, v1::Patient>("PatientService.GetPatient");
  Add<v1::ListPatientsRequest, v1::ListPatientsResponse>(
      "PatientService.ListPatients");
  Add<v1::UpdatePatientRequest, v1::Patient>("PatientService.UpdatePatient");
  AddStream<v1::WatchEventsRequest, v1::WatchEventsResponse>(
      "PatientService.WatchEvents");
  Add<v1::RecordClearanceRequest, v1::RecordClearanceResponse>(
      "PatientService.RecordClearance");
  Add<v1::SubmitAssessmentRequest, v1::SubmitAssessmentResponse>(
      "AssessmentService.SubmitAssessment");
  Add<v1::GetAssessmentRequest, v1::Assessment>(
      "AssessmentService.GetAssessment");
  Add<v1::ListAssessmentsRequest, v1::ListAssessmentsResponse>(
      "AssessmentService.ListAssessments");
  Add<v1::AmendAssessmentRequest, v1::AmendAssessmentResponse>(
      "AssessmentService.AmendAssessment");
  Add<v1::ImportAssessmentsRequest, v1::ImportAssessmentsResponse>(
      "AssessmentService.ImportAssessments");
  Add<v1::InterpretAssessmentRequest, v1::InterpretAssessmentResponse>(
      "AssessmentService.InterpretAssessment");
  Add<v1::SuggestTestsRequest, v1::SuggestTestsResponse>(
      "AssessmentService.SuggestTests");
  Add<v1::GetRoutineRequest, v1::GetRoutineResponse>(
      "RoutineService.GetRoutine");
  Add<v1::GetSessionRequest, v1::GetSessionResponse>(
      "RoutineService.GetSession");
  Add<v1::StartSessionRequest, v1::StartSessionResponse>(
      "RoutineService.StartSession");
  Add<v1::ExplainRoutineRequest, v1::ExplainRoutineResponse>(
      "RoutineService.ExplainRoutine");
  Add<v1::SetOverrideRequest, v1::SetOverrideResponse>(
      "RoutineService.SetOverride");
  Add<v1::ListOverridesRequest, v1::ListOverridesResponse>(
      "RoutineService.ListOverrides");
  Add<v1::ClearOverrideRequest, v1::ClearOverrideResponse>(
      "RoutineService.ClearOverride");
  Add<v1::ListRoutineRevisionsRequest, v1::ListRoutineRevisionsResponse>(
      "RoutineService.ListRoutineRevisions");
  Add<v1::DiffRoutinesRequest, v1::DiffRoutinesResponse>(
      "RoutineService.DiffRoutines");
  Add<v1::PreviewRoutineRequest, v1::PreviewRoutineResponse>(
      "RoutineService.PreviewRoutine");
  Add<v1::GetProposalRequest, v1::Proposal>("RoutineService.GetProposal");
  Add<v1::ListProposalsRequest, v1::ListProposalsResponse>(
      "RoutineService.ListProposals");
  Add<v1::ReviewProposalRequest, v1::ReviewProposalResponse>(
      "RoutineService.ReviewProposal");
  Add<v1::ListSessionsRequest, v1::ListSessionsResponse>(
      "RoutineService.ListSessions");
  Add<v1::PauseRoutineRequest, v1::PauseRoutineResponse>(
      "RoutineService.PauseRoutine");
  Add<v1::ResumeRoutineRequest, v1::ResumeRoutineResponse>(
      "RoutineService.ResumeRoutine");
  AddStream<v1::WatchRoutineRequest, v1::WatchRoutineResponse>(
      "RoutineService.WatchRoutine");
  Add<v1::RunReliefRequest, v1::RunReliefResponse>("RoutineService.RunRelief");
  Add<v1::LogSessionRequest, v1::LogSessionResponse>(
      "ProgressService.LogSession");
  Add<v1::RecordMorningRequest, v1::RecordMorningResponse>(
      "ProgressService.RecordMorning");
  Add<v1::LogHomeItemsRequest, v1::LogHomeItemsResponse>(
      "ProgressService.LogHomeItems");
  Add<v1::AmendLogRequest, v1::AmendLogResponse>("ProgressService.AmendLog");
  Add<v1::SyncLogsRequest, v1::SyncLogsResponse>("ProgressService.SyncLogs");
  Add<v1::ListLogsRequest, v1::ListLogsResponse>("ProgressService.ListLogs");
  Add<v1::GetProgressRequest, v1::Progress>("ProgressService.GetProgress");
  Add<v1::RenderProgressRequest, v1::RenderProgressResponse>(
      "ProgressService.RenderProgress");
  Add<v1::RecordOutcomeRequest, v1::RecordOutcomeResponse>(
      "ProgressService.RecordOutcome");
  Add<v1::RecordAdverseEventRequest, v1::RecordAdverseEventResponse>(
      "ProgressService.RecordAdverseEvent");
  Add<v1::ListAdverseEventsRequest, v1::ListAdverseEventsResponse>(
      "ProgressService.ListAdverseEvents");
  Add<v1::ListAlertsRequest, v1::ListAlertsResponse>(
      "ProgressService.ListAlerts");
  Add<v1::AcknowledgeAlertRequest, v1::AcknowledgeAlertResponse>(
      "ProgressService.AcknowledgeAlert");
  AddStream<v1::WatchAlertsRequest, v1::WatchAlertsResponse>(
      "ProgressService.WatchAlerts");
  Add<v1::GetPackRequest, v1::GetPackResponse>("KnowledgeService.GetPack");
  Add<v1::ListMusclesRequest, v1::ListMusclesResponse>(
      "KnowledgeService.ListMuscles");
  Add<v1::ListTestsRequest, v1::ListTestsResponse>(
      "KnowledgeService.ListTests");
  Add<v1::ListExercisesRequest, v1::ListExercisesResponse>(
      "KnowledgeService.ListExercises");
  Add<v1::ListRulesRequest, v1::ListRulesResponse>(
      "KnowledgeService.ListRules");
  Add<v1::ListMeasuresRequest, v1::ListMeasuresResponse>(
      "KnowledgeService.ListMeasures");
  Add<v1::ValidatePackRequest, v1::ValidatePackResponse>(
      "KnowledgeService.ValidatePack");
  Add<v1::ActivatePackRequest, v1::ActivatePackResponse>(
      "KnowledgeService.ActivatePack");
  AddStream<v1::ShadowRunPackRequest, v1::ShadowRunPackResponse>(
      "KnowledgeService.ShadowRunPack");
  Add<v1::MigrateRoutineRequest, v1::MigrateRoutineResponse>(
      "RoutineService.MigrateRoutine");
}

Call FakeServices::last_call() const {
  absl::MutexLock lock(&mutex_);
  return last_call_;
}

absl::Status FakeServices::Record(Call& call) {
  ++calls_;
  {
    absl::MutexLock lock(&mutex_);
    last_call_ = call;
    last_call_.cancelled = nullptr;
  }
  return behaviour_ ? behaviour_(call) : absl::OkStatus();
}

}  // namespace tonus::testing
