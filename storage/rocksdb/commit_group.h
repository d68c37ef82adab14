// SPDX-License-Identifier: Apache-2.0
// Several commits as one synced write.

#ifndef TONUS_STORAGE_ROCKSDB_COMMIT_GROUP_H_
#define TONUS_STORAGE_ROCKSDB_COMMIT_GROUP_H_

#include <cstdint>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "rocksdb/db.h"
#include "rocksdb/write_batch.h"
#include "storage/rocksdb/high_water_mark.h"
#include "storage/storage.h"

namespace tonus::storage {

// Used by one thread; no one else writes to the database meanwhile.
class CommitGroup {
 public:
  // `db` outlives the group. `before` is the store and the commit before.
  CommitGroup(rocksdb::DB* db, const Mark& before);

  // Adds a commit, judged as if those added before were already applied. The
  // mutations must outlive the group. A commit that fails leaves no trace.
  //   ABORTED, DATA_LOSS, RESOURCE_EXHAUSTED, UNAVAILABLE  see Storage::Commit.
  absl::Status Add(absl::Span<const Mutation> mutations);

  // Writes all commits that were added, and the number of the last. Once. If it
  // fails, it is unknown what is on the disk.
  rocksdb::Status Write();

  // Returns the number of the last commit, this group's included.
  int64_t last_commit() const { return last_commit_; }

 private:
  absl::Status CheckExpectation(const Mutation& mutation) const;

  // Returns kAbsent if the key does not exist.
  absl::StatusOr<int64_t> VersionOf(absl::string_view key) const;

  rocksdb::DB* const db_;
  const int64_t store_id_;
  int64_t last_commit_;
  rocksdb::WriteBatch batch_;
  // The versions that the batch will leave behind.
  absl::flat_hash_map<absl::string_view, int64_t> pending_versions_;
};

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_ROCKSDB_COMMIT_GROUP_H_
