// SPDX-License-Identifier: Apache-2.0
#include "services/client/assessment_csv.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "google/rpc/error_details.pb.h"
#include "services/client/csv_reader.h"
#include "services/client/time_flag.h"
#include "services/digest.h"
#include "services/status_macros.h"
#include "tonus/knowledge/v1/vocabulary.pb.h"

namespace tonus::client {

const char kCsvColumns[] = R"(Columns, named in the first row, in any order:
  patient            patients/ID or ID; or else
  external_id        your own number, given when the patient was created
  date               YYYY-MM-DD, or a time with its zone; required
  assessment         tells several assessments of one person and date apart
  test, side, value  one result; side is L, R or M; none: no result in the row
  pain_limited, pelvis_controlled, warmed_up    true or false
  assessor           clinician or self
  protocol           belt or manual
  measure_time       when it was measured, if not at the date
  red_flags          ids that were answered yes, separated by semicolons
  red_flags_no       ids that were answered no
  deny_red_flags     true: every other red flag was asked and answered no
  history            keys such as pain_with_sitting, separated by semicolons
Rows of one person, date and assessment id are one assessment.)";

namespace {

namespace kb = ::tonus::knowledge::v1;

constexpr auto kColumns = std::to_array<absl::string_view>(
    {"patient", "external_id", "date", "assessment", "test", "side", "value",
     "pain_limited", "pelvis_controlled", "warmed_up", "assessor", "protocol",
     "measure_time", "red_flags", "red_flags_no", "deny_red_flags", "history"});

// The cells of a row by column. Empty ones are absent.
using Cells = std::map<absl::string_view, std::string>;

absl::Status Wrong(absl::string_view text, absl::string_view wanted) {
  return absl::InvalidArgumentError(
      absl::StrCat("is '", text, "', not ", wanted));
}

absl::StatusOr<bool> ParseTruth(const std::string& text) {
  const std::string word = absl::AsciiStrToLower(text);
  if (word == "true" || word == "yes" || word == "1") return true;
  if (word == "false" || word == "no" || word == "0") return false;
  return Wrong(text, "true or false");
}

absl::StatusOr<kb::Side> ParseSide(const std::string& text) {
  const std::string side = absl::AsciiStrToUpper(text);
  if (side == "L" || side == "LEFT") return kb::SIDE_LEFT;
  if (side == "R" || side == "RIGHT") return kb::SIDE_RIGHT;
  if (side == "M" || side == "MIDLINE") return kb::SIDE_MIDLINE;
  return Wrong(text, "L, R or M");
}

// The engine counts the days of results in UTC, so a day begins there.
absl::StatusOr<google::protobuf::Timestamp> ParseWhen(const std::string& text) {
  google::protobuf::Timestamp time;
  absl::CivilDay day;
  if (absl::ParseCivilTime(text, &day)) {
    time.set_seconds(
        absl::ToUnixSeconds(absl::FromCivil(day, absl::UTCTimeZone())));
    return time;
  }
  auto parsed = ParseTime("", text);
  if (parsed.ok()) return parsed;
  return Wrong(text,
               "a day such as 2026-03-01 or a time such as "
               "2026-03-01T07:30:00Z");
}

absl::Status SetValue(const std::string& text, v1::TestResult* result) {
  double value = 0;
  if (!absl::SimpleAtod(text, &value) || !std::isfinite(value)) {
    return Wrong(text, "a number such as 3 or 5.6");
  }
  result->set_value(value);
  return absl::OkStatus();
}

absl::Status SetAssessor(const std::string& text, v1::TestResult* result) {
  if (text != "clinician" && text != "self") {
    return Wrong(text, "clinician or self");
  }
  result->set_assessor(text == "self" ? kb::ASSESSOR_SELF
                                      : kb::ASSESSOR_CLINICIAN);
  return absl::OkStatus();
}

absl::Status SetProtocol(const std::string& text, v1::TestResult* result) {
  if (text != "belt" && text != "manual") return Wrong(text, "belt or manual");
  result->set_protocol(text == "belt" ? kb::DYNAMOMETRY_PROTOCOL_BELT
                                      : kb::DYNAMOMETRY_PROTOCOL_MANUAL);
  return absl::OkStatus();
}

// How the test was done; the columns are called like the fields.
absl::Status SetCircumstance(const std::string& column, const std::string& text,
                             v1::TestResult* result) {
  TONUS_ASSIGN_OR_RETURN(const bool truth, ParseTruth(text));
  const auto* field = v1::TestResult::descriptor()->FindFieldByName(column);
  v1::TestResult::GetReflection()->SetBool(result, field, truth);
  return absl::OkStatus();
}

absl::Status SetResultCell(absl::string_view column, const std::string& text,
                           v1::TestResult* result) {
  if (column == "test") {
    result->set_test(text);
  } else if (column == "side") {
    TONUS_ASSIGN_OR_RETURN(const kb::Side side, ParseSide(text));
    result->set_side(side);
  } else if (column == "value") {
    return SetValue(text, result);
  } else if (column == "assessor") {
    return SetAssessor(text, result);
  } else if (column == "protocol") {
    return SetProtocol(text, result);
  } else if (column == "measure_time") {
    TONUS_ASSIGN_OR_RETURN(*result->mutable_measure_time(), ParseWhen(text));
  } else {
    return SetCircumstance(std::string(column), text, result);
  }
  return absl::OkStatus();
}

std::vector<std::string> Ids(const std::string& cell) {
  std::vector<std::string> ids;
  for (const absl::string_view id : absl::StrSplit(cell, ';')) {
    const absl::string_view stripped = absl::StripAsciiWhitespace(id);
    if (!stripped.empty()) ids.emplace_back(stripped);
  }
  return ids;
}

// Of two answers that contradict each other the yes stays; an answer that is
// repeated is given once.
void Answer(const std::string& flag, bool present, int line, CsvItem* item) {
  auto* answers = item->request.mutable_assessment()
                      ->mutable_screening()
                      ->mutable_answers();
  for (v1::RedFlagAnswer& answer : *answers) {
    if (answer.red_flag() != flag) continue;
    answer.set_present(answer.present() || present);
    return;
  }
  v1::RedFlagAnswer* answer = answers->Add();
  answer->set_red_flag(flag);
  answer->set_present(present);
  item->answer_lines.push_back(line);
}

absl::Status SetHistory(const std::string& key, v1::History* history) {
  const auto* field = v1::History::descriptor()->FindFieldByName(key);
  if (field == nullptr || field->is_repeated() ||
      field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_BOOL) {
    return Wrong(key, "a key such as pain_with_sitting");
  }
  v1::History::GetReflection()->SetBool(history, field, true);
  return absl::OkStatus();
}

absl::Status SetToldCell(absl::string_view column, const std::string& text,
                         int line, CsvItem* item) {
  v1::Assessment* assessment = item->request.mutable_assessment();
  if (column == "red_flags" || column == "red_flags_no") {
    for (const std::string& id : Ids(text)) {
      Answer(id, column == "red_flags", line, item);
    }
  } else if (column == "deny_red_flags") {
    TONUS_ASSIGN_OR_RETURN(const bool denied, ParseTruth(text));
    if (denied) assessment->mutable_screening()->set_others_denied(true);
  } else if (column == "history") {
    for (const std::string& key : Ids(text)) {
      TONUS_RETURN_IF_ERROR(SetHistory(key, assessment->mutable_history()));
    }
  }
  return absl::OkStatus();
}

bool IsResultColumn(absl::string_view column) {
  return absl::c_linear_search(
      std::array<absl::string_view, 9>{"test", "side", "value", "pain_limited",
                                       "pelvis_controlled", "warmed_up",
                                       "assessor", "protocol", "measure_time"},
      column);
}

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

