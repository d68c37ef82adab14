// SPDX-License-Identifier: Apache-2.0
#include "services/server/secret_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "services/status_macros.h"

namespace tonus {
namespace {

constexpr off_t kMaxBytes = 16 << 20;
constexpr mode_t kOwnerOnly = S_IRUSR | S_IWUSR;

absl::Status Failed(const std::string& path, absl::string_view what) {
  return absl::FailedPreconditionError(
      absl::StrCat(path, " ", what, ": ", std::strerror(errno)));
}

absl::Status CheckOwnerOnly(int file, const std::string& path) {
  struct stat status {};
  if (fstat(file, &status) != 0) return Failed(path, "can not be examined");
  if (!S_ISREG(status.st_mode)) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, " is not a regular file"));
  }
  if (status.st_uid != geteuid()) {
    return absl::FailedPreconditionError(absl::StrCat(
        path, " belongs to another user; run: chown ", geteuid(), " ", path));
  }
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return absl::FailedPreconditionError(absl::StrCat(
        path, " holds a secret and is open to others; run: chmod 600 ", path));
  }
  if (status.st_size > kMaxBytes) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, " is larger than ", kMaxBytes, " bytes"));
  }
  return absl::OkStatus();
}

bool WriteAll(int file, absl::string_view content) {
  while (!content.empty()) {
    const ssize_t written = write(file, content.data(), content.size());
    if (written < 0 && errno != EINTR) return false;
    if (written > 0) content.remove_prefix(written);
  }
  return fsync(file) == 0;
}

}  // namespace

absl::StatusOr<std::string> ReadSecretFile(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) {
    if (errno == ENOENT) {
      return absl::NotFoundError(absl::StrCat(path, " does not exist"));
    }
    return Failed(path, "can not be read");
  }
  const absl::Cleanup close_file = [file] { close(file); };
  TONUS_RETURN_IF_ERROR(CheckOwnerOnly(file, path));
  std::string content;
  std::array<char, 4096> part;
  while (true) {
    const ssize_t count = read(file, part.data(), part.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Failed(path, "can not be read");
    if (count == 0) return content;
    content.append(part.data(), count);
  }
}

absl::Status CreateSecretFile(const std::string& path,
                              absl::string_view content) {
  // Written beside its place and linked into it, so that nobody ever reads a
  // part of it and two starts at once do not overwrite each other.
  std::string draft = absl::StrCat(path, ".XXXXXX");
  const int file = mkostemp(draft.data(), O_CLOEXEC);  // Mode 0600.
  if (file < 0) return Failed(path, "can not be created");
  const absl::Cleanup remove_draft = [&draft, file] {
    close(file);
    unlink(draft.c_str());
  };
  if (fchmod(file, kOwnerOnly) != 0 || !WriteAll(file, content)) {
    return Failed(path, "can not be written");
  }
  if (link(draft.c_str(), path.c_str()) != 0) {
    if (errno == EEXIST) {
      return absl::AlreadyExistsError(absl::StrCat(path, " exists"));
    }
    return Failed(path, "can not be created");
  }
  return absl::OkStatus();
}

}  // namespace tonus
