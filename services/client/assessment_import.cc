// SPDX-License-Identifier: Apache-2.0
#include "services/client/assessment_import.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "tonus/v1/assessment_service.grpc.pb.h"

namespace tonus::client {
namespace {

// Well below what the server takes in one call, so that a call that breaks has
// little to repeat.
constexpr size_t kItemsInACall = 5000;
constexpr int kMaxAttempts = 4;
constexpr absl::Duration kPause = absl::Milliseconds(200);

bool MayPass(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsResourceExhausted(status);
}

}  // namespace

absl::Status ImportAssessments(
    const Connection& connection, const std::vector<CsvItem>& items,
    const std::function<void(const CsvItem&,
                             const v1::ImportAssessmentsResponse&)>& take) {
  size_t done = 0;
  for (int attempt = 1; done < items.size();) {
    const size_t end = std::min(items.size(), done + kItemsInACall);
    std::vector<const v1::ImportAssessmentsRequest*> requests;
    for (size_t i = done; i < end; ++i) requests.push_back(&items[i].request);
    const size_t before = done;
    absl::Status status =
        connection
            .Stream<v1::AssessmentService::Stub, v1::ImportAssessmentsRequest,
                    v1::ImportAssessmentsResponse>(
                &v1::AssessmentService::Stub::ImportAssessments, requests,
                [&](const v1::ImportAssessmentsResponse& response) {
                  if (done < end) take(items[done++], response);
                });
    if (status.ok() && done < end) {
      status = FromGrpc(grpc::Status(grpc::StatusCode::INTERNAL,
                                     "the server left items unanswered"));
    }
    if (status.ok()) continue;
    attempt = done > before ? 1 : attempt + 1;
    if (!MayPass(status) || attempt > kMaxAttempts) return status;
    absl::SleepFor(kPause * attempt);
  }
  return absl::OkStatus();
}

}  // namespace tonus::client
