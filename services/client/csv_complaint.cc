// SPDX-License-Identifier: Apache-2.0
#include "services/client/csv_complaint.h"

#include <optional>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "google/rpc/error_details.pb.h"

namespace tonus::client {
namespace {

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

std::vector<CsvComplaint> RemarksOn(
    const CsvItem& item, const v1::ImportAssessmentsResponse& response) {
  std::vector<CsvComplaint> remarks;
  // What it raises is told also where open questions are what closes the gate.
  for (const google::protobuf::Any& detail : response.status().details()) {
    v1::SafetyNotice notice;
    if (detail.UnpackTo(&notice))
      remarks.push_back({item.line, "", notice.text()});
  }
  const bool is_closed = response.gate() == v1::GATE_STOP_AND_REFER_URGENT ||
                         response.gate() == v1::GATE_REFER;
  if (is_closed && remarks.empty()) {
    remarks.push_back(
        {item.line, "",
         response.already_recorded()
             ? "the gate is closed: no exercise until a clinician clears it"
             : "nothing in it closes the gate, but an earlier finding does: no "
               "exercise until a clinician clears it"});
  }
  for (const v1::RejectedResult& rejected : response.rejected_results()) {
    const auto index = static_cast<size_t>(rejected.index());
    remarks.push_back(
        {index < item.result_lines.size() ? item.result_lines[index]
                                          : item.line,
         "test",
         absl::StrCat(rejected.test(), " is kept, but not read (",
                      rejected.rule(), "). ", rejected.description())});
  }
  return remarks;
}

std::vector<CsvComplaint> StoppedRows(
    const std::vector<std::vector<int>>& assessments,
    const std::vector<CsvComplaint>& complaints) {
  absl::flat_hash_set<int> told;
  for (const CsvComplaint& complaint : complaints) told.insert(complaint.line);
  std::vector<CsvComplaint> stopped;
  for (const std::vector<int>& rows : assessments) {
    const auto wrong =
        absl::c_find_if(rows, [&](int row) { return told.contains(row); });
    if (wrong == rows.end()) continue;
    for (const int row : rows) {
      if (told.contains(row)) continue;
      stopped.push_back({row, "",
                         absl::StrCat("is not recorded, as row ", *wrong,
                                      " is not: they are one assessment")});
    }
  }
  return stopped;
}

void SortByLine(std::vector<CsvComplaint>* complaints) {
  absl::c_stable_sort(*complaints,
                      [](const CsvComplaint& a, const CsvComplaint& b) {
                        return a.line < b.line;
                      });
}

}  // namespace tonus::client
