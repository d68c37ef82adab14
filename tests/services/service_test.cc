// SPDX-License-Identifier: Apache-2.0
#include "tests/services/service_test.h"

#include <utility>

#include "google/rpc/error_details.pb.h"
#include "services/engine/deterministic_bytes.h"
#include "services/keys.h"
#include "services/knowledge/released_pack.h"
#include "services/patient/seal.h"
#include "services/resource_names.h"

namespace tonus::testing {
namespace {

// Returns the detail of that type; an empty one when there is none.
template <typename Detail>
Detail DetailOf(const absl::Status& status) {
  Detail detail;
  const auto payload = status.GetPayload("type.googleapis.com/" +
                                         Detail::descriptor()->full_name());
  if (payload.has_value()) detail.ParseFromString(std::string(*payload));
  return detail;
}

}  // namespace

absl::Status BreakableStorage::Commit(
    absl::Span<const storage::Mutation> mutations, absl::Time deadline) {
  if (before_commit) std::exchange(before_commit, nullptr)();
  const absl::Status status = MemoryStorage::Commit(mutations, deadline);
  if (!lost_answer.ok()) return std::exchange(lost_answer, absl::OkStatus());
  return status;
}

const engine::Knowledge& ReleasedKnowledge() {
  static const auto* knowledge = [] {
    auto opened = OpenReleasedPack();
    EXPECT_TRUE(opened.ok()) << opened.status();
    return new engine::Knowledge(*std::move(opened));
  }();
  return *knowledge;
}

ServiceTest::ServiceTest()
    : log_(&storage_, &ReleasedKnowledge()),
      patients_(&log_),
      assessments_(&log_),
      routines_(&log_),
      progress_(&log_) {}

Call ServiceTest::CallOf(const std::string& tenant) {
  Call call;
  call.time = absl::FromUnixSeconds(1767603600);  // Monday 2026-01-05, 9:00 UTC
  call.deadline = absl::InfiniteFuture();
  call.principal = {tenant, "alice", v1::ROLE_CLINICIAN, ""};
  return call;
}

std::string ServiceTest::NewPatient(const std::string& tenant) {
  Call call = CallOf(tenant);
  const auto reply = patients_.CreatePatient(
      call, ParseText<v1::CreatePatientRequest>(R"pb(
        patient {
          profile {
            age_years: 38
            sex: SEX_MALE
            user_level: 2
            equipment: [ "mat", "foam_roller", "strap", "band", "chair" ]
          }
          time_zone: "Europe/Berlin"
        })pb"));
  EXPECT_THAT(reply, IsOk());
  return reply.ok() ? Parsed(*reply).name() : "";
}

v1::Assessment ServiceTest::DeskWorker() {
  return ParseText<v1::Assessment>(R"pb(
    results { test: "mod_thomas_hip" side: SIDE_LEFT value: 3 }
    results { test: "mod_thomas_hip" side: SIDE_RIGHT value: 8 }
    results { test: "slb_hold" side: SIDE_LEFT value: 17 }
    results { test: "slb_hold" side: SIDE_RIGHT value: 14 }
    results { test: "trunk_flexor" side: SIDE_MIDLINE value: 42 }
    results { test: "pke_9090" side: SIDE_LEFT value: 20 }
    results { test: "pke_9090" side: SIDE_RIGHT value: 22 }
    results { test: "nrs_avg" side: SIDE_MIDLINE value: 3 }
    screening { others_denied: true }
    history { pain_with_sitting: true })pb");
}

v1::SubmitAssessmentRequest ServiceTest::Submission(
    const std::string& patient) {
  v1::SubmitAssessmentRequest request;
  request.set_parent(patient);
  *request.mutable_assessment() = DeskWorker();
  return request;
}

v1::SubmitAssessmentResponse ServiceTest::Submit(
    const v1::SubmitAssessmentRequest& request) {
  Call call = CallOf();
  const auto reply = assessments_.SubmitAssessment(call, request);
  EXPECT_THAT(reply, IsOk());
  if (!reply.ok()) return {};
  return Parsed(*reply);
}

std::string ServiceTest::NewPatientWithRoutine() {
  const std::string patient = NewPatient();
  Submit(Submission(patient));
  return patient;
}

v1::Routine ServiceTest::RoutineOf(const std::string& patient) {
  Call call = CallOf();
  v1::GetRoutineRequest request;
  request.set_name(patient + "/routine");
  const auto reply = routines_.GetRoutine(call, request);
  EXPECT_THAT(reply, IsOk());
  return reply.ok() ? Parsed(*reply).routine() : v1::Routine();
}

void ServiceTest::ChoosePolicy(Call call, const std::string& patient,
                               const std::string& policy,
                               const std::string& choice) {
  v1::SetOverrideRequest request;
  request.set_parent(patient);
  v1::Override& given = *request.mutable_override();
  given.mutable_policy()->set_policy(policy);
  given.mutable_policy()->set_choice(choice);
  given.set_reason(v1::OVERRIDE_REASON_ORGANISATION);
  ASSERT_THAT(routines_.SetOverride(call, request), IsOk());
}

void ServiceTest::ExpectRebuilt(const std::string& patient) const {
  const PatientRef ref = RefOf(patient);
  const std::string key = keys::State(ref.tenant, ref.patient);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto record,
                             storage_.Read(key, absl::InfiniteFuture()));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto rebuilt, log_.RebuildState(ref));
  EXPECT_EQ(engine::DeterministicBytes(rebuilt),
            Unseal(key, record.value).value_or(""));
}

std::vector<storage::Record> ServiceTest::Everything() const {
  std::vector<storage::Record> records;
  storage::ScanRequest request;
  request.end = std::string(1, '\xff');
  while (true) {
    const auto page = storage_.Scan(request, absl::InfiniteFuture());
    EXPECT_THAT(page, IsOk());
    if (!page.ok()) return records;
    records.insert(records.end(), page->records.begin(), page->records.end());
    if (!page->more) return records;
    request.begin = page->records.back().key + '\0';
  }
}

PatientRef ServiceTest::RefOf(const std::string& patient_name) {
  return tonus::RefOf(CallOf(), PatientIdOf(patient_name).value_or(""));
}

std::vector<std::string> ViolatedFields(const absl::Status& status) {
  std::vector<std::string> fields;
  const auto detail = DetailOf<google::rpc::BadRequest>(status);
  for (const auto& violation : detail.field_violations()) {
    fields.push_back(violation.field());
  }
  return fields;
}

std::vector<std::string> ViolationTexts(const absl::Status& status) {
  std::vector<std::string> texts;
  const auto detail = DetailOf<google::rpc::BadRequest>(status);
  for (const auto& violation : detail.field_violations()) {
    texts.push_back(violation.description());
  }
  return texts;
}

std::string ReasonOf(const absl::Status& status) {
  return DetailOf<google::rpc::ErrorInfo>(status).reason();
}

}  // namespace tonus::testing
