// SPDX-License-Identifier: Apache-2.0
// Makes assessments of a table with one test result in a row.
//
// The columns stand in kCsvColumns; README.md shows a table. Rows of the same
// person, date and assessment id are one assessment, wherever they stand.

#ifndef TONUS_SERVICES_CLIENT_ASSESSMENT_CSV_H_
#define TONUS_SERVICES_CLIENT_ASSESSMENT_CSV_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tonus/v1/assessment_service.pb.h"

namespace tonus::client {

// The columns, in any order; a table needs `patient` or `external_id`, and
// `date`. Their meaning, line by line, is the help of `tonus assess import`.
extern const char kCsvColumns[];

// What is wrong with a cell. `line` is that of its row; `column` is empty when
// it is the row as a whole.
struct CsvComplaint {
  int line = 0;
  std::string column;
  std::string text;
};

// An assessment and where its parts stand.
struct CsvItem {
  v1::ImportAssessmentsRequest request;
  // True when something of it is missing: a wrong row of it, or of its person
  // without a date. Such an item is checked, but never recorded.
  bool incomplete = false;
  int line = 0;                   // Of its first row.
  std::vector<int> lines;         // Of all its rows, ascending.
  std::vector<int> result_lines;  // Of each result.
  std::vector<int> answer_lines;  // Of each red-flag answer.
  int denial_line = 0;            // Of its first deny_red_flags; 0: none.
};

struct CsvTable {
  std::vector<CsvItem> items;
  std::vector<CsvComplaint> complaints;  // Of rows.
  // Rows that belong to no item, for want of a person or a date.
  int lost_rows = 0;
};

// Returns what `text` holds. The request id of an item is made from the person,
// the date and the assessment id, so the same table gives the same ids; results
// and answers have an order of their own, so the same rows in another order
// give the same items.
//   INVALID_ARGUMENT  the text is not CSV, or the first row is not the names of
//                     columns; the message begins with the line.
absl::StatusOr<CsvTable> ReadAssessmentCsv(absl::string_view text);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_ASSESSMENT_CSV_H_
