// SPDX-License-Identifier: Apache-2.0
#include "services/client/assessment_import.h"

#include "services/client/stream_items.h"
#include "tonus/v1/assessment_service.grpc.pb.h"

namespace tonus::client {

absl::Status ImportAssessments(
    const Connection& connection, const std::vector<CsvItem>& items,
    const std::function<void(const CsvItem&,
                             const v1::ImportAssessmentsResponse&)>& take) {
  std::vector<const v1::ImportAssessmentsRequest*> requests;
  requests.reserve(items.size());
  for (const CsvItem& item : items) requests.push_back(&item.request);
  return StreamItems<v1::AssessmentService::Stub, v1::ImportAssessmentsRequest,
                     v1::ImportAssessmentsResponse>(
      connection, &v1::AssessmentService::Stub::ImportAssessments, requests,
      [&](size_t position, const v1::ImportAssessmentsResponse& response) {
        take(items[position], response);
      });
}

}  // namespace tonus::client
