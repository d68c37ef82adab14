// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "storage/rocksdb/folders.h"

namespace tonus::storage {
namespace {

namespace fs = std::filesystem;

constexpr absl::string_view kLockFile = "tonus.lock";
constexpr int kNone = -1;

absl::Status CreateFolder(const std::string& folder) {
  const absl::StatusOr<bool> exists = IsFolder(folder);
  if (!exists.ok()) return exists.status();
  if (*exists) return absl::OkStatus();
  std::error_code error;
  if (fs::create_directories(folder, error)) {
    fs::permissions(folder, fs::perms::owner_all, error);
  }
  if (!error) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "data folder ", folder, " can not be created: ", error.message()));
}

}  // namespace

absl::StatusOr<FolderLock> FolderLock::Acquire(const std::string& folder) {
  if (absl::Status created = CreateFolder(folder); !created.ok()) {
    return created;
  }
  const std::string path = absl::StrCat(folder, "/", kLockFile);
  const int descriptor =
      open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor == kNone) {
    return absl::FailedPreconditionError(absl::StrCat(
        "data folder ", folder,
        " can not be written: ", std::generic_category().message(errno)));
  }
  FolderLock lock(descriptor);
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    return absl::AbortedError(
        absl::StrCat("data folder ", folder,
                     " is in use by another program; try again when that has "
                     "ended"));
  }
  return lock;
}

FolderLock::FolderLock(FolderLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, kNone)) {}

FolderLock::~FolderLock() {
  if (descriptor_ != kNone) close(descriptor_);
}

}  // namespace tonus::storage
