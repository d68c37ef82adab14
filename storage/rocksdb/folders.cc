// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/folders.h"

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

}  // namespace tonus::storage
