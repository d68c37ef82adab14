// SPDX-License-Identifier: Apache-2.0
#include "services/page_token.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/escaping.h"
#include "services/status_macros.h"

namespace tonus {
namespace {

constexpr size_t kChecksumBytes = 8;

// FNV-1a, written big-endian. A zero byte, which no name of a list holds, keeps
// list and position apart.
std::string Checksum(absl::string_view list, absl::string_view position) {
  uint64_t hash = 0xcbf29ce484222325;
  const auto add = [&hash](absl::string_view text) {
    for (const unsigned char c : text) hash = (hash ^ c) * 0x100000001b3;
  };
  add(list);
  add(absl::string_view("\0", 1));
  add(position);
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<char>(hash >> shift));
  }
  return bytes;
}

}  // namespace

std::string MakePageToken(absl::string_view list, absl::string_view position) {
  return absl::WebSafeBase64Escape(Checksum(list, position) +
                                   std::string(position));
}

std::optional<std::string> PositionIn(absl::string_view list,
                                      absl::string_view token) {
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(token, &bytes) ||
      bytes.size() < kChecksumBytes) {
    return std::nullopt;
  }
  std::string position = bytes.substr(kChecksumBytes);
  // Base64 reads spellings of one text alike, but only one of them was made.
  if (MakePageToken(list, position) != token) return std::nullopt;
  return position;
}

std::string ParsePageToken(absl::string_view list, absl::string_view token,
                           Violations* violations) {
  if (token.empty()) return "";
  std::optional<std::string> position = PositionIn(list, token);
  if (position.has_value()) return *std::move(position);
  violations->Add("page_token",
                  "is not a token of this list; send next_page_token "
                  "unchanged, with the same filters, or leave it empty");
  return "";
}

absl::StatusOr<std::string> ParsePageToken(absl::string_view list,
                                           absl::string_view token) {
  Violations violations;
  std::string position = ParsePageToken(list, token, &violations);
  TONUS_RETURN_IF_ERROR(violations.ToStatus());
  return position;
}

int PageSize(int requested, int default_size, int max, Violations* violations) {
  if (requested < 0) {
    violations->Add("page_size", "is negative; send 0 for the default size");
  }
  return requested <= 0 ? default_size : std::min(requested, max);
}

absl::StatusOr<int> PageSize(int requested, int default_size, int max) {
  Violations violations;
  const int size = PageSize(requested, default_size, max, &violations);
  TONUS_RETURN_IF_ERROR(violations.ToStatus());
  return size;
}

}  // namespace tonus
