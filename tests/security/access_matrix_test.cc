// SPDX-License-Identifier: Apache-2.0
// Every method with every kind of caller, over a real connection. The methods
// come from the descriptors, so that a new one is in the matrix by itself, also
// a stream, of which one message is sent. Who may call it stands here once
// more, so that a change of access is a decision.

#include <map>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "gtest/gtest.h"
#include "tests/server/test_server.h"

namespace tonus::testing {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using grpc::StatusCode;

// C clinician, S service, P patient, A administrator; * names no patient.
const std::map<std::string, std::string>& WhoMayCall() {
  static const auto* const kWho = new std::map<std::string, std::string>{
      {"AssessmentService.SubmitAssessment", "CS"},
      {"AssessmentService.GetAssessment", "CSP"},
      {"AssessmentService.ListAssessments", "CSP"},
      {"AssessmentService.AmendAssessment", "CS"},
      {"AssessmentService.ImportAssessments", "CS"},
      {"AssessmentService.InterpretAssessment", "CS*"},
      {"AssessmentService.SuggestTests", "CS"},
      {"KnowledgeService.GetPack", "CSPA*"},
      {"KnowledgeService.ListMuscles", "CSPA*"},
      {"KnowledgeService.ListTests", "CSPA*"},
      {"KnowledgeService.ListExercises", "CSPA*"},
      {"KnowledgeService.ListRules", "CSPA*"},
      {"KnowledgeService.ListMeasures", "CSPA*"},
      {"KnowledgeService.ValidatePack", "CA*"},
      {"KnowledgeService.ActivatePack", "AS*"},
      {"KnowledgeService.ShadowRunPack", "CS*"},
      {"PatientService.CreatePatient", "CS*"},
      {"PatientService.GetPatient", "CSP"},
      {"PatientService.ListPatients", "CS*"},
      {"PatientService.UpdatePatient", "CS"},
      {"PatientService.RecordClearance", "C"},
      {"PatientService.WatchEvents", "CS*"},
      {"ProgressService.LogSession", "CSP"},
      {"ProgressService.RecordMorning", "CSP"},
      {"ProgressService.LogHomeItems", "CSP"},
      {"ProgressService.AmendLog", "CSP"},
      {"ProgressService.SyncLogs", "CSP"},
      {"ProgressService.ListLogs", "CSP"},
      {"ProgressService.GetProgress", "CSP"},
      {"ProgressService.RenderProgress", "CSP"},
      {"ProgressService.RecordOutcome", "CSP"},
      {"ProgressService.RecordAdverseEvent", "CS"},
      {"ProgressService.ListAdverseEvents", "CS"},
      {"ProgressService.ListAlerts", "CS"},
      {"ProgressService.AcknowledgeAlert", "C"},
      {"ProgressService.WatchAlerts", "CS*"},
      {"RoutineService.GetRoutine", "CSP"},
      {"RoutineService.GetSession", "CSP"},
      {"RoutineService.StartSession", "CSP"},
      {"RoutineService.ExplainRoutine", "CSP"},
      {"RoutineService.ListSessions", "CSP"},
      {"RoutineService.PauseRoutine", "CSP"},
      {"RoutineService.ResumeRoutine", "CSP"},
      {"RoutineService.WatchRoutine", "CSP"},
      {"RoutineService.RunRelief", "CSP"},
      {"RoutineService.SetOverride", "C"},
      {"RoutineService.ListOverrides", "CS"},
      {"RoutineService.ClearOverride", "C"},
      {"RoutineService.ListRoutineRevisions", "CS"},
      {"RoutineService.DiffRoutines", "CS"},
      {"RoutineService.PreviewRoutine", "CS"},
      {"RoutineService.MigrateRoutine", "CS"},
      {"RoutineService.GetProposal", "CS"},
      {"RoutineService.ListProposals", "CS"},
      {"RoutineService.ReviewProposal", "C"},
  };
  return *kWho;
}

std::string WhoMayCall(const MethodDescriptor& method) {
  const std::string name(absl::StripPrefix(method.full_name(), "tonus.v1."));
  const auto who = WhoMayCall().find(name);
  return who == WhoMayCall().end() ? "nobody decided" : who->second;
}

// Sets every field by which a request could name a patient.
void NamePatient(const std::string& name, Message* message) {
  const auto* reflection = message->GetReflection();
  for (const char* field_name : {"name", "parent"}) {
    const FieldDescriptor* field =
        message->GetDescriptor()->FindFieldByName(field_name);
    if (field != nullptr) reflection->SetString(message, field, name);
  }
  const FieldDescriptor* patient =
      message->GetDescriptor()->FindFieldByName("patient");
  if (patient != nullptr) {
    NamePatient(name, reflection->MutableMessage(message, patient));
  }
}

std::string RequestFor(const MethodDescriptor& method,
                       const std::string& patient) {
  const std::unique_ptr<Message> request(
      google::protobuf::MessageFactory::generated_factory()
          ->GetPrototype(method.input_type())
          ->New());
  NamePatient(absl::StrCat("patients/", patient), request.get());
  return request->SerializeAsString();
}

struct Caller {
  const char* title;
  const char* token;
  char role;  // As in WhoMayCall; 0: not authenticated.
  const char* patient;
  const char* tenant;
};

constexpr Caller kCallers[] = {
    {"no credential", "", 0, kPatient, ""},
    {"wrong credential", "wrong", 0, kPatient, ""},
    {"expired credential", kExpired, 0, kPatient, ""},
    {"patient, own records", kPatientToken, 'P', kPatient, "north"},
    {"patient, other's records", kPatientToken, 'P', kOtherPatient, "north"},
    {"clinician", kClinician, 'C', kPatient, "north"},
    {"service", kService, 'S', kPatient, "north"},
    {"administrator", kAdmin, 'A', kPatient, "north"},
    {"clinician of another tenant", kOtherTenant, 'C', kPatient, "south"},
};

StatusCode Expected(const Caller& caller, const std::string& who) {
  if (caller.role == 0) return StatusCode::UNAUTHENTICATED;
  if (who.find(caller.role) == std::string::npos) {
    return StatusCode::PERMISSION_DENIED;
  }
  const bool shared = who.find('*') != std::string::npos;
  return caller.role == 'P' && !shared && caller.patient == kOtherPatient
             ? StatusCode::NOT_FOUND
             : StatusCode::OK;
}

const std::map<StatusCode, std::string>& Reasons() {
  static const auto* const kReasons = new std::map<StatusCode, std::string>{
      {StatusCode::PERMISSION_DENIED, "ROLE_NOT_ALLOWED"},
      {StatusCode::NOT_FOUND, "RESOURCE_NOT_FOUND"},
  };
  return *kReasons;
}

TEST(AccessMatrixTest, EveryMethodAnswersEveryCallerAsDecided) {
  TestServer server;
  int calls = 0;
  int methods = 0;
  for (const std::string& service_name : ApiServices()) {
    const auto* service =
        google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
            service_name);
    ASSERT_NE(service, nullptr) << service_name;
    for (int i = 0; i < service->method_count(); ++i) {
      const MethodDescriptor& method = *service->method(i);
      ++methods;
      for (const Caller& caller : kCallers) {
        SCOPED_TRACE(absl::StrCat(method.full_name(), " by ", caller.title));
        const StatusCode expected = Expected(caller, WhoMayCall(method));
        const Outcome outcome =
            server.Call(method.full_name(), RequestFor(method, caller.patient),
                        caller.token);
        EXPECT_EQ(outcome.status.error_code(), expected)
            << outcome.status.error_message();
        if (expected == StatusCode::OK) {
          ++calls;
          EXPECT_EQ(server.services().last_call().principal.tenant,
                    caller.tenant);
        } else if (expected == StatusCode::UNAUTHENTICATED) {
          EXPECT_EQ(outcome.Reason(), *caller.token == '\0'
                                          ? "MISSING_CREDENTIAL"
                                          : "INVALID_CREDENTIAL");
        } else {
          EXPECT_EQ(outcome.Reason(), Reasons().at(expected));
        }
        // A refused call never reaches its handler.
        EXPECT_EQ(server.services().calls(), calls);
      }
    }
  }
  EXPECT_EQ(methods, WhoMayCall().size()) << "a decision has no method";
}

TEST(AccessMatrixTest, ARefusalDoesNotTellWhetherAPatientExists) {
  TestServer server;
  const auto* method =
      google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
          "tonus.v1.PatientService.GetPatient");
  const std::string nobody(26, 'q');
  const Outcome other = server.Call(
      method->full_name(), RequestFor(*method, kOtherPatient), kPatientToken);
  const Outcome none = server.Call(method->full_name(),
                                   RequestFor(*method, nobody), kPatientToken);
  EXPECT_EQ(absl::StrReplaceAll(other.details.SerializeAsString(),
                                {{kOtherPatient, nobody}}),
            none.details.SerializeAsString());
}

}  // namespace
}  // namespace tonus::testing
