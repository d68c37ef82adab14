// SPDX-License-Identifier: Apache-2.0
#include "services/client/csv_header.h"

#include <array>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace tonus::client {
namespace {

constexpr auto kSeparators = std::to_array<std::pair<char, absl::string_view>>(
    {{'\t', "tabs"}, {';', "semicolons"}, {'|', "bars"}});

absl::Status At(int line, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(line, ": ", what));
}

}  // namespace

absl::Status CheckSeparator(absl::string_view text) {
  const size_t begin = text.find_first_not_of("\r\n");
  if (begin == absl::string_view::npos) return absl::OkStatus();
  const absl::string_view blank = text.substr(0, begin);
  text.remove_prefix(begin);
  const absl::string_view header = text.substr(0, text.find_first_of("\r\n"));
  if (absl::StrContains(header, ',')) return absl::OkStatus();
  for (const auto& [separator, name] : kSeparators) {
    if (!absl::StrContains(header, separator)) continue;
    return At(static_cast<int>(absl::c_count(blank, '\n')) + 1,
              absl::StrCat("columns are separated by commas, not by ", name,
                           "; save the table as CSV that is comma separated, "
                           "with points in its numbers"));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> ReadHeader(
    const CsvRow& row, absl::Span<const absl::string_view> known) {
  std::vector<std::string> columns;
  std::set<std::string> seen;
  for (const std::string& name : row.fields) {
    std::string column = absl::AsciiStrToLower(name);
    if (!column.empty()) {
      if (!absl::c_linear_search(known, column)) {
        return At(row.line,
                  absl::StrCat("unknown column '", name, "'; known are ",
                               absl::StrJoin(known, ", ")));
      }
      if (!seen.insert(column).second) {
        return At(row.line, absl::StrCat("column ", column, " is named twice"));
      }
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

}  // namespace tonus::client
