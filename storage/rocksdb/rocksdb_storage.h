// SPDX-License-Identifier: Apache-2.0
// Storage in a folder of this machine.

#ifndef TONUS_STORAGE_ROCKSDB_ROCKSDB_STORAGE_H_
#define TONUS_STORAGE_ROCKSDB_ROCKSDB_STORAGE_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "storage/rocksdb/commit_queue.h"
#include "storage/rocksdb/folder_lock.h"
#include "storage/rocksdb/rocksdb_options.h"
#include "storage/storage.h"

namespace rocksdb {
class DB;
class Statistics;
}  // namespace rocksdb

namespace tonus::storage {

// Thread-safe. A commit that returned OK is in the synced log; one thread
// writes all commits that wait at a time with one sync. What a write that
// failed left on disk is unknown, so the store then refuses all further commits
// with UNAVAILABLE until it is opened again; reads go on.
class RocksdbStorage : public Storage {
 public:
  // Opens the store in `folder`, or creates it there.
  //   FAILED_PRECONDITION  another storage has it open, the folder can not be
  //                        used, or it holds something else than a store of
  //                        the format of this program.
  //   DATA_LOSS            the store is damaged.
  //   UNAVAILABLE, RESOURCE_EXHAUSTED  the disk fails or is full.
  static absl::StatusOr<std::unique_ptr<RocksdbStorage>> Open(
      const std::string& folder, const RocksdbOptions& options = {});

  ~RocksdbStorage() override;

  absl::StatusOr<Record> Read(absl::string_view key,
                              absl::Time deadline) const override;
  absl::StatusOr<Page> Scan(const ScanRequest& request,
                            absl::Time deadline) const override;
  absl::Status Commit(absl::Span<const Mutation> mutations,
                      absl::Time deadline) override;

  // Counted since Open.
  struct Counters {
    int64_t applied_commits = 0;  // Those that were checks alone included.
    int64_t written_groups = 0;
    int64_t log_syncs = 0;
    int waiting_commits = 0;  // Now.
  };
  Counters counters() const;

 private:
  RocksdbStorage(FolderLock lock, std::unique_ptr<rocksdb::DB> db,
                 std::shared_ptr<rocksdb::Statistics> statistics,
                 int64_t last_commit);

  void Apply(absl::Span<GroupedCommit* const> group);

  const FolderLock lock_;
  const std::shared_ptr<rocksdb::Statistics> statistics_;
  const std::unique_ptr<rocksdb::DB> db_;
  std::atomic<int64_t> applied_commits_{0};
  std::atomic<int64_t> written_groups_{0};
  int64_t last_commit_;  // This and the next: the committer's alone.
  bool stopped_ = false;
  CommitQueue queue_;  // Last: its thread uses all of the above.
};

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_ROCKSDB_ROCKSDB_STORAGE_H_
