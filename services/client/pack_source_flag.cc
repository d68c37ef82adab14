// SPDX-License-Identifier: Apache-2.0
#include "services/client/pack_source_flag.h"

#include "services/knowledge/pack_files.h"
#include "services/status_macros.h"

namespace tonus::client {
namespace {

constexpr size_t kHashLength = 64;

}  // namespace

absl::StatusOr<v1::PackSource> ReadPackSource(const std::string& text) {
  v1::PackSource source;
  if (text.size() == kHashLength &&
      text.find_first_not_of("0123456789abcdef") == std::string::npos) {
    source.set_hash(text);
    return source;
  }
  TONUS_ASSIGN_OR_RETURN(*source.mutable_release(), ReadPackFolder(text));
  return source;
}

}  // namespace tonus::client
