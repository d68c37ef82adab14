// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/folders.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace tonus::storage {

absl::StatusOr<bool> IsFolder(const std::string& path) {
  std::error_code error;
  const std::filesystem::file_status status =
      std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::none) {
    return absl::FailedPreconditionError(absl::StrCat(
        "folder ", path, " can not be looked at: ", error.message()));
  }
  return std::filesystem::is_directory(status);
}

bool Overlap(const std::string& path, const std::string& other) {
  const auto whole = [](const std::string& text) {
    std::error_code error;
    std::filesystem::path resolved =
        std::filesystem::weakly_canonical(text, error);
    if (error) resolved = std::filesystem::path(text).lexically_normal();
    return resolved.has_filename() ? resolved : resolved.parent_path();
  };
  const std::filesystem::path a = whole(path);
  const std::filesystem::path b = whole(other);
  const auto [in_a, in_b] =
      std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  return in_a == a.end() || in_b == b.end();
}

}  // namespace tonus::storage
