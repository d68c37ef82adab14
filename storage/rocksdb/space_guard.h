// SPDX-License-Identifier: Apache-2.0
// Watches the free space of the disk under a store and keeps its ballast.

#ifndef TONUS_STORAGE_ROCKSDB_SPACE_GUARD_H_
#define TONUS_STORAGE_ROCKSDB_SPACE_GUARD_H_

#include <atomic>
#include <cstdint>
#include <string>

#include "storage/rocksdb/ballast.h"
#include "storage/rocksdb/free_space.h"

namespace tonus::storage {

class SpaceGuard {
 public:
  // `folder` is that of the store. Nothing happens before Tend.
  SpaceGuard(const std::string& folder, const FreeSpaceLimits& limits,
             SpaceProbe probe);

  // Looks at the disk, deletes the ballast where it is needed and lays it where
  // there is space for it. Used by one thread at a time.
  SpaceRung Tend();

  // Looks at the disk and returns the rung. Thread-safe; takes microseconds.
  SpaceRung Look() const;

  // Returns what Look or Tend returned last. Thread-safe.
  SpaceRung rung() const { return rung_; }

  // Returns the free bytes that were seen last. Thread-safe.
  int64_t free_bytes() const { return free_bytes_; }

 private:
  const FreeSpaceLimits limits_;
  const SpaceProbe probe_;
  Ballast ballast_;
  std::atomic<int64_t> missing_ballast_bytes_{0};
  mutable std::atomic<int64_t> free_bytes_{INT64_MAX};
  mutable std::atomic<SpaceRung> rung_{SpaceRung::kEnough};
};

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_ROCKSDB_SPACE_GUARD_H_
