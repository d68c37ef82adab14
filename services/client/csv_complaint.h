// SPDX-License-Identifier: Apache-2.0
// What the server says of an assessment of a table, at the cells of the table.

#ifndef TONUS_SERVICES_CLIENT_CSV_COMPLAINT_H_
#define TONUS_SERVICES_CLIENT_CSV_COMPLAINT_H_

#include <vector>

#include "services/client/assessment_csv.h"
#include "tonus/v1/assessment_service.pb.h"

namespace tonus::client {

// Returns the complaints of the server about `item`, each at its cell.
std::vector<CsvComplaint> ComplaintsOf(
    const CsvItem& item, const v1::ImportAssessmentsResponse& response);

// Returns what the server recorded and does not read, each at its row.
std::vector<CsvComplaint> RemarksOn(
    const CsvItem& item, const v1::ImportAssessmentsResponse& response);

// Returns what stopped each row that is right: `assessments` are the rows of
// those that are not recorded, ascending, and `complaints` what is wrong.
std::vector<CsvComplaint> StoppedRows(
    const std::vector<std::vector<int>>& assessments,
    const std::vector<CsvComplaint>& complaints);

// Puts complaints in the order of their rows; those of a row stay in theirs.
void SortByLine(std::vector<CsvComplaint>* complaints);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_CSV_COMPLAINT_H_
