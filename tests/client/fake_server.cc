// SPDX-License-Identifier: Apache-2.0
#include "tests/client/fake_server.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <utility>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"

namespace tonus::client {
namespace {

namespace fs = ::std::filesystem;

std::string MakeFolder() {
  // A socket's path holds at most 107 characters; that of a build folder may
  // be longer.
  std::string path = (fs::temp_directory_path() / "tonus-XXXXXX").string();
  EXPECT_NE(mkdtemp(path.data()), nullptr);
  return path;
}

}  // namespace

#define TONUS_FAKE(Method, Request, Response)                             \
  grpc::Status Method(grpc::ServerContext* context,                       \
                      const v1::Request* request, v1::Response* response) \
      override {                                                          \
    return server->Serve(context, *request, response);                    \
  }                                                                       \
  static_assert(true)

struct FakeServer::Services {
  struct Patients : v1::PatientService::Service {
    FakeServer* server;
    TONUS_FAKE(CreatePatient, CreatePatientRequest, Patient);
    TONUS_FAKE(GetPatient, GetPatientRequest, Patient);
    TONUS_FAKE(ListPatients, ListPatientsRequest, ListPatientsResponse);
    TONUS_FAKE(UpdatePatient, UpdatePatientRequest, Patient);
    TONUS_FAKE(RecordClearance, RecordClearanceRequest,
               RecordClearanceResponse);
    grpc::Status WatchEvents(
        grpc::ServerContext* context, const v1::WatchEventsRequest* request,
        grpc::ServerWriter<v1::WatchEventsResponse>* stream) override {
      v1::WatchEventsResponse response;
      const grpc::Status status = server->Serve(context, *request, &response);
      if (status.ok()) stream->Write(response);
      return status;
    }
  };
  struct Assessments : v1::AssessmentService::Service {
    FakeServer* server;
    TONUS_FAKE(SubmitAssessment, SubmitAssessmentRequest,
               SubmitAssessmentResponse);
    TONUS_FAKE(GetAssessment, GetAssessmentRequest, Assessment);
    TONUS_FAKE(ListAssessments, ListAssessmentsRequest,
               ListAssessmentsResponse);
    TONUS_FAKE(InterpretAssessment, InterpretAssessmentRequest,
               InterpretAssessmentResponse);
    TONUS_FAKE(AmendAssessment, AmendAssessmentRequest,
               AmendAssessmentResponse);
    grpc::Status ImportAssessments(
        grpc::ServerContext* context,
        grpc::ServerReaderWriter<v1::ImportAssessmentsResponse,
                                 v1::ImportAssessmentsRequest>* stream)
        override {
      v1::ImportAssessmentsRequest request;
      while (stream->Read(&request)) {
        v1::ImportAssessmentsResponse response;
        const grpc::Status status = server->Serve(context, request, &response);
        if (!status.ok()) return status;
        stream->Write(response);
      }
      return grpc::Status::OK;
    }
  };
  struct Routines : v1::RoutineService::Service {
    FakeServer* server;
    TONUS_FAKE(GetRoutine, GetRoutineRequest, GetRoutineResponse);
    TONUS_FAKE(GetSession, GetSessionRequest, GetSessionResponse);
    TONUS_FAKE(StartSession, StartSessionRequest, StartSessionResponse);
    TONUS_FAKE(ExplainRoutine, ExplainRoutineRequest, ExplainRoutineResponse);
    TONUS_FAKE(SetOverride, SetOverrideRequest, SetOverrideResponse);
    TONUS_FAKE(ListOverrides, ListOverridesRequest, ListOverridesResponse);
    TONUS_FAKE(ClearOverride, ClearOverrideRequest, ClearOverrideResponse);
    TONUS_FAKE(ListRoutineRevisions, ListRoutineRevisionsRequest,
               ListRoutineRevisionsResponse);
    TONUS_FAKE(DiffRoutines, DiffRoutinesRequest, DiffRoutinesResponse);
    TONUS_FAKE(PreviewRoutine, PreviewRoutineRequest, PreviewRoutineResponse);
    TONUS_FAKE(GetProposal, GetProposalRequest, Proposal);
    TONUS_FAKE(ListProposals, ListProposalsRequest, ListProposalsResponse);
    TONUS_FAKE(ReviewProposal, ReviewProposalRequest, ReviewProposalResponse);
    TONUS_FAKE(ListSessions, ListSessionsRequest, ListSessionsResponse);
    TONUS_FAKE(PauseRoutine, PauseRoutineRequest, PauseRoutineResponse);
    TONUS_FAKE(ResumeRoutine, ResumeRoutineRequest, ResumeRoutineResponse);
    grpc::Status RunRelief(
        grpc::ServerContext* context,
        grpc::ServerReaderWriter<v1::RunReliefResponse, v1::RunReliefRequest>*
            stream) override {
      v1::RunReliefRequest request;
      while (stream->Read(&request)) {
        v1::RunReliefResponse response;
        const grpc::Status status = server->Serve(context, request, &response);
        if (!status.ok()) return status;
        stream->Write(response);
      }
      return grpc::Status::OK;
    }
  };
  struct Progresses : v1::ProgressService::Service {
    FakeServer* server;
    TONUS_FAKE(LogSession, LogSessionRequest, LogSessionResponse);
    TONUS_FAKE(RecordMorning, RecordMorningRequest, RecordMorningResponse);
    TONUS_FAKE(LogHomeItems, LogHomeItemsRequest, LogHomeItemsResponse);
    TONUS_FAKE(AmendLog, AmendLogRequest, AmendLogResponse);
    TONUS_FAKE(ListLogs, ListLogsRequest, ListLogsResponse);
    grpc::Status SyncLogs(
        grpc::ServerContext* context,
        grpc::ServerReaderWriter<v1::SyncLogsResponse, v1::SyncLogsRequest>*
            stream) override {
      v1::SyncLogsRequest request;
      while (stream->Read(&request)) {
        v1::SyncLogsResponse response;
        const grpc::Status status = server->Serve(context, request, &response);
        if (!status.ok()) return status;
        stream->Write(response);
      }
      return grpc::Status::OK;
    }
    TONUS_FAKE(GetProgress, GetProgressRequest, Progress);
    TONUS_FAKE(RenderProgress, RenderProgressRequest, RenderProgressResponse);
    TONUS_FAKE(RecordOutcome, RecordOutcomeRequest, RecordOutcomeResponse);
    TONUS_FAKE(RecordAdverseEvent, RecordAdverseEventRequest,
               RecordAdverseEventResponse);
    TONUS_FAKE(ListAdverseEvents, ListAdverseEventsRequest,
               ListAdverseEventsResponse);
    TONUS_FAKE(ListAlerts, ListAlertsRequest, ListAlertsResponse);
    TONUS_FAKE(AcknowledgeAlert, AcknowledgeAlertRequest,
               AcknowledgeAlertResponse);
  };
  struct Knowledge : v1::KnowledgeService::Service {
    FakeServer* server;
    TONUS_FAKE(GetPack, GetPackRequest, GetPackResponse);
    TONUS_FAKE(ListMuscles, ListMusclesRequest, ListMusclesResponse);
    TONUS_FAKE(ListTests, ListTestsRequest, ListTestsResponse);
    TONUS_FAKE(ListExercises, ListExercisesRequest, ListExercisesResponse);
    TONUS_FAKE(ListRules, ListRulesRequest, ListRulesResponse);
    TONUS_FAKE(ListMeasures, ListMeasuresRequest, ListMeasuresResponse);
  };

