// SPDX-License-Identifier: Apache-2.0
// Storage in a folder of this machine.

#ifndef TONUS_STORAGE_ROCKSDB_ROCKSDB_STORAGE_H_
#define TONUS_STORAGE_ROCKSDB_ROCKSDB_STORAGE_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "storage/health.h"
#include "storage/rocksdb/commit_queue.h"
#include "storage/rocksdb/folder_lock.h"
#include "storage/rocksdb/high_water_mark.h"
#include "storage/rocksdb/periodic.h"
#include "storage/rocksdb/rocksdb_options.h"
#include "storage/rocksdb/space_guard.h"
#include "storage/rocksdb/store_health.h"
#include "storage/storage.h"

namespace rocksdb {
class DB;
class Env;
class SstFileManager;
class Statistics;
}  // namespace rocksdb

namespace tonus::storage {

// Thread-safe. A commit that returned OK is in the synced log; one thread
// writes all commits that wait at a time with one sync. What a write that
// failed left on disk is unknown, so the store then refuses all further commits
// with UNAVAILABLE until it is opened again; reads go on. While the disk is
// nearly full commits are refused with RESOURCE_EXHAUSTED.
class RocksdbStorage : public Storage {
 public:
  // Opens the store in `folder`, or creates it there.
  //   FAILED_PRECONDITION  the folder can not be used, or it holds something
  //                        else than a store of the format of this program.
  //   ABORTED              another storage has it open.
  //   DATA_LOSS            the store is damaged, or ends before its high-water
  //                        mark; the message names the file.
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

  Health health() const { return health_->Now(); }

  // The database and the id of the store, for backups.
  rocksdb::DB& db() { return *db_; }
  int64_t store_id() const { return store_id_; }

 private:
  // What RocksDB works with, and what it is.
  struct Engine {
    std::unique_ptr<rocksdb::Env> env;
    std::shared_ptr<rocksdb::Statistics> statistics;
    std::shared_ptr<rocksdb::SstFileManager> table_files;
    std::shared_ptr<StoreHealth> health;
    std::unique_ptr<rocksdb::DB> db;
  };

  RocksdbStorage(FolderLock lock, std::unique_ptr<SpaceGuard> space,
                 Engine engine, HighWaterMark mark, const Mark& header,
                 absl::Duration tending_pause);

  void Apply(absl::Span<GroupedCommit* const> group);

  // Why no commit can be applied now; OK if one can.
  absl::Status CheckWritable();
  // Returns what a read that failed came to; tells of a damaged file.
  absl::Status FailedRead(const rocksdb::Status& status) const;

  // Raises the mark and looks at the disk. One thread at a time.
  void Tend();
  void TendSpace();

  // Writes what waits in memory to a table where the next start would have to
  // replay a long log for it.
  void ShortenLog();

  const FolderLock lock_;
  const std::unique_ptr<SpaceGuard> space_;
  const std::shared_ptr<rocksdb::Statistics> statistics_;
  const std::shared_ptr<rocksdb::SstFileManager> table_files_;
  const std::shared_ptr<StoreHealth> health_;
  const std::unique_ptr<rocksdb::Env> env_;
  const std::unique_ptr<rocksdb::DB> db_;
  HighWaterMark mark_;
  const int64_t store_id_;
  std::atomic<int64_t> applied_commits_{0};
  std::atomic<int64_t> written_groups_{0};
  std::atomic<int64_t>
      last_commit_;  // Durable. Changed by the committer alone.
  int tendings_ = 0;
  SpaceRung tended_rung_ = SpaceRung::kEnough;
  // Last: their threads use all of the above.
  std::unique_ptr<Periodic> tending_;
  CommitQueue queue_;
};

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_ROCKSDB_ROCKSDB_STORAGE_H_