  std::vector<std::string> columns_;
  std::vector<CsvItem> items_;
  std::map<Key, size_t> index_;
  std::vector<CsvComplaint> complaints_;
  std::vector<std::string> persons_;  // Of each item.
  // Persons with a row of which it is not known where it belongs.
  std::set<std::string> undated_;
};

void TableReader::Complain(int line, absl::string_view column,
                           absl::string_view text) {
  complaints_.push_back({line, std::string(column), std::string(text)});
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
    undated_.insert(person);
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
  for (size_t i = 0; i < row.fields.size() && i < columns_.size(); ++i) {
    if (!row.fields[i].empty()) cells[columns_[i]] = row.fields[i];
  }
  if (row.fields.size() > columns_.size()) {
    Complain(row.line, "",
             absl::StrCat("the row has ", row.fields.size(), " fields, the ",
                          "first row names ", columns_.size(), " columns"));
  }
  CsvItem* item = ItemOf(row.line, cells);
  if (item == nullptr) return;
  ReadResult(row.line, cells, item);
  for (const auto& [column, text] : cells) {
    const absl::Status set = SetToldCell(column, text, row.line, item);
    if (!set.ok()) Complain(row.line, column, set.message());
  }
  if (complaints_.size() > before) item->incomplete = true;
}

CsvTable TableReader::Finish() && {
  for (size_t i = 0; i < items_.size(); ++i) {
    items_[i].incomplete |= undated_.contains(persons_[i]);
  }
  return {std::move(items_), std::move(complaints_)};
}

