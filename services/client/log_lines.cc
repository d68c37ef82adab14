// SPDX-License-Identifier: Apache-2.0
#include "services/client/log_lines.h"

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"

namespace tonus::client {
namespace {

// What the server takes as one item.
constexpr size_t kMaxLineBytes = size_t{256} << 10;

}  // namespace

absl::StatusOr<std::vector<LogOfLine>> ReadLogLines(absl::string_view name,
                                                    std::istream& input) {
  std::vector<LogOfLine> logs;
  std::string text;
  for (int line = 1; std::getline(input, text); ++line) {
    if (absl::StripAsciiWhitespace(text).empty()) continue;
    const auto wrong = [&](absl::string_view what) {
      return absl::InvalidArgumentError(
          absl::StrCat(name, ":", line, ": ", what));
    };
    if (text.size() > kMaxLineBytes) return wrong("is too long for a log");
    LogOfLine log;
    log.line = line;
    const auto status =
        google::protobuf::util::JsonStringToMessage(text, &log.entry);
    if (!status.ok()) {
      return wrong(absl::StrCat("is no tonus.v1.LogEntry in JSON: ",
                                std::string(status.message())));
    }
    logs.push_back(std::move(log));
  }
  if (!input.eof()) {
    return absl::InvalidArgumentError(absl::StrCat(name, " can not be read"));
  }
  return logs;
}

}  // namespace tonus::client
