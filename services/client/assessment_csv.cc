// SPDX-License-Identifier: Apache-2.0
#include "services/client/assessment_csv.h"

#include <array>
#include <cstdint>
#include <map>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "services/client/csv_header.h"
#include "services/client/csv_reader.h"
#include "services/client/result_cell.h"
#include "services/client/told_cell.h"
#include "services/digest.h"
#include "services/status_macros.h"

namespace tonus::client {

const char kCsvColumns[] = R"(Columns, named in the first row, in any order:
  patient            patients/ID or ID; or else
  external_id        your own number, given when the patient was created
  date               YYYY-MM-DD, or a time with its zone; required, and until
                     it can be read no row of that person is recorded
  assessment         tells several assessments of one person and date apart
  test, side, value  one result, or all three empty; side is L, R or M, also
                     left, right, midline; value is digits such as 3 or -5.6
  pain_limited, pelvis_controlled, warmed_up    true or false, nothing else
  assessor           clinician or self
  protocol           belt or manual
  measure_time       when it was measured, if not at the date
  red_flags          ids that were answered yes, separated by semicolons
  red_flags_no       ids that were answered no
  deny_red_flags     true or false, nothing else; true: every other red flag
                     was asked and answered no
  history            keys such as pain_with_sitting, separated by semicolons
Rows of one person, date and assessment id are one assessment. Two times of a
day are two dates: where every result has a time of its own, give the day as the
date and the time as measure_time. An assessment is recorded as a whole or not at
all: a wrong row stops its other rows, since without it they would read as if the
rest had not been measured. The rows of others go on.)";

namespace {

constexpr auto kColumns = std::to_array<absl::string_view>(
    {"patient", "external_id", "date", "assessment", "test", "side", "value",
     "pain_limited", "pelvis_controlled", "warmed_up", "assessor", "protocol",
     "measure_time", "red_flags", "red_flags_no", "deny_red_flags", "history"});

// The cells of a row by column. Empty ones are absent.
using Cells = std::map<absl::string_view, std::string>;

// Reads the rows one by one.
class TableReader {
 public:
  explicit TableReader(std::vector<std::string> columns)
      : columns_(std::move(columns)) {}

  void Read(const CsvRow& row);
  CsvTable Finish() &&;

 private:
  // Person, date and assessment id.
  using Key = std::tuple<std::string, int64_t, int32_t, std::string>;

  // The assessment that a row belongs to, or null when it says of none.
  CsvItem* ItemOf(int line, const Cells& cells);
  void ReadResult(int line, const Cells& cells, CsvItem* item);
  void Complain(int line, absl::string_view column, absl::string_view text);
  std::string CommaHint(const CsvRow& row) const;

