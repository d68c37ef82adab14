// SPDX-License-Identifier: Apache-2.0
#include "storage/page_builder.h"

#include <string>

namespace tonus::storage {

bool PageBuilder::Add(absl::string_view key, absl::string_view value,
                      int64_t version) {
  const int64_t bytes = static_cast<int64_t>(key.size() + value.size());
  const int64_t count = static_cast<int64_t>(page_.records.size());
  if (count == limit_ || (count > 0 && bytes_ + bytes > kMaxPageBytes)) {
    page_.more = true;
    return false;
  }
  bytes_ += bytes;
  page_.records.push_back({std::string(key), std::string(value), version});
  return true;
}

}  // namespace tonus::storage
