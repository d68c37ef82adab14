// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/space_guard.h"

#include <algorithm>
#include <utility>

namespace tonus::storage {

SpaceGuard::SpaceGuard(const std::string& folder, const FreeSpaceLimits& limits,
                       SpaceProbe probe)
    : limits_(limits), probe_(std::move(probe)), ballast_(folder) {}

SpaceRung SpaceGuard::Tend() {
  const absl::StatusOr<DiskSpace> space = probe_();
  if (!space.ok()) return rung_;  // Nothing new is known.
  const int64_t wanted = BallastBytes(limits_, *space);
  int64_t missing = std::max<int64_t>(wanted - ballast_.bytes(), 0);
  missing_ballast_bytes_ = missing;
  const SpaceRung rung = Look();
  if (rung == SpaceRung::kBallast && ballast_.bytes() > 0) {
    ballast_.Drop();
    missing = wanted;
  } else if (rung < SpaceRung::kReadOnly && missing > 0) {
    // What is counted as used already is now used.
    if (ballast_.Lay(wanted).ok()) missing = 0;
  }
  missing_ballast_bytes_ = missing;
  return Look();
}

SpaceRung SpaceGuard::Look() const {
  const absl::StatusOr<DiskSpace> space = probe_();
  if (!space.ok()) return rung_;
  free_bytes_ = space->free_bytes;
  rung_ = RungOf(limits_, *space, missing_ballast_bytes_);
  return rung_;
}

}  // namespace tonus::storage
