// SPDX-License-Identifier: Apache-2.0
#include "storage/key_range.h"

#include <string>

namespace tonus::storage {
namespace {

constexpr char kLastByte = '\xff';

// Returns the smallest byte string above all keys that start with `prefix`.
std::string PrefixEnd(absl::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && end.back() == kLastByte) end.pop_back();
  if (end.empty()) return std::string(kMaxKeyBytes + 1, kLastByte);
  ++end.back();
  return end;
}

}  // namespace

ScanRequest ScanPrefix(absl::string_view prefix, Direction direction,
                       int limit) {
  return {std::string(prefix), PrefixEnd(prefix), direction, limit};
}

ScanRequest ScanAfter(ScanRequest request, absl::string_view last_key) {
  if (request.direction == Direction::kForward) {
    request.begin = std::string(last_key);
    request.begin.push_back('\0');
  } else {
    request.end = std::string(last_key);
  }
  return request;
}

}  // namespace tonus::storage
