// SPDX-License-Identifier: Apache-2.0
// A patient of one tenant does not exist for another one, in any method of the
// real services.

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/text_format.h"
#include "services/server/settings.h"
#include "services/server/wiring.h"
#include "tests/server/test_server.h"
#include "tests/testing/matchers.h"
#include "tonus/v1/assessment_service.pb.h"
#include "tonus/v1/patient_service.pb.h"
#include "tonus/v1/progress_service.pb.h"

namespace tonus::testing {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// Valid requests in text form, so that nothing but the tenant refuses them; $
// stands for the patient.
const std::map<std::string, std::string>& Requests() {
  static const auto* const kRequests = new std::map<std::string, std::string>{
      {"tonus.v1.PatientService.GetPatient", "name: '$'"},
      {"tonus.v1.PatientService.UpdatePatient",
       "patient { name: '$' time_zone: 'Europe/Berlin' }"},
      {"tonus.v1.PatientService.RecordClearance",
       "name: '$' clearance { subject: 'cond_cardiac' } "
       "reason: OVERRIDE_REASON_CLINICAL_FINDING"},
      {"tonus.v1.AssessmentService.SubmitAssessment",
       "parent: '$' assessment { screening { others_denied: true } }"},
      {"tonus.v1.AssessmentService.GetAssessment", "name: '$/assessments/2'"},
      {"tonus.v1.AssessmentService.AmendAssessment",
       "name: '$/assessments/2' withdraw: true "
       "reason: AMENDMENT_REASON_WRONG_PATIENT"},
      {"tonus.v1.AssessmentService.ImportAssessments",
       "parent: '$' assessment { assessment_time { seconds: 1767600000 } "
       "screening { others_denied: true } } request_id: 'one'"},
      {"tonus.v1.AssessmentService.ListAssessments", "parent: '$'"},
      {"tonus.v1.AssessmentService.SuggestTests", "name: '$'"},
      {"tonus.v1.RoutineService.GetRoutine", "name: '$/routine'"},
      {"tonus.v1.RoutineService.GetSession",
       "name: '$/routine/sessions/today'"},
      {"tonus.v1.RoutineService.StartSession",
       "name: '$/routine/sessions/1' recheck { others_denied: true } "
       "pain_before: 0"},
      {"tonus.v1.RoutineService.ExplainRoutine",
       "name: '$/routine' overview: true"},
      {"tonus.v1.RoutineService.SetOverride",
       "parent: '$' override { level_cap: 1 reason: "
       "OVERRIDE_REASON_CLINICAL_FINDING }"},
      {"tonus.v1.RoutineService.ListOverrides", "parent: '$'"},
      {"tonus.v1.RoutineService.ClearOverride",
       "name: '$/overrides/2' reason: OVERRIDE_REASON_CLINICAL_FINDING"},
      {"tonus.v1.RoutineService.ListRoutineRevisions", "name: '$/routine'"},
      {"tonus.v1.RoutineService.DiffRoutines", "name: '$/routine'"},
      {"tonus.v1.RoutineService.PreviewRoutine", "name: '$/routine'"},
      {"tonus.v1.RoutineService.MigrateRoutine", "name: '$/routine'"},
      {"tonus.v1.RoutineService.GetProposal", "name: '$/proposals/2'"},
      {"tonus.v1.RoutineService.ListProposals", "parent: '$'"},
      {"tonus.v1.RoutineService.ReviewProposal",
       "name: '$/proposals/2' verdict: REVIEW_VERDICT_APPROVE "
       "reason: REVIEW_REASON_AGREED"},
      {"tonus.v1.RoutineService.ListSessions", "parent: '$/routine'"},
      {"tonus.v1.RoutineService.PauseRoutine",
       "name: '$/routine' pause { reason: PAUSE_REASON_HOLIDAY }"},
      {"tonus.v1.RoutineService.ResumeRoutine", "name: '$/routine'"},
      {"tonus.v1.RoutineService.WatchRoutine", "name: '$/routine'"},
      {"tonus.v1.RoutineService.RunRelief", "name: '$' resume: true"},
      {"tonus.v1.ProgressService.LogSession",
       "parent: '$' session_log { session_number: 1 completed_pct: 100 }"},
      {"tonus.v1.ProgressService.RecordMorning",
       "parent: '$' morning { pain: 0 }"},
      {"tonus.v1.ProgressService.LogHomeItems",
       "parent: '$' home_log { items { exercise { exercise: 'glute_bridge' } "
       "times: 1 } }"},
      {"tonus.v1.ProgressService.AmendLog",
       "name: '$/logs/2' withdraw: true "
       "reason: AMENDMENT_REASON_WRONG_PATIENT"},
      {"tonus.v1.ProgressService.SyncLogs",
       "parent: '$' entry { morning { log_id: 'one' pain: 0 morning_time { "
       "seconds: 1767600000 } } }"},
      {"tonus.v1.ProgressService.ListLogs", "parent: '$'"},
      {"tonus.v1.ProgressService.GetProgress", "name: '$/progress'"},
      {"tonus.v1.ProgressService.RenderProgress", "name: '$/progress'"},
      {"tonus.v1.ProgressService.RecordOutcome",
       "parent: '$' measures { measure: 'groc' total: 1 }"},
      {"tonus.v1.ProgressService.RecordAdverseEvent",
       "parent: '$' adverse_event { onset_date { year: 2026 month: 1 day: 5 } "
       "kind: ADVERSE_EVENT_KIND_PAIN severity: ADVERSE_EVENT_SEVERITY_MILD "
       "relation: ADVERSE_EVENT_RELATION_POSSIBLE "
       "course: ADVERSE_EVENT_COURSE_ONGOING }"},
      {"tonus.v1.ProgressService.ListAdverseEvents", "parent: '$'"},
      {"tonus.v1.ProgressService.ListAlerts", "parent: '$'"},
      {"tonus.v1.ProgressService.AcknowledgeAlert",
       "name: '$/alerts/0123456789abcdef' reason: ALERT_REASON_CONTACTED"},
  };
  return *kRequests;
}

template <typename Response>
grpc::StatusCode CodeOfItem(const Outcome& outcome) {
  Response response;
  EXPECT_TRUE(outcome.status.ok());
  EXPECT_TRUE(response.ParseFromString(outcome.response));
  return static_cast<grpc::StatusCode>(response.status().code());
}

// A stream of items answers each of them, not the call, with what became of it.
grpc::StatusCode CodeOf(const MethodDescriptor& method,
                        const Outcome& outcome) {
  if (method.name() == "ImportAssessments") {
    return CodeOfItem<v1::ImportAssessmentsResponse>(outcome);
  }
  if (method.name() == "SyncLogs") {
    return CodeOfItem<v1::SyncLogsResponse>(outcome);
  }
  return outcome.status.error_code();
}

class TenantIsolationTest : public ::testing::Test {
 protected:
  TenantIsolationTest() {
    std::string name = ::testing::TempDir() + "tonus-tenant-XXXXXX";
    folder_ = mkdtemp(name.data());
    const std::string tokens = folder_ + "/tokens";
    std::ofstream(tokens) << TestTokens().DebugString();
    chmod(tokens.c_str(), 0600);
    server::v1::Config config = DefaultConfig();
    config.set_listen_address("127.0.0.1:0");
    config.set_data_folder(folder_ + "/data");
    config.set_token_file(tokens);
    config.mutable_storage()->set_backend(server::v1::STORAGE_BACKEND_MEMORY);
    auto daemon = Daemon::Start(config);
    EXPECT_THAT(daemon.status(), IsOk());
    daemon_ = *std::move(daemon);
    channel_ =
        grpc::CreateChannel(absl::StrCat("ipv4:127.0.0.1:", daemon_->port()),
                            grpc::InsecureChannelCredentials());
  }
  ~TenantIsolationTest() override { std::filesystem::remove_all(folder_); }