  std::vector<std::string> columns_;
  std::vector<CsvItem> items_;
  std::map<Key, size_t> index_;
  std::vector<CsvComplaint> complaints_;
  std::vector<std::string> persons_;  // Of each item.
  // Persons with a row of which it is not known where it belongs, and the
  // first such row.
  std::map<std::string, int> undated_;
  int lost_rows_ = 0;
};

void TableReader::Complain(int line, absl::string_view column,
                           absl::string_view text) {
  complaints_.push_back({line, std::string(column), std::string(text)});
}

// What to do where a decimal comma has made two fields of one value.
std::string TableReader::CommaHint(const CsvRow& row) const {
  const auto value =
      static_cast<size_t>(absl::c_find(columns_, "value") - columns_.begin());
  if (row.fields.size() != columns_.size() + 1 || value == columns_.size()) {
    return "";
  }
  const std::string number =
      absl::StrCat(row.fields[value], ",", row.fields[value + 1]);
  if (!IsDecimalComma(number)) return "";
  return absl::StrCat("; if the value is meant to be ", number, ", write ",
                      absl::StrReplaceAll(number, {{",", "."}}));
}

CsvItem* TableReader::ItemOf(int line, const Cells& cells) {
  const auto cell = [&](absl::string_view column) {
    const auto found = cells.find(column);
    return found == cells.end() ? std::string() : found->second;
  };
  const std::string patient = cell("patient");
  const std::string external_id = cell("external_id");
  if (patient.empty() == external_id.empty()) {
    Complain(line, patient.empty() ? "patient" : "external_id",
             patient.empty() ? "is required, or external_id"
                             : "must be empty when patient is given");
    return nullptr;
  }
  const std::string name =
      patient.empty()
          ? ""
          : absl::StrCat("patients/", absl::StripPrefix(patient, "patients/"));
  const std::string person = patient.empty() ? "external " + external_id : name;
  const auto time = ParseWhen(cell("date"));
  if (!time.ok()) {
    Complain(line, "date",
             cell("date").empty() ? "is required" : time.status().message());
    undated_.try_emplace(person, line);
    return nullptr;
  }
  const auto [found, is_new] = index_.try_emplace(
      {person, time->seconds(), time->nanos(), cell("assessment")},
      items_.size());
  if (is_new) {
    CsvItem& item = items_.emplace_back();
    item.line = line;
    persons_.push_back(person);
    if (patient.empty()) {
      item.request.set_external_id(external_id);
    } else {
      item.request.set_parent(name);
    }
    *item.request.mutable_assessment()->mutable_assessment_time() = *time;
    const std::string hash = absl::BytesToHexString(
        Sha256(absl::StrJoin({person, absl::StrCat(time->seconds()),
                              absl::StrCat(time->nanos()), cell("assessment")},
                             absl::string_view("\0", 1))));
    item.request.set_request_id(absl::StrCat("csv-", hash.substr(0, 40)));
  }
  return &items_[found->second];
}

void TableReader::ReadResult(int line, const Cells& cells, CsvItem* item) {
  const size_t before = complaints_.size();
  v1::TestResult result;
  bool any = false;
  for (const auto& [column, text] : cells) {
    if (!IsResultColumn(column)) continue;
    any = true;
    const absl::Status set = SetResultCell(column, text, &result);
    if (!set.ok()) Complain(line, column, set.message());
  }
  if (!any) return;
  for (const absl::string_view column : {"test", "side", "value"}) {
    if (!cells.contains(column)) Complain(line, column, "is required");
  }
  if (complaints_.size() > before) return;
  *item->request.mutable_assessment()->add_results() = std::move(result);
  item->result_lines.push_back(line);
}

void TableReader::Read(const CsvRow& row) {
  const size_t before = complaints_.size();
  Cells cells;
  bool surplus = false;
  for (size_t i = 0; i < row.fields.size(); ++i) {
    if (row.fields[i].empty()) continue;
    if (i >= columns_.size()) {
      surplus = true;
    } else if (columns_[i].empty()) {
      Complain(row.line, "",
               absl::StrCat("column ", i + 1, " has no name in the first row"));
    } else {
      cells[columns_[i]] = row.fields[i];
    }
  }
  if (cells.empty() && !surplus) return;
  // Of a shorter row it is not known which cells are missing; empty cells
  // behind the last column say nothing.
  if (row.fields.size() < columns_.size() || surplus) {
    Complain(row.line, "",
             absl::StrCat("the row has ", row.fields.size(), " fields, the ",
                          "first row names ", columns_.size(), " columns",
                          CommaHint(row)));
  }
  CsvItem* item = ItemOf(row.line, cells);
  if (item == nullptr) {
    ++lost_rows_;
    return;
  }
  item->lines.push_back(row.line);
  ReadResult(row.line, cells, item);
  for (const auto& [column, text] : cells) {
    const absl::Status set = SetToldCell(column, text, row.line, item);
    if (!set.ok()) Complain(row.line, column, set.message());
  }
  if (complaints_.size() > before) item->incomplete = true;
}

// Puts `entries`, and the lines that they stand in, in the order of their
// bytes: the order of rows means nothing, and the same rows are the same
// request.
template <typename Entry>
void Sort(google::protobuf::RepeatedPtrField<Entry>* entries,
          std::vector<int>* lines) {
  std::vector<std::tuple<std::string, int, Entry>> rows;
  rows.reserve(entries->size());
  for (int i = 0; i < entries->size(); ++i) {
    rows.emplace_back(entries->at(i).SerializeAsString(), (*lines)[i],
                      entries->at(i));
  }
  absl::c_sort(rows, [](const auto& a, const auto& b) {
    return std::tie(std::get<0>(a), std::get<1>(a)) <
           std::tie(std::get<0>(b), std::get<1>(b));
  });
  for (int i = 0; i < entries->size(); ++i) {
    (*lines)[i] = std::get<1>(rows[i]);
    entries->at(i) = std::move(std::get<2>(rows[i]));
  }
}

CsvTable TableReader::Finish() && {
  for (CsvItem& item : items_) {
    v1::Assessment* assessment = item.request.mutable_assessment();
    Sort(assessment->mutable_results(), &item.result_lines);
    if (assessment->has_screening()) {
      Sort(assessment->mutable_screening()->mutable_answers(),
           &item.answer_lines);
    }
  }
  for (size_t i = 0; i < items_.size(); ++i) {
    const auto undated = undated_.find(persons_[i]);
    if (undated == undated_.end()) continue;
    items_[i].incomplete = true;
    Complain(items_[i].line, "",
             absl::StrCat("is not recorded: row ", undated->second,
                          " of the same person has no date that can be read "
                          "and may belong to it"));
  }
  return {std::move(items_), std::move(complaints_), lost_rows_};
}

absl::Status CheckColumns(const std::vector<std::string>& columns, int line) {
  const auto has = [&](absl::string_view column) {
    return absl::c_linear_search(columns, column);
  };
  if (has("date") && (has("patient") || has("external_id"))) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat(
      line, ": the first row must name date and patient or external_id"));
}

}  // namespace

absl::StatusOr<CsvTable> ReadAssessmentCsv(absl::string_view text) {
  TONUS_RETURN_IF_ERROR(CheckSeparator(text));
  TONUS_ASSIGN_OR_RETURN(const std::vector<CsvRow> rows, ReadCsv(text));
  if (rows.empty()) {
    return absl::InvalidArgumentError("1: the file is empty");
  }
  TONUS_ASSIGN_OR_RETURN(std::vector<std::string> columns,
                         ReadHeader(rows[0], kColumns));
  TONUS_RETURN_IF_ERROR(CheckColumns(columns, rows[0].line));
  TableReader reader(std::move(columns));
  for (size_t i = 1; i < rows.size(); ++i) reader.Read(rows[i]);
  return std::move(reader).Finish();
}

}  // namespace tonus::client
