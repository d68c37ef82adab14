// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/subject.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/status_macros.h"
#include "tonus/v1/assessment_service.pb.h"
#include "tonus/v1/routine_service.pb.h"

namespace tonus::bench {
namespace {

Subject Reads(std::string name, std::vector<std::string> requests,
              uint64_t seed) {
  Subject subject;
  subject.path = absl::StrCat("/tonus.v1.RoutineService/", name);
  subject.name = std::move(name);
  subject.samples = requests;
  subject.prepare = [requests = std::move(requests),
                     seed]() -> absl::StatusOr<std::unique_ptr<Requests>> {
    return std::make_unique<RepeatedRequests>(requests, seed);
  };
  return subject;
}

}  // namespace

Subject GetSessionSubject(const std::vector<std::string>& patients,
                          uint64_t seed) {
  std::vector<std::string> requests;
  for (const std::string& patient : patients) {
    v1::GetSessionRequest request;
    request.set_name(absl::StrCat(patient, "/routine/sessions/today"));
    requests.push_back(request.SerializeAsString());
  }
  return Reads("GetSession", std::move(requests), seed);
}

Subject GetRoutineSubject(const std::vector<std::string>& patients,
                          uint64_t seed) {
  std::vector<std::string> requests;
  for (const std::string& patient : patients) {
    v1::GetRoutineRequest request;
    request.set_name(absl::StrCat(patient, "/routine"));
    requests.push_back(request.SerializeAsString());
  }
  return Reads("GetRoutine", std::move(requests), seed);
}

Subject SubmitAssessmentSubject(const Caseload* caseload,
                                int patients_per_slice,
                                Acknowledged* acknowledged) {
  v1::SubmitAssessmentRequest sample;
  sample.set_parent(absl::StrCat("patients/", std::string(26, 'a')));
  sample.set_request_id("bench-1234");
  *sample.mutable_assessment() = caseload->assessment();

  Subject subject;
  subject.name = "SubmitAssessment";
  subject.path = "/tonus.v1.AssessmentService/SubmitAssessment";
  subject.samples = {sample.SerializeAsString()};
  subject.prepare = [=]() -> absl::StatusOr<std::unique_ptr<Requests>> {
    TONUS_ASSIGN_OR_RETURN(auto patients,
                           caseload->CreatePatients(patients_per_slice));
    return std::make_unique<SubmitRequests>(
        std::move(patients), caseload->assessment(), acknowledged);
  };
  return subject;
}

}  // namespace tonus::bench
