// SPDX-License-Identifier: Apache-2.0
// Assessments to submit, each a new fact about one of many patients.

#ifndef TONUS_TESTS_BENCH_SUBMIT_REQUESTS_H_
#define TONUS_TESTS_BENCH_SUBMIT_REQUESTS_H_

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/bench/requests.h"
#include "tonus/v1/assessment_service.pb.h"

namespace tonus::bench {

// Acknowledged assessments by name of the patient.
using Acknowledged = std::map<std::string, int64_t>;

// Takes the patients in turn. A patient waits for the answer to the last
// assessment before the next one, as people do, so no write conflicts with
// another one.
class SubmitRequests : public Requests {
 public:
  // `acknowledged` is counted up with every answer and must outlive this.
  SubmitRequests(std::vector<std::string> patients,
                 const v1::Assessment& assessment, Acknowledged* acknowledged);

  std::optional<Request> Next() override;
  void Answered(int id, bool ok) override;

 private:
  std::vector<std::string> patients_;
  std::deque<int> free_;  // Indexes of patients without a call under way.
  v1::SubmitAssessmentRequest request_;
  Acknowledged* acknowledged_;
  int64_t sent_ = 0;
};

}  // namespace tonus::bench

#endif  // TONUS_TESTS_BENCH_SUBMIT_REQUESTS_H_
