// SPDX-License-Identifier: Apache-2.0
// How much of the disk may be filled.
//
// RocksDB must never be the first to meet a full disk: some of its builds abort
// the process there. So writes are refused while there is still space to put
// those in order that were accepted.

#ifndef TONUS_STORAGE_ROCKSDB_FREE_SPACE_H_
#define TONUS_STORAGE_ROCKSDB_FREE_SPACE_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tonus::storage {

struct DiskSpace {
  int64_t total_bytes = 0;  // What this process could use of an empty disk.
  int64_t free_bytes = 0;   // What it can still use.
};

using SpaceProbe = std::function<absl::StatusOr<DiskSpace>()>;

// Returns the space of the disk that `folder` lies on.
//   UNAVAILABLE  the system does not tell.
absl::StatusOr<DiskSpace> ProbeDisk(const std::string& folder);

// A bound is the larger of a percentage of the disk and a number of bytes, but
// the bytes count for at most twice the percentage, so that small disks can be
// used. 0 and 0: never reached.
struct FreeSpaceLimits {
  int warn_percent = 0;
  int64_t warn_bytes = 0;
  int read_only_percent = 0;
  int64_t read_only_bytes = 0;
  int ballast_percent = 0;
  int64_t ballast_bytes = 0;  // Size of the ballast file.
};

// From the best to the worst.
enum class SpaceRung {
  kEnough,
  kWarn,      // Somebody should look at it.
  kReadOnly,  // Writes are refused.
  kBallast,   // So are they, and the ballast file is given up.
};

// Returns the rung of a disk on which `missing_ballast_bytes` of the ballast
// are yet to be laid. These count as used: else the ballast would be laid anew
// as soon as it is deleted.
SpaceRung RungOf(const FreeSpaceLimits& limits, const DiskSpace& space,
                 int64_t missing_ballast_bytes);

// Returns the size of the ballast: the one of the limits, at most the
// ballast_percent of the disk.
int64_t BallastBytes(const FreeSpaceLimits& limits, const DiskSpace& space);

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_ROCKSDB_FREE_SPACE_H_
