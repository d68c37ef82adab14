// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/verdict.h"

#include <algorithm>

#include "services/status_macros.h"

namespace tonus::bench {
namespace {

constexpr size_t kSample = 50;  // Patients.

void Add(const Pair& pair, Report& report) {
  for (const Slice* slice : {&pair.echo(), &pair.tonus()}) {
    if (slice->failed_calls() == 0) continue;
    if (report.failed_calls() == 0) {
      report.set_first_failure(slice->first_failure());
    }
    report.set_failed_calls(report.failed_calls() + slice->failed_calls());
  }
}

}  // namespace

void CountFailedCalls(Report& report) {
  for (const MethodReport& method : report.methods()) {
    Add(method.warm_up(), report);
    for (const LoadReport& load : method.loads()) {
      for (const Pair& pair : load.pairs()) Add(pair, report);
    }
  }
}

absl::Status CountLostWrites(const Caseload& caseload,
                             const Acknowledged& acknowledged, Report& report) {
  // Names are random, so every n-th of them is a fair sample.
  const size_t step = std::max<size_t>(acknowledged.size() / kSample, 1);
  size_t index = 0;
  for (const auto& [patient, count] : acknowledged) {
    if (index++ % step != 0) continue;
    TONUS_ASSIGN_OR_RETURN(const int64_t stored,
                           caseload.CountAssessments(patient));
    report.set_writes_checked(report.writes_checked() + count);
    report.set_writes_lost(report.writes_lost() +
                           std::max<int64_t>(count - stored, 0));
  }
  return absl::OkStatus();
}

}  // namespace tonus::bench
