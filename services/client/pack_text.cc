// SPDX-License-Identifier: Apache-2.0
#include "services/client/pack_text.h"

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"

namespace tonus::client {
namespace {

std::string ComplaintText(const knowledge::v1::Complaint& complaint) {
  const bool has_both = !complaint.table().empty() && !complaint.id().empty();
  std::string text;
  for (const std::string& part :
       {complaint.file(),
        absl::StrCat(complaint.table(), has_both ? " " : "", complaint.id()),
        complaint.problem()}) {
    if (part.empty()) continue;
    absl::StrAppend(&text, text.empty() ? "" : ": ", part);
  }
  return absl::StrCat(text, "\n    ", complaint.remedy(), "\n");
}

}  // namespace

std::string ValidationText(const v1::ValidatePackResponse& response) {
  std::string text;
  for (const auto& complaint : response.complaints()) {
    absl::StrAppend(&text, ComplaintText(complaint));
  }
  if (!response.valid()) return text;
  return absl::StrCat(
      "Pack ", response.version(), " is in order.\n  hash ", response.hash(),
      "\n  cases ", response.vectors(), "\n  verdicts examined ",
      response.coverage_combinations(), "\n  rows of uncovered verdicts ",
      response.uncovered_verdicts_size(), "\n");
}

std::string UncoveredText(const v1::ValidatePackResponse& response) {
  knowledge::v1::Pack table;
  *table.mutable_uncovered_verdicts() = response.uncovered_verdicts();
  std::string text;
  google::protobuf::TextFormat::PrintToString(table, &text);
  return text;
}

}  // namespace tonus::client
