// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/rocksdb_storage.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "rocksdb/options.h"
#include "rocksdb/sst_file_manager.h"
#include "rocksdb/statistics.h"
#include "storage/bounds.h"
#include "storage/page_builder.h"
#include "storage/rocksdb/commit_group.h"
#include "storage/rocksdb/engine_log.h"
#include "storage/rocksdb/held_deletes.h"
#include "storage/rocksdb/import_mark.h"
#include "storage/rocksdb/log_gap.h"
#include "storage/rocksdb/record_format.h"
#include "storage/rocksdb/rocksdb_status.h"
#include "storage/rocksdb/store_files.h"
#include "storage/rocksdb/store_header.h"

namespace tonus::storage {
namespace {

constexpr int64_t kLeastWriteBufferBytes = 1 << 20;
constexpr int64_t kWriteBuffersInDisk = 64;
constexpr int kTendingsPerLook = 4;

// A log that the next start replays in no time.
constexpr uint64_t kShortLogBytes = 8 << 20;

// Without a deadline, which RocksDB would keep by the time of the system.
rocksdb::ReadOptions CheckedRead() {
  rocksdb::ReadOptions options;
  options.verify_checksums = true;
  return options;
}

absl::Status Mending() {
  return absl::UnavailableError("the store is mending itself: try again");
}

bool OnlyChecks(absl::Span<const Mutation> mutations) {
  return std::all_of(mutations.begin(), mutations.end(),
                     [](const Mutation& mutation) {
                       return mutation.kind == Mutation::Kind::kCheck;
                     });
}

// The options as they suit the disk: what waits in memory must find room on it.
RocksdbOptions FitToDisk(const std::string& folder, RocksdbOptions options) {
  if (!options.space_probe) {
    options.space_probe = [folder] { return ProbeDisk(folder); };
  }
  const absl::StatusOr<DiskSpace> space = options.space_probe();
  if (space.ok()) {
    options.write_buffer_bytes =
        std::min(options.write_buffer_bytes,
                 std::max(space->total_bytes / kWriteBuffersInDisk,
                          kLeastWriteBufferBytes));
  }
  return options;
}

}  // namespace

absl::StatusOr<std::unique_ptr<RocksdbStorage>> RocksdbStorage::Open(
    const std::string& folder, const RocksdbOptions& options) {
  const std::shared_ptr<rocksdb::FileSystem> files =
      (options.env != nullptr ? options.env : rocksdb::Env::Default())
          ->GetFileSystem();
  // Before anything is made, so that a restore finds its place free.
  if (absl::Status half = CheckNoRestore(*files, folder); !half.ok()) {
    return half;
  }
  if (!options.for_import && !HasDatabase(*files, folder) &&
      HasImportMark(*files, folder)) {
    return ImportMarkError(folder);
  }
  absl::StatusOr<FolderLock> lock = FolderLock::Acquire(folder);
  if (!lock.ok()) return lock.status();
  const RocksdbOptions fitted = FitToDisk(folder, options);
  rocksdb::Options all = ToRocksdb(fitted);
  if (absl::Status unfit = CheckStoreFiles(*files, folder); !unfit.ok()) {
    return unfit;
  }
  if (options.for_import) {
    if (absl::Status failed = MakeImportMark(*files, folder); !failed.ok()) {
      return failed;
    }
  }
  auto space = std::make_unique<SpaceGuard>(folder, fitted.free_space,
                                            fitted.space_probe);
  // Opening writes: on a full disk the ballast has to make room for it.
  if (space->Look() == SpaceRung::kBallast) space->Tend();

  all.info_log = std::make_shared<EngineLog>(folder);
  Engine engine;
  const auto deletes = std::make_shared<HeldDeletes>(files);
  engine.env = rocksdb::NewCompositeEnv(deletes);
  all.env = engine.env.get();
  const absl::StatusOr<Mark> expected = ReadMark(*files, folder);
  if (absl::Status gap = CheckNoLogGap(
          all, folder,
          expected.ok() ? std::optional(expected->store_id) : std::nullopt);
      !gap.ok()) {
    return gap;
  }
  engine.statistics = all.statistics;
  engine.table_files.reset(rocksdb::NewSstFileManager(all.env));
  all.sst_file_manager = engine.table_files;
  engine.health = std::make_shared<StoreHealth>(options.on_health);
  all.listeners.push_back(engine.health);
  rocksdb::DB* opened = nullptr;
  const rocksdb::Status status = rocksdb::DB::Open(all, folder, &opened);
  if (!status.ok()) return NameDamage(*files, folder, status, "");
  engine.db.reset(opened);

  const absl::StatusOr<Mark> header =
      ReadOrCreateHeader(*engine.db, *files, folder);
  if (!header.ok()) return header.status();
  if (header->commit > 0) {
    RemoveImportMark(*files, folder);  // What it holds tells what it is.
  } else if (!options.for_import && HasImportMark(*files, folder)) {
    return ImportMarkError(folder);
  }
  deletes->Release();
  absl::StatusOr<HighWaterMark> mark =
      HighWaterMark::Open(*files, folder, *header);
  if (!mark.ok()) return mark.status();
  return std::unique_ptr<RocksdbStorage>(
      new RocksdbStorage(*std::move(lock), std::move(space), std::move(engine),
                         *std::move(mark), *header, options.tending_pause));
}

RocksdbStorage::RocksdbStorage(FolderLock lock,
                               std::unique_ptr<SpaceGuard> space, Engine engine,
                               HighWaterMark mark, const Mark& header,
                               absl::Duration tending_pause)
    : lock_(std::move(lock)),
      space_(std::move(space)),
      statistics_(std::move(engine.statistics)),
      table_files_(std::move(engine.table_files)),
      health_(std::move(engine.health)),
      env_(std::move(engine.env)),
      db_(std::move(engine.db)),
      mark_(std::move(mark)),
      store_id_(header.store_id),
      last_commit_(header.commit),
      queue_([this](absl::Span<GroupedCommit* const> group) { Apply(group); }) {
  TendSpace();
  tending_ = std::make_unique<Periodic>(tending_pause, [this] { Tend(); });
}

RocksdbStorage::~RocksdbStorage() {
  tending_.reset();
  ShortenLog();
  // No call is under way, so that this is the last commit. If it fails, the
  // mark stays behind, as after a crash.
  mark_.Raise(last_commit_).IgnoreError();
}

void RocksdbStorage::ShortenLog() {
  uint64_t bytes = 0;
  if (health_->Now() == Health::kStopped ||
      space_->Look() >= SpaceRung::kReadOnly ||
      !db_->GetIntProperty(rocksdb::DB::Properties::kCurSizeAllMemTables,
                           &bytes) ||
      bytes <= kShortLogBytes) {
    return;
  }
  // What it can not write is in the log.
  db_->Flush(rocksdb::FlushOptions()).PermitUncheckedError();
}

absl::StatusOr<Record> RocksdbStorage::Read(absl::string_view key,
                                            absl::Time deadline) const {
  absl::Status refused = CheckRead(key);
  refused.Update(CheckDeadline(deadline));
  if (!refused.ok()) return refused;

  rocksdb::PinnableSlice stored;
  const rocksdb::Status status = db_->Get(
      CheckedRead(), db_->DefaultColumnFamily(), ToStoredKey(key), &stored);
  if (!status.ok()) return FailedRead(status);
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
  rocksdb::ReadOptions options = CheckedRead();
  options.iterate_lower_bound = &lower;
  options.iterate_upper_bound = &upper;

  const bool forward = request.direction == Direction::kForward;
  const std::unique_ptr<rocksdb::Iterator> it(db_->NewIterator(options));
  PageBuilder page(request.limit);
  forward ? it->SeekToFirst() : it->SeekToLast();
  while (it->Valid()) {
    if (absl::Status late = CheckDeadline(deadline); !late.ok()) return late;
    const std::optional<VersionedValue> found = DecodeValue(it->value());
    if (!found.has_value()) return CorruptRecordError();
    if (!page.Add(FromStoredKey(it->key()), found->value, found->version)) {
      break;
    }
    forward ? it->Next() : it->Prev();
  }
  if (!it->status().ok()) return FailedRead(it->status());
  return std::move(page).Build();
}

absl::Status RocksdbStorage::FailedRead(const rocksdb::Status& status) const {
  const std::string file = DamagedFile(db_->GetName(), status);
  if (!file.empty()) health_->NoteDamage(file);
  return FromRocksdb(status);
}

absl::Status RocksdbStorage::Commit(absl::Span<const Mutation> mutations,
                                    absl::Time deadline) {
  if (absl::Status refused = CheckCommit(mutations); !refused.ok()) {
    return refused;
  }
  return queue_.Commit(mutations, deadline);
}

void RocksdbStorage::Apply(absl::Span<GroupedCommit* const> group) {
  const absl::Status writable = CheckWritable();
  CommitGroup merged(db_.get(), Mark{store_id_, last_commit_});
  int64_t applied = 0;
  for (GroupedCommit* commit : group) {
    const bool refused = !writable.ok() && (absl::IsUnavailable(writable) ||
                                            !OnlyChecks(commit->mutations));
    commit->answer = refused ? writable : merged.Add(commit->mutations);
    if (commit->answer.ok()) ++applied;
  }
  const rocksdb::Status written = merged.Write();
  if (written.subcode() == rocksdb::Status::kSpaceLimit) {
    // The limit is one of tables. RocksDB has met it and takes no write until
    // it has mended itself; the log was not reached.
    for (GroupedCommit* commit : group) commit->answer = Mending();
    return;
  }
  if (!written.ok()) {
    // An expectation may have failed against what is now not written, so that
    // no answer of this group holds.
    for (GroupedCommit* commit : group) {
      commit->answer = FromFailedWrite(written);
    }
    health_->Stop(absl::StrCat("a write failed: ", written.ToString()));
    return;
  }
  if (merged.last_commit() != last_commit_) ++written_groups_;
  last_commit_ = merged.last_commit();
  applied_commits_ += applied;
}

absl::Status RocksdbStorage::CheckWritable() {
  if (health_->Now() == Health::kStopped) {
    return absl::UnavailableError("the store has stopped after a failed write");
  }
  // Each group looks: the disk may fill up faster than it is tended. A full
  // disk comes first: until it has space, there is no mending either.
  const SpaceRung rung = space_->Look();
  if (rung < SpaceRung::kReadOnly) {
    return health_->Now() == Health::kRecovering ? Mending() : absl::OkStatus();
  }
  health_->SetSpace(rung);
  return absl::ResourceExhaustedError(
      "the disk is nearly full: nothing is written until it has space");
}

void RocksdbStorage::Tend() {
  health_->CheckMending();
  const absl::Status raised = mark_.Raise(last_commit_);
  if (!raised.ok()) {
    health_->Stop(absl::StrCat(kHighWaterFile, ": ", raised.message()));
  }
  if (++tendings_ % kTendingsPerLook == 0) TendSpace();
}

void RocksdbStorage::TendSpace() {
  const SpaceRung rung = space_->Tend();
  health_->SetSpace(rung);
  if (rung == SpaceRung::kBallast && tended_rung_ != rung) {
    // While the space of the ballast lasts: a flushed log can go.
    rocksdb::FlushOptions flush;
    flush.wait = false;
    flush.allow_write_stall = true;
    db_->Flush(flush).PermitUncheckedError();
  }
  tended_rung_ = rung;
  // The second line: no compaction begins that the disk has no room for.
  const int64_t free_bytes = space_->free_bytes();
  if (free_bytes != INT64_MAX) {
    table_files_->SetMaxAllowedSpaceUsage(table_files_->GetTotalSize() +
                                          free_bytes);
  }
}

RocksdbStorage::Counters RocksdbStorage::counters() const {
  return {applied_commits_, written_groups_,
          static_cast<int64_t>(
              statistics_->getTickerCount(rocksdb::WAL_FILE_SYNCED)),
          queue_.waiting()};
}

}  // namespace tonus::storage