  Outcome Call(const std::string& method, const std::string& request,
               const char* token) {
    return CallOn(*channel_, method, request, token);
  }

  std::string CreatePatient(const char* token) {
    v1::CreatePatientRequest request;
    request.mutable_patient();
    const Outcome created = Call("tonus.v1.PatientService.CreatePatient",
                                 request.SerializeAsString(), token);
    EXPECT_TRUE(created.status.ok()) << created.status.error_message();
    v1::Patient patient;
    EXPECT_TRUE(patient.ParseFromString(created.response));
    return patient.name();
  }

  int CountPatients(const char* token) {
    v1::ListPatientsResponse patients;
    EXPECT_TRUE(patients.ParseFromString(
        Call("tonus.v1.PatientService.ListPatients", "", token).response));
    return patients.patients_size();
  }

  std::string folder_;
  std::unique_ptr<Daemon> daemon_;
  std::shared_ptr<grpc::Channel> channel_;
};

TEST_F(TenantIsolationTest, NoMethodReachesAPatientOfAnotherTenant) {
  const std::string patient = CreatePatient(kClinician);
  int checked = 0;
  for (const std::string& name : ApiServices()) {
    const auto* service =
        google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
            name);
    for (int i = 0; i < service->method_count(); ++i) {
      const MethodDescriptor& method = *service->method(i);
      if (method.options().GetExtension(v1::access).shared()) continue;
      const auto text = Requests().find(method.full_name());
      ASSERT_NE(text, Requests().end())
          << method.full_name() << " names a patient and has no request here";
      const std::unique_ptr<Message> request(
          google::protobuf::MessageFactory::generated_factory()
              ->GetPrototype(method.input_type())
              ->New());
      ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
          absl::StrReplaceAll(text->second, {{"$", patient}}), request.get()))
          << method.full_name();
      const Outcome outcome =
          Call(method.full_name(), request->SerializeAsString(), kOtherTenant);
      EXPECT_EQ(CodeOf(method, outcome), grpc::StatusCode::NOT_FOUND)
          << method.full_name() << ": " << outcome.status.error_message();
      ++checked;
    }
  }
  EXPECT_EQ(checked, Requests().size());
}

TEST_F(TenantIsolationTest, AListShowsTheOwnTenantAlone) {
  CreatePatient(kClinician);
  CreatePatient(kClinician);
  CreatePatient(kOtherTenant);
  EXPECT_EQ(CountPatients(kClinician), 2);
  EXPECT_EQ(CountPatients(kService), 2);
  EXPECT_EQ(CountPatients(kOtherTenant), 1);
}

}  // namespace
}  // namespace tonus::testing
