// SPDX-License-Identifier: Apache-2.0
#include "services/engine/placeholder.h"

#include "absl/strings/str_cat.h"

namespace tonus::engine {

std::string FillIn(absl::string_view text,
                   absl::FunctionRef<std::string(absl::string_view)> words) {
  std::string filled;
  while (!text.empty()) {
    const size_t open = text.find('{');
    const size_t close = text.find('}', open);
    if (open == absl::string_view::npos || close == absl::string_view::npos) {
      break;
    }
    absl::StrAppend(&filled, text.substr(0, open),
                    words(text.substr(open + 1, close - open - 1)));
    text.remove_prefix(close + 1);
  }
  absl::StrAppend(&filled, text);
  return filled;
}

std::vector<std::string> NamesIn(absl::string_view text) {
  std::vector<std::string> names;
  FillIn(text, [&](absl::string_view name) {
    names.emplace_back(name);
    return std::string();
  });
  return names;
}

}  // namespace tonus::engine
