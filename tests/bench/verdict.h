// SPDX-License-Identifier: Apache-2.0
// Whether the server did what it was asked: figures of calls that failed, or of
// writes that were not kept, are worth nothing.

#ifndef TONUS_TESTS_BENCH_VERDICT_H_
#define TONUS_TESTS_BENCH_VERDICT_H_

#include "absl/status/status.h"
#include "tests/bench/caseload.h"
#include "tests/bench/report.pb.h"
#include "tests/bench/submit_requests.h"

namespace tonus::bench {

// Adds up the failed calls of all slices.
void CountFailedCalls(Report& report);

// Asks the server for the assessments of a sample of the patients and counts
// those that were acknowledged, and those of them that it does not list. Fails
// as the call that failed.
absl::Status CountLostWrites(const Caseload& caseload,
                             const Acknowledged& acknowledged, Report& report);

}  // namespace tonus::bench

#endif  // TONUS_TESTS_BENCH_VERDICT_H_
