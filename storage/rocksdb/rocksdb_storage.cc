// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/rocksdb_storage.h"

#include <chrono>
#include <optional>
#include <utility>

#include "rocksdb/db.h"
#include "rocksdb/options.h"
#include "rocksdb/statistics.h"
#include "storage/bounds.h"
#include "storage/page_builder.h"
#include "storage/rocksdb/commit_group.h"
#include "storage/rocksdb/record_format.h"
#include "storage/rocksdb/rocksdb_status.h"
#include "storage/rocksdb/store_header.h"

namespace tonus::storage {
namespace {

rocksdb::ReadOptions ReadBefore(absl::Time deadline) {
  rocksdb::ReadOptions options;
  options.verify_checksums = true;
  if (deadline != absl::InfiniteFuture()) {
    options.deadline = std::chrono::microseconds(absl::ToUnixMicros(deadline));
  }
  return options;
}

}  // namespace

absl::StatusOr<std::unique_ptr<RocksdbStorage>> RocksdbStorage::Open(
    const std::string& folder, const RocksdbOptions& options) {
  absl::StatusOr<FolderLock> lock = FolderLock::Acquire(folder);
  if (!lock.ok()) return lock.status();

  const rocksdb::Options all = ToRocksdb(options);
  rocksdb::DB* opened = nullptr;
  const rocksdb::Status status = rocksdb::DB::Open(all, folder, &opened);
  if (!status.ok()) return FromFailedOpen(status);
  std::unique_ptr<rocksdb::DB> db(opened);

  const absl::StatusOr<int64_t> last_commit = ReadOrCreateHeader(*db);
  if (!last_commit.ok()) return last_commit.status();
  return std::unique_ptr<RocksdbStorage>(new RocksdbStorage(
      *std::move(lock), std::move(db), all.statistics, *last_commit));
}

RocksdbStorage::RocksdbStorage(FolderLock lock, std::unique_ptr<rocksdb::DB> db,
                               std::shared_ptr<rocksdb::Statistics> statistics,
                               int64_t last_commit)
    : lock_(std::move(lock)),
      statistics_(std::move(statistics)),
      db_(std::move(db)),
      last_commit_(last_commit),
      queue_([this](absl::Span<GroupedCommit* const> group) { Apply(group); }) {
}

RocksdbStorage::~RocksdbStorage() = default;

absl::StatusOr<Record> RocksdbStorage::Read(absl::string_view key,
                                            absl::Time deadline) const {
  absl::Status refused = CheckRead(key);
  refused.Update(CheckDeadline(deadline));
  if (!refused.ok()) return refused;

  rocksdb::PinnableSlice stored;
  const rocksdb::Status status =
      db_->Get(ReadBefore(deadline), db_->DefaultColumnFamily(),
               ToStoredKey(key), &stored);
  if (!status.ok()) return FromRocksdb(status);
  const std::optional<VersionedValue> found = DecodeValue(stored);
  if (!found.has_value()) return CorruptRecordError();
  return Record{std::string(key), std::string(found->value), found->version};
}

absl::StatusOr<Page> RocksdbStorage::Scan(const ScanRequest& request,
                                          absl::Time deadline) const {
  absl::Status refused = CheckScan(request);
  refused.Update(CheckDeadline(deadline));
  if (!refused.ok()) return refused;

  const std::string begin = ToStoredKey(request.begin);
  const std::string end = ToStoredKey(request.end);
  const rocksdb::Slice lower(begin);
  const rocksdb::Slice upper(end);
  rocksdb::ReadOptions options = ReadBefore(deadline);
  options.iterate_lower_bound = &lower;
  options.iterate_upper_bound = &upper;

  const bool forward = request.direction == Direction::kForward;
  const std::unique_ptr<rocksdb::Iterator> it(db_->NewIterator(options));
  PageBuilder page(request.limit);
  forward ? it->SeekToFirst() : it->SeekToLast();
  while (it->Valid()) {
    const std::optional<VersionedValue> found = DecodeValue(it->value());
    if (!found.has_value()) return CorruptRecordError();
    if (!page.Add(FromStoredKey(it->key()), found->value, found->version)) {
      break;
    }
    forward ? it->Next() : it->Prev();
  }
  if (!it->status().ok()) return FromRocksdb(it->status());
  return std::move(page).Build();
}

absl::Status RocksdbStorage::Commit(absl::Span<const Mutation> mutations,
                                    absl::Time deadline) {
  if (absl::Status refused = CheckCommit(mutations); !refused.ok()) {
    return refused;
  }
  return queue_.Commit(mutations, deadline);
}

void RocksdbStorage::Apply(absl::Span<GroupedCommit* const> group) {
  if (stopped_) {
    for (GroupedCommit* commit : group) {
      commit->answer =
          absl::UnavailableError("the store has stopped after a failed write");
    }
    return;
  }
  CommitGroup merged(db_.get(), last_commit_);
  int64_t applied = 0;
  for (GroupedCommit* commit : group) {
    commit->answer = merged.Add(commit->mutations);
    if (commit->answer.ok()) ++applied;
  }
  const rocksdb::Status written = merged.Write();
  if (!written.ok()) {
    // An expectation may have failed against what is now not written, so that
    // no answer of this group holds.
    for (GroupedCommit* commit : group) {
      commit->answer = FromFailedWrite(written);
    }
    stopped_ = true;
    return;
  }
  if (merged.last_commit() != last_commit_) ++written_groups_;
  last_commit_ = merged.last_commit();
  applied_commits_ += applied;
}

RocksdbStorage::Counters RocksdbStorage::counters() const {
  return {applied_commits_, written_groups_,
          static_cast<int64_t>(
              statistics_->getTickerCount(rocksdb::WAL_FILE_SYNCED)),
          queue_.waiting()};
}

}  // namespace tonus::storage
