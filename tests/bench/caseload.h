// SPDX-License-Identifier: Apache-2.0
// The patients of the benchmark: as many copies of the desk worker as needed,
// made and looked at through the API, outside what is measured.

#ifndef TONUS_TESTS_BENCH_CASELOAD_H_
#define TONUS_TESTS_BENCH_CASELOAD_H_

#include <grpcpp/channel.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tonus/v1/assessment.pb.h"
#include "tonus/v1/patient.pb.h"

namespace tonus::bench {

// Every method fails with the status of the call that failed.
class Caseload {
 public:
  // `examples` is the folder with the desk worker.
  //   NOT_FOUND  it is not there or can not be read.
  static absl::StatusOr<Caseload> Open(std::shared_ptr<grpc::Channel> channel,
                                       std::string authorization,
                                       absl::string_view examples);

  // Returns the names of new patients without an assessment.
  absl::StatusOr<std::vector<std::string>> CreatePatients(int count) const;

  // Gives a patient an assessment and with it a routine.
  //   FAILED_PRECONDITION  the routine has no session for today, so that
  //                        reading it would measure nothing.
  absl::Status Assess(const std::string& patient) const;

  // Returns how many assessments the server has of a patient.
  absl::StatusOr<int64_t> CountAssessments(const std::string& patient) const;

  const v1::Assessment& assessment() const { return assessment_; }

 private:
  Caseload() = default;

  std::shared_ptr<grpc::Channel> channel_;
  std::string authorization_;
  v1::Profile profile_;
  v1::Assessment assessment_;
};

}  // namespace tonus::bench

#endif  // TONUS_TESTS_BENCH_CASELOAD_H_
