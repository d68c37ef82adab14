// SPDX-License-Identifier: Apache-2.0
#include "services/client/told_cell.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/client/result_cell.h"
#include "services/client/told_words.h"
#include "services/status_macros.h"

namespace tonus::client {
namespace {

std::vector<std::string> Ids(const std::string& cell) {
  std::vector<std::string> ids;
  for (const absl::string_view id : absl::StrSplit(cell, ';')) {
    const absl::string_view stripped = absl::StripAsciiWhitespace(id);
    if (!stripped.empty()) ids.emplace_back(stripped);
  }
  return ids;
}

// An answer that is repeated is given once; one that contradicts another is
// wrong.
absl::Status Answer(const std::string& flag, bool present, int line,
                    CsvItem* item) {
  auto* answers = item->request.mutable_assessment()
                      ->mutable_screening()
                      ->mutable_answers();
  for (int i = 0; i < answers->size(); ++i) {
    if (answers->at(i).red_flag() != flag) continue;
    if (answers->at(i).present() == present) return absl::OkStatus();
    return absl::InvalidArgumentError(absl::StrCat(
        flag, " is answered ", present ? "yes" : "no", ", but ",
        present ? "no" : "yes", " in row ", item->answer_lines[i]));
  }
  v1::RedFlagAnswer* answer = answers->Add();
  answer->set_red_flag(flag);
  answer->set_present(present);
  item->answer_lines.push_back(line);
  return absl::OkStatus();
}

// The rows of an assessment that say anything about the other red flags say the
// same.
absl::Status Deny(bool denied, int line, CsvItem* item) {
  if (item->denial_line == 0) {
    item->denial_line = line;
    if (denied) {
      item->request.mutable_assessment()
          ->mutable_screening()
          ->set_others_denied(true);
    }
    return absl::OkStatus();
  }
  const bool before = item->request.assessment().screening().others_denied();
  if (before == denied) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("is ", denied ? "true" : "false", ", but ",
                   before ? "true" : "false", " in row ", item->denial_line));
}

}  // namespace

absl::Status SetToldCell(absl::string_view column, const std::string& text,
                         int line, CsvItem* item) {
  v1::Assessment* assessment = item->request.mutable_assessment();
  if (column == "red_flags" || column == "red_flags_no") {
    for (const std::string& id : Ids(text)) {
      TONUS_RETURN_IF_ERROR(Answer(id, column == "red_flags", line, item));
    }
  } else if (column == "deny_red_flags") {
    TONUS_ASSIGN_OR_RETURN(const bool denied, ParseTruth(text));
    return Deny(denied, line, item);
  } else if (column == "history") {
    for (const std::string& key : Ids(text)) {
      if (!SetHistoryItem(key, assessment->mutable_history())) {
        return WrongCell(key, "a key such as pain_with_sitting");
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace tonus::client