absl::StatusOr<std::vector<std::string>> ReadHeader(const CsvRow& row) {
  std::set<std::string> seen;
  for (const std::string& name : row.fields) {
    if (!absl::c_linear_search(kColumns, name)) {
      return absl::InvalidArgumentError(
          absl::StrCat(row.line, ": unknown column '", name, "'; known are ",
                       absl::StrJoin(kColumns, ", ")));
    }
    if (!seen.insert(name).second) {
      return absl::InvalidArgumentError(
          absl::StrCat(row.line, ": column ", name, " is named twice"));
    }
  }
  if (!seen.contains("date") ||
      (!seen.contains("patient") && !seen.contains("external_id"))) {
    return absl::InvalidArgumentError(absl::StrCat(
        row.line, ": the first row must name date and patient or external_id"));
  }
  return row.fields;
}

// The number in brackets behind `collection` in `path`, or nothing.
std::optional<size_t> IndexIn(absl::string_view path,
                              absl::string_view collection) {
  size_t index = 0;
  if (!absl::ConsumePrefix(&path, collection) ||
      !absl::ConsumePrefix(&path, "[") ||
      !absl::SimpleAtoi(path.substr(0, path.find(']')), &index)) {
    return std::nullopt;
  }
  return index;
}

CsvComplaint ComplaintOf(const CsvItem& item,
                         const google::rpc::BadRequest::FieldViolation& field) {
  CsvComplaint complaint{item.line, "", field.description()};
  const absl::string_view path = field.field();
  const auto result = IndexIn(path, "assessment.results");
  const auto answer = IndexIn(path, "assessment.screening.answers");
  if (result.has_value() && *result < item.result_lines.size()) {
    complaint.line = item.result_lines[*result];
    const size_t dot = path.find("].");
    complaint.column = dot == absl::string_view::npos
                           ? "test"
                           : std::string(path.substr(dot + 2));
  } else if (answer.has_value() && *answer < item.answer_lines.size()) {
    complaint.line = item.answer_lines[*answer];
    const auto& given = item.request.assessment().screening().answers(
        static_cast<int>(*answer));
    complaint.column = given.present() ? "red_flags" : "red_flags_no";
    complaint.text = absl::StrCat(given.red_flag(), " ", field.description());
  } else if (path == "assessment.assessment_time") {
    complaint.column = "date";
  } else if (path == "parent") {
    complaint.column = "patient";
  } else if (path != "external_id") {
    complaint.text = absl::StrCat(path, ": ", field.description());
  } else {
    complaint.column = "external_id";
  }
  return complaint;
}

// A refusal that names no field.
CsvComplaint RefusalOf(const CsvItem& item, const google::rpc::Status& status) {
  CsvComplaint complaint{item.line, "", status.message()};
  google::rpc::ErrorInfo info;
  for (const google::protobuf::Any& detail : status.details()) {
    if (detail.Is<google::rpc::ErrorInfo>()) detail.UnpackTo(&info);
  }
  if (info.reason() == "REQUEST_ID_REUSED") {
    complaint.column = "date";
    complaint.text =
        "an assessment of this person and date was imported before with other "
        "content; correct it with tonus assess amend, or tell this one apart "
        "in the column assessment";
  } else if (status.code() == static_cast<int>(absl::StatusCode::kNotFound)) {
    complaint.column =
        item.request.has_external_id() ? "external_id" : "patient";
  }
  return complaint;
}

}  // namespace

absl::StatusOr<CsvTable> ReadAssessmentCsv(absl::string_view text) {
  TONUS_ASSIGN_OR_RETURN(const std::vector<CsvRow> rows, ReadCsv(text));
  if (rows.empty()) {
    return absl::InvalidArgumentError("1: the file is empty");
  }
  TONUS_ASSIGN_OR_RETURN(std::vector<std::string> columns, ReadHeader(rows[0]));
  TableReader reader(std::move(columns));
  for (size_t i = 1; i < rows.size(); ++i) reader.Read(rows[i]);
  return std::move(reader).Finish();
}

std::vector<CsvComplaint> ComplaintsOf(
    const CsvItem& item, const v1::ImportAssessmentsResponse& response) {
  std::vector<CsvComplaint> complaints;
  google::rpc::BadRequest fields;
  for (const google::protobuf::Any& detail : response.status().details()) {
    if (detail.Is<google::rpc::BadRequest>()) detail.UnpackTo(&fields);
  }
  for (const auto& field : fields.field_violations()) {
    complaints.push_back(ComplaintOf(item, field));
  }
  if (complaints.empty()) {
    complaints.push_back(RefusalOf(item, response.status()));
  }
  return complaints;
}

}  // namespace tonus::client
