// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/free_space.h"

#include <sys/statvfs.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace tonus::storage {
namespace {

constexpr int64_t kWhole = 100;  // Percent.
constexpr int64_t kMostOfPercentage = 2;

int64_t PartOf(const DiskSpace& space, int percent) {
  return space.total_bytes / kWhole * percent;
}

int64_t Bound(const DiskSpace& space, int percent, int64_t bytes) {
  const int64_t part = PartOf(space, percent);
  return std::max(part, std::min(bytes, kMostOfPercentage * part));
}

}  // namespace

absl::StatusOr<DiskSpace> ProbeDisk(const std::string& folder) {
  struct statvfs disk = {};
  if (statvfs(folder.c_str(), &disk) != 0) {
    return absl::UnavailableError(absl::StrCat(
        "the free space of ", folder,
        " is not known: ", std::generic_category().message(errno)));
  }
  const auto block = static_cast<int64_t>(disk.f_frsize);
  const auto used = static_cast<int64_t>(disk.f_blocks - disk.f_bfree);
  const auto available = static_cast<int64_t>(disk.f_bavail);
  return DiskSpace{(used + available) * block, available * block};
}

SpaceRung RungOf(const FreeSpaceLimits& limits, const DiskSpace& space,
                 int64_t missing_ballast_bytes) {
  const int64_t free = space.free_bytes - missing_ballast_bytes;
  if (free < PartOf(space, limits.ballast_percent)) return SpaceRung::kBallast;
  if (free < Bound(space, limits.read_only_percent, limits.read_only_bytes)) {
    return SpaceRung::kReadOnly;
  }
  if (free < Bound(space, limits.warn_percent, limits.warn_bytes)) {
    return SpaceRung::kWarn;
  }
  return SpaceRung::kEnough;
}

int64_t BallastBytes(const FreeSpaceLimits& limits, const DiskSpace& space) {
  return std::min(limits.ballast_bytes, PartOf(space, limits.ballast_percent));
}

}  // namespace tonus::storage
