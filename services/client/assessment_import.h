// SPDX-License-Identifier: Apache-2.0
// Sends the assessments of a table and keeps what became of each.

#ifndef TONUS_SERVICES_CLIENT_ASSESSMENT_IMPORT_H_
#define TONUS_SERVICES_CLIENT_ASSESSMENT_IMPORT_H_

#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "services/client/assessment_csv.h"
#include "services/client/connection.h"
#include "tonus/v1/assessment_service.pb.h"

namespace tonus::client {

// Imports `items` and calls `take` with each and its result, in order. A call
// that breaks is opened again, at most 3 times without a result in between, and
// goes on with what has none: request ids make that safe.
//   The status of FromGrpc() otherwise; what was taken still holds.
absl::Status ImportAssessments(
    const Connection& connection, const std::vector<CsvItem>& items,
    const std::function<void(const CsvItem&,
                             const v1::ImportAssessmentsResponse&)>& take);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_ASSESSMENT_IMPORT_H_
