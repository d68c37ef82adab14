// SPDX-License-Identifier: Apache-2.0
#include "services/client/enum_flag.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace tonus::client {
namespace {

std::vector<std::string> WordsOf(const google::protobuf::EnumDescriptor& type,
                                 absl::string_view prefix) {
  std::vector<std::string> words;
  for (int i = 1; i < type.value_count(); ++i) {
    words.push_back(absl::StrReplaceAll(
        absl::AsciiStrToLower(type.value(i)->name().substr(prefix.size())),
        {{"_", "-"}}));
  }
  return words;
}

}  // namespace

std::string EnumWords(const google::protobuf::EnumDescriptor& type,
                      absl::string_view prefix) {
  return absl::StrJoin(WordsOf(type, prefix), ", ");
}

absl::StatusOr<int> ParseEnumNumber(
    absl::string_view flag, absl::string_view text,
    const google::protobuf::EnumDescriptor& type, absl::string_view prefix) {
  const std::vector<std::string> words = WordsOf(type, prefix);
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i] == text) {
      return type.value(static_cast<int>(i) + 1)->number();
    }
  }
  return absl::InvalidArgumentError(absl::StrCat(
      flag, " ", text, ": must be one of ", absl::StrJoin(words, ", ")));
}

}  // namespace tonus::client
