// SPDX-License-Identifier: Apache-2.0
// The methods that are measured and what they are asked.

#ifndef TONUS_TESTS_BENCH_SUBJECT_H_
#define TONUS_TESTS_BENCH_SUBJECT_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/bench/caseload.h"
#include "tests/bench/requests.h"
#include "tests/bench/submit_requests.h"

namespace tonus::bench {

struct Subject {
  std::string name;  // For example `GetSession`.
  std::string path;  // For example `/tonus.v1.RoutineService/GetSession`.
  // Requests of the same size for the echo.
  std::vector<std::string> samples;
  // Makes the requests of one slice for tonusd.
  std::function<absl::StatusOr<std::unique_ptr<Requests>>()> prepare;
};

// Reads of the session of today and of the routine of `patients`, all of whom
// have one.
Subject GetSessionSubject(const std::vector<std::string>& patients,
                          uint64_t seed);
Subject GetRoutineSubject(const std::vector<std::string>& patients,
                          uint64_t seed);

// Writes to new patients in every slice, `patients_per_slice` of them, since
// the price of an assessment grows with those before it. Both pointers must
// outlive the subject.
Subject SubmitAssessmentSubject(const Caseload* caseload,
                                int patients_per_slice,
                                Acknowledged* acknowledged);

}  // namespace tonus::bench

#endif  // TONUS_TESTS_BENCH_SUBJECT_H_