  explicit Services(FakeServer* server) {
    patients.server = server;
    assessments.server = server;
    routines.server = server;
    progresses.server = server;
    knowledge.server = server;
  }

  Patients patients;
  Assessments assessments;
  Routines routines;
  Progresses progresses;
  Knowledge knowledge;
};

#undef TONUS_FAKE

FakeServer::FakeServer()
    : folder_(MakeFolder()), services_(std::make_unique<Services>(this)) {
  std::ofstream(token_file()) << "secret-token\n";
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  builder.AddListeningPort(address(), grpc::InsecureServerCredentials());
  builder.RegisterService(&services_->patients);
  builder.RegisterService(&services_->assessments);
  builder.RegisterService(&services_->routines);
  builder.RegisterService(&services_->progresses);
  builder.RegisterService(&services_->knowledge);
  server_ = builder.BuildAndStart();
}

FakeServer::~FakeServer() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  server_->Shutdown(std::chrono::system_clock::now());
  server_.reset();
  fs::remove_all(folder_);
}

void FakeServer::Answer(const google::protobuf::Message& response) {
  absl::MutexLock lock(&mutex_);
  answers_.emplace_back(response.New());
  answers_.back()->CopyFrom(response);
}

void FakeServer::Fail(const grpc::Status& status, int times) {
  absl::MutexLock lock(&mutex_);
  failure_ = status;
  failures_left_ = times;
}

void FakeServer::Hang() {
  absl::MutexLock lock(&mutex_);
  hang_ = true;
}

std::vector<Received> FakeServer::received() const {
  absl::MutexLock lock(&mutex_);
  return received_;
}

grpc::Status FakeServer::Serve(grpc::ServerContext* context,
                               const google::protobuf::Message& request,
                               google::protobuf::Message* response) {
  absl::MutexLock lock(&mutex_);
  const auto& metadata = context->client_metadata();
  const auto header = metadata.find("authorization");
  const absl::Time deadline = absl::FromChrono(context->deadline());
  received_.push_back(
      {request.ShortDebugString(),
       header == metadata.end()
           ? ""
           : std::string(header->second.data(), header->second.size()),
       absl::ToDoubleSeconds(deadline - absl::Now())});
  if (hang_) {
    mutex_.Await(absl::Condition(&stopping_));
    return grpc::Status::CANCELLED;
  }
  if (failures_left_ > 0) {
    --failures_left_;
    return failure_;
  }
  for (auto answer = answers_.begin(); answer != answers_.end(); ++answer) {
    if ((*answer)->GetDescriptor() != response->GetDescriptor()) continue;
    response->CopyFrom(**answer);
    const bool another =
        std::any_of(answer + 1, answers_.end(), [&](const auto& next) {
          return next->GetDescriptor() == response->GetDescriptor();
        });
    if (another) answers_.erase(answer);
    break;
  }
  return grpc::Status::OK;
}

grpc::Status ToGrpc(const google::rpc::Status& status) {
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()),
                      status.message(), status.SerializeAsString());
}

}  // namespace tonus::client
