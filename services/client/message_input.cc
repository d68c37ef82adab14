// SPDX-License-Identifier: Apache-2.0
#include "services/client/message_input.h"

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/json_util.h"
#include "services/client/request_size.h"

namespace tonus::client {
namespace {

// Keeps the first complaint of the parser; those after it follow from it.
class FirstError : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    if (!text_.empty()) return;
    // It may quote a word of any length.
    constexpr size_t kMostQuoted = 200;
    // The parser counts from 0, and says -1 for the whole text.
    const std::string told =
        message.size() > kMostQuoted
            ? absl::StrCat(message.substr(0, kMostQuoted), "...")
            : message;
    text_ = line < 0 ? told
                     : absl::StrCat("line ", line + 1, ", column ", column + 1,
                                    ": ", told);
  }

  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

bool IsJson(const std::string& path, const std::string& text) {
  if (absl::EndsWith(path, ".json")) return true;
  for (const char* ending : {".textproto", ".txtpb", ".pbtxt"}) {
    if (absl::EndsWith(path, ending)) return false;
  }
  const size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string::npos && text[first] == '{';
}

// Returns the parser's complaint on one line. It adds the place in the text and
// a caret below it, both of which may be blank.
std::string JsonComplaint(const std::string& message) {
  const std::vector<std::string> lines = absl::StrSplit(message, '\n');
  const absl::string_view place =
      lines.size() > 1 ? absl::StripAsciiWhitespace(lines[1]) : "";
  return place.empty() ? lines[0] : absl::StrCat(lines[0], " near: ", place);
}

std::string ReadAll(std::istream& stream) {
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

}  // namespace

absl::Status ReadMessage(absl::string_view argument, const std::string& path,
                         std::istream& standard_input,
                         google::protobuf::Message* message) {
  std::string text;
  std::string source = path;
  if (path == "-") {
    source = "standard input";
    text = ReadAll(standard_input);
    if (text.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat(argument, ": standard input is empty"));
    }
  } else {
    std::ifstream file(path);
    // Opening a folder succeeds; reading from it does not.
    if (!file || file.peek() == std::ifstream::traits_type::eof()) {
      return absl::InvalidArgumentError(
          absl::StrCat(argument, ": ", path, " can not be read or is empty"));
    }
    text = ReadAll(file);
  }

  const std::string whole = absl::StrCat(argument, ": ", source);
  if (IsJson(path, text)) {
    const auto status =
        google::protobuf::util::JsonStringToMessage(text, message);
    if (status.ok()) return CheckRequestSize(whole, *message);
    return absl::InvalidArgumentError(absl::StrCat(
        argument, ": ", source, " is not a ",
        message->GetDescriptor()->full_name(),
        " in JSON: ", JsonComplaint(std::string(status.message()))));
  }
  FirstError error;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&error);
  if (parser.ParseFromString(text, message)) {
    return CheckRequestSize(whole, *message);
  }
  return absl::InvalidArgumentError(absl::StrCat(
      argument, ": ", source, " is not a ",
      message->GetDescriptor()->full_name(), " in text proto: ", error.text()));
}

}  // namespace tonus::client
