// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/ballast.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "absl/strings/str_cat.h"

namespace tonus::storage {

Ballast::Ballast(const std::string& folder)
    : folder_(folder), path_(absl::StrCat(folder, "/", kBallastFile)) {}

int64_t Ballast::bytes() const {
  struct stat found = {};
  return stat(path_.c_str(), &found) == 0 ? found.st_size : 0;
}

absl::Status Ballast::Lay(int64_t bytes) {
  Drop();
  const int file = open(path_.c_str(), O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC,
                        S_IRUSR | S_IWUSR);
  // Allocates blocks; writes zeros where the file system can not.
  const int error = file < 0 ? errno : posix_fallocate(file, 0, bytes);
  if (file >= 0) close(file);
  if (error == 0) return absl::OkStatus();
  Drop();
  const std::string text = absl::StrCat(
      path_, " can not be written: ", std::generic_category().message(error));
  return error == ENOSPC ? absl::ResourceExhaustedError(text)
                         : absl::UnavailableError(text);
}

void Ballast::Drop() {
  if (unlink(path_.c_str()) != 0) return;
  // A journalling file system has the space only when the deletion is synced.
  const int folder = open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return;
  fsync(folder);
  close(folder);
}

}  // namespace tonus::storage
