// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/caseload.h"

#include <google/protobuf/text_format.h>
#include <grpcpp/client_context.h>

#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/status_macros.h"
#include "tonus/v1/assessment_service.grpc.pb.h"
#include "tonus/v1/patient_service.grpc.pb.h"
#include "tonus/v1/routine_service.grpc.pb.h"

namespace tonus::bench {
namespace {

constexpr int kPageSize = 500;

absl::Status ReadText(const std::string& path,
                      google::protobuf::Message& message) {
  std::ifstream file(path);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  if (!file || !google::protobuf::TextFormat::ParseFromString(text, &message)) {
    return absl::NotFoundError(
        absl::StrCat(path, " can not be read as ", message.GetTypeName()));
  }
  return absl::OkStatus();
}

template <typename Stub, typename Request, typename Response>
absl::Status Call(Stub& stub, const std::string& authorization,
                  grpc::Status (Stub::*method)(grpc::ClientContext*,
                                               const Request&, Response*),
                  const Request& request, Response& response) {
  grpc::ClientContext context;
  context.AddMetadata("authorization", authorization);
  const grpc::Status status = (stub.*method)(&context, request, &response);
  return {static_cast<absl::StatusCode>(status.error_code()),
          status.error_message()};
}

}  // namespace

absl::StatusOr<Caseload> Caseload::Open(std::shared_ptr<grpc::Channel> channel,
                                        std::string authorization,
                                        absl::string_view examples) {
  Caseload result;
  result.channel_ = std::move(channel);
  result.authorization_ = std::move(authorization);
  TONUS_RETURN_IF_ERROR(
      ReadText(absl::StrCat(examples, "/desk_worker.patient.textproto"),
               result.profile_));
  TONUS_RETURN_IF_ERROR(
      ReadText(absl::StrCat(examples, "/desk_worker.assessment.textproto"),
               result.assessment_));
  return result;
}

absl::StatusOr<std::vector<std::string>> Caseload::CreatePatients(
    int count) const {
  v1::PatientService::Stub stub(channel_);
  v1::CreatePatientRequest request;
  *request.mutable_patient()->mutable_profile() = profile_;
  std::vector<std::string> names;
  names.reserve(count);
  for (int i = 0; i < count; ++i) {
    v1::Patient patient;
    TONUS_RETURN_IF_ERROR(Call(stub, authorization_,
                               &v1::PatientService::Stub::CreatePatient,
                               request, patient));
    names.push_back(patient.name());
  }
  return names;
}

absl::Status Caseload::Assess(const std::string& patient) const {
  v1::AssessmentService::Stub assessments(channel_);
  v1::SubmitAssessmentRequest submit;
  submit.set_parent(patient);
  *submit.mutable_assessment() = assessment_;
  v1::SubmitAssessmentResponse submitted;
  TONUS_RETURN_IF_ERROR(Call(assessments, authorization_,
                             &v1::AssessmentService::Stub::SubmitAssessment,
                             submit, submitted));
  v1::RoutineService::Stub routines(channel_);
  v1::GetSessionRequest today;
  today.set_name(absl::StrCat(patient, "/routine/sessions/today"));
  v1::GetSessionResponse found;
  TONUS_RETURN_IF_ERROR(Call(routines, authorization_,
                             &v1::RoutineService::Stub::GetSession, today,
                             found));
  if (found.sessions_size() != 1 || found.sessions(0).items().empty()) {
    return absl::FailedPreconditionError(
        "the desk worker has no session with exercises today");
  }
  return absl::OkStatus();
}

absl::StatusOr<int64_t> Caseload::CountAssessments(
    const std::string& patient) const {
  v1::AssessmentService::Stub stub(channel_);
  v1::ListAssessmentsRequest request;
  request.set_parent(patient);
  request.set_page_size(kPageSize);
  int64_t count = 0;
  do {
    v1::ListAssessmentsResponse page;
    TONUS_RETURN_IF_ERROR(Call(stub, authorization_,
                               &v1::AssessmentService::Stub::ListAssessments,
                               request, page));
    count += page.assessments_size();
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return count;
}

}  // namespace tonus::bench
