// SPDX-License-Identifier: Apache-2.0
// What tests of the services share: all services over storage in memory, the
// released pack, and requests that are right until a test makes them wrong.

#ifndef TONUS_TESTS_SERVICES_SERVICE_TEST_H_
#define TONUS_TESTS_SERVICES_SERVICE_TEST_H_

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "services/assessment/assessment_service.h"
#include "services/call.h"
#include "services/patient/patient_log.h"
#include "services/patient/patient_service.h"
#include "services/progress/progress_service.h"
#include "services/routine/routine_service.h"
#include "storage/memory/memory_storage.h"
#include "tests/testing/matchers.h"

namespace tonus::testing {

// Storage in memory whose commits a test can overtake or lose.
class BreakableStorage : public storage::MemoryStorage {
 public:
  absl::Status Commit(absl::Span<const storage::Mutation> mutations,
                      absl::Time deadline) override;

  absl::StatusOr<storage::Page> Scan(const storage::ScanRequest& request,
                                     absl::Time deadline) const override {
    ++scans_;
    return MemoryStorage::Scan(request, deadline);
  }
  int scans() const { return scans_; }

  // Runs before the next commit, once.
  std::function<void()> before_commit;
  // Replaces the answer of the next commit, which is applied all the same.
  absl::Status lost_answer;

 private:
  mutable std::atomic<int> scans_ = 0;
};

class ServiceTest : public ::testing::Test {
 protected:
  ServiceTest();

  // A call of a clinician of tenant `clinic`, at a fixed time.
  static Call CallOf(const std::string& tenant = "clinic");

  // Creates a patient and returns their name.
  std::string NewPatient(const std::string& tenant = "clinic");

  // An assessment of a desk worker with every red flag denied.
  static v1::Assessment DeskWorker();

  // A valid request; its id is unique unless given.
  static v1::SubmitAssessmentRequest Submission(const std::string& patient);

  // Submits the desk worker's assessment for a new patient; returns the name.
  std::string NewPatientWithRoutine();

  v1::SubmitAssessmentResponse Submit(
      const v1::SubmitAssessmentRequest& request);

  // The current routine.
  v1::Routine RoutineOf(const std::string& patient);

  // Chooses in a switch of the policy for the patient, as a clinician does.
  void ChoosePolicy(Call call, const std::string& patient,
                    const std::string& policy, const std::string& choice);

  // Expects that the events of `patient` give the stored state, byte for byte.
  void ExpectRebuilt(const std::string& patient) const;

  // Everything that is stored.
  std::vector<storage::Record> Everything() const;

  static PatientRef RefOf(const std::string& patient_name);

  BreakableStorage storage_;
  PatientLog log_;
  PatientService patients_;
  AssessmentService assessments_;
  RoutineService routines_;
  ProgressService progress_;
};

// The knowledge that the tests share.
const engine::Knowledge& ReleasedKnowledge();

// The message in a reply.
template <typename Message>
Message Parsed(const Serialized<Message>& reply) {
  Message message;
  EXPECT_TRUE(message.ParseFromString(reply.bytes));
  return message;
}

// The fields of the violations, in order; the reason of the ErrorInfo.
std::vector<std::string> ViolatedFields(const absl::Status& status);
std::vector<std::string> ViolationTexts(const absl::Status& status);
std::string ReasonOf(const absl::Status& status);

}  // namespace tonus::testing

#endif  // TONUS_TESTS_SERVICES_SERVICE_TEST_H_
