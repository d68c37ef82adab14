// SPDX-License-Identifier: Apache-2.0
#include "services/client/told_words.h"

#include "absl/strings/ascii.h"

namespace tonus::client {

namespace kb = ::tonus::knowledge::v1;
using ::google::protobuf::FieldDescriptor;

absl::optional<kb::Side> SideOf(absl::string_view text) {
  const std::string side = absl::AsciiStrToUpper(text);
  if (side == "L" || side == "LEFT") return kb::SIDE_LEFT;
  if (side == "R" || side == "RIGHT") return kb::SIDE_RIGHT;
  if (side == "M" || side == "MIDLINE") return kb::SIDE_MIDLINE;
  return absl::nullopt;
}

bool SetHistoryItem(const std::string& key, v1::History* history) {
  const FieldDescriptor* field =
      v1::History::descriptor()->FindFieldByName(key);
  if (field == nullptr || field->is_repeated() ||
      field->type() != FieldDescriptor::TYPE_BOOL) {
    return false;
  }
  v1::History::GetReflection()->SetBool(history, field, true);
  return true;
}

}  // namespace tonus::client
