// SPDX-License-Identifier: Apache-2.0
// Brings a store whose log is damaged back to its last whole commit.

#ifndef TONUS_STORAGE_ROCKSDB_RECOVER_H_
#define TONUS_STORAGE_ROCKSDB_RECOVER_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tonus::storage {

// What recovering a store means.
struct Recovery {
  // Why the store does not open; OK if it does: then nothing is to be done.
  absl::Status damage;

  int64_t kept_commit = 0;  // The last commit that is kept.
  int64_t seen_commit = 0;  // The last one of which anything was found.

  // Whether the damage is in the last record of the log, as of a write that a
  // crash has broken off.
  bool torn_end = false;

  // Whether what is kept is a part of an import that was broken off: whole, and
  // of no use.
  bool half_imported = false;

  // The high-water mark; nullopt if it is lost.
  std::optional<int64_t> mark;

  // Where the damaged files are now; empty unless it was applied.
  std::string damaged_folder;

  // The commits that are lost: [kept_commit + 1, last_lost()].
  int64_t last_lost() const;

  // How many of them were certainly acknowledged.
  int64_t lost_acknowledged() const;

  // In words for the operator, one or more lines.
  std::string ToString() const;
};

// Finds out on a copy beside `folder` what would be lost, and with `apply` puts
// the copy in its place and keeps what was there in a folder beside it.
//   FAILED_PRECONDITION  there is no store in `folder`.
//   ABORTED              another program uses it.
//   DATA_LOSS            more than the log is damaged: only a backup helps. The
//                        message names the file.
//   UNAVAILABLE, RESOURCE_EXHAUSTED  the disk fails or is full.
absl::StatusOr<Recovery> RecoverStore(const std::string& folder, bool apply);

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_ROCKSDB_RECOVER_H_
