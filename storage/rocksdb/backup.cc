// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/backup.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "rocksdb/env.h"
#include "rocksdb/utilities/backup_engine.h"
#include "storage/rocksdb/backup_folder.h"
#include "storage/rocksdb/folder_lock.h"
#include "storage/rocksdb/folders.h"
#include "storage/rocksdb/raw_store.h"
#include "storage/rocksdb/rocksdb_status.h"
#include "storage/rocksdb/rocksdb_storage.h"
#include "storage/rocksdb/store_files.h"
#include "storage/rocksdb/store_header.h"

namespace tonus::storage {
namespace {

namespace fs = std::filesystem;

std::string LabelOf(const RocksdbStorage& storage) {
  return absl::StrCat("tonus store ", storage.store_id());
}

absl::Status CheckLabels(const rocksdb::BackupEngine& engine,
                         const std::string& folder, const std::string& label) {
  std::vector<rocksdb::BackupInfo> infos;
  engine.GetBackupInfo(&infos);
  for (const auto& info : infos) {
    if (info.app_metadata != label) {
      return absl::FailedPreconditionError(absl::StrCat(
          folder,
          " holds backups of another store, or of this one before it was "
          "restored or recovered; choose a new folder"));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Backup> Describe(const BackupFolder& backups, int64_t id) {
  if (absl::Status bad = backups.Find(id); !bad.ok()) return bad;
  return backups.Describe(id);
}

// Returns the ids that have files and no list; DATA_LOSS for other damage.
// Shared files are not read when a backup is added: one beside a damaged backup
// may be damaged as well.
absl::StatusOr<std::vector<int64_t>> CheckBackups(const std::string& folder) {
  const absl::StatusOr<BackupFolder> backups = BackupFolder::Open(folder);
  if (absl::IsFailedPrecondition(backups.status())) {
    return std::vector<int64_t>();
  }
  if (!backups.ok()) return backups.status();
  const std::vector<int64_t>& broken_off = backups->unlisted();
  for (const int64_t id : backups->ids()) {
    if (std::find(broken_off.begin(), broken_off.end(), id) !=
        broken_off.end()) {
      continue;
    }
    if (const absl::Status bad = backups->Find(id); !bad.ok()) {
      return absl::DataLossError(
          absl::StrCat(bad.message(),
                       "; nothing was added: choose a new folder, and keep "
                       "this one as long as its whole backups are of use"));
    }
  }
  return broken_off;
}

// The backup that holds `commit` in its log or ends with it. Damaged ones are
// passed over: the next holds the commit as well, or is refused.
absl::StatusOr<Backup> ChooseByCommit(const BackupFolder& backups,
                                      int64_t commit) {
  std::string ends;
  absl::Status damaged;
  for (const int64_t id : backups.ids()) {
    const absl::StatusOr<Backup> backup = Describe(backups, id);
    if (!backup.ok()) {
      damaged.Update(backup.status());
      continue;
    }
    if (backup->last_commit >= commit) return *backup;
    absl::StrAppend(&ends, ends.empty() ? "" : ", ", backup->last_commit);
  }
  if (!damaged.ok()) return damaged;
  return absl::FailedPreconditionError(absl::StrCat(
      "no backup holds commit ", commit, "; they end with commits ", ends));
}

absl::StatusOr<Backup> ChooseById(const BackupFolder& backups,
                                  const RestorePoint& point) {
  absl::StatusOr<Backup> backup = Describe(backups, *point.backup);
  if (backup.ok() && point.commit.value_or(0) > backup->last_commit) {
    return absl::FailedPreconditionError(absl::StrCat(
        "commit ", *point.commit, " is not in backup ", backup->id,
        ", which ends with commit ", backup->last_commit,
        "; without a backup the one that holds the commit is found"));
  }
  return backup;
}

absl::StatusOr<Backup> Choose(const BackupFolder& backups,
                              const RestorePoint& point) {
  if (point.backup.has_value()) return ChooseById(backups, point);
  if (point.commit.has_value()) return ChooseByCommit(backups, *point.commit);
  return Describe(backups, backups.ids().back());
}

// Tells of the other backups where one is damaged.
absl::Status WithWayOut(const absl::Status& status) {
  if (!absl::IsDataLoss(status)) return status;
  return absl::DataLossError(absl::StrCat(
      status.message(),
      "; verify tells which backups are whole, restore --backup ID takes one"));
}

absl::Status CheckEmpty(const std::string& folder) {
  std::error_code error;
  if (!fs::exists(folder, error) || fs::is_empty(folder, error)) {
    return absl::OkStatus();
  }
  return absl::FailedPreconditionError(
      absl::StrCat(folder, " is not empty: a store is not overwritten"));
}

// Makes room on the disk.
void RemoveContent(const std::string& folder) {
  std::error_code ignored;
  std::vector<fs::path> content;
  for (fs::directory_iterator it(folder, ignored), end; !ignored && it != end;
       it.increment(ignored)) {
    content.push_back(it->path());
  }
  for (const fs::path& path : content) fs::remove_all(path, ignored);
}

// Turns a copied backup into a store that ends with `commit`, if given, and
// returns its last commit.
absl::StatusOr<int64_t> Finish(const std::string& folder, const Backup& from,
                               std::optional<int64_t> commit) {
  LogFilter filter(std::nullopt, commit);
  const auto db = OpenRawStore(
      folder, rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords, &filter);
  if (!db.ok()) return db.status();
  if (absl::Status bad = VerifyTables(**db, folder); !bad.ok()) return bad;
  const absl::StatusOr<int64_t> last = ReadLastCommit(**db);
  if (!last.ok()) return last.status();
  if (commit.has_value() && *last > *commit) {
    return absl::FailedPreconditionError(absl::StrCat(
        "commit ", *commit, " is not in the log of backup ", from.id,
        ", which begins after it; the backups before it end earlier"));
  }
  const absl::Status skipped =
      SkipCommitNumbers(**db, *rocksdb::FileSystem::Default(), folder,
                        from.last_commit + kSkippedCommits);
  if (!skipped.ok()) return skipped;
  return *last;
}

}  // namespace

absl::StatusOr<Backup> CreateBackup(RocksdbStorage& storage,
                                    const std::string& folder, int keep) {
  if (Overlap(folder, storage.db().GetName())) {
    return absl::FailedPreconditionError(
        absl::StrCat("backup folder ", folder,
                     " holds the store or lies in it: choose one beside it, "
                     "on another disk if there is one"));
  }
  if (mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
    return absl::FailedPreconditionError(absl::StrCat(
        "backup folder ", folder,
        " can not be created: ", std::generic_category().message(errno)));
  }
  const absl::StatusOr<std::vector<int64_t>> remains = CheckBackups(folder);
  if (!remains.ok()) return remains.status();
  rocksdb::BackupEngine* opened = nullptr;
  const rocksdb::IOStatus status = rocksdb::BackupEngine::Open(
      BackupOptions(folder), rocksdb::Env::Default(), &opened);
  if (!status.ok()) return FromRocksdb(status);
  const std::unique_ptr<rocksdb::BackupEngine> engine(opened);
  const std::string label = LabelOf(storage);
  absl::Status labels = CheckLabels(*engine, folder, label);
  if (!labels.ok()) return labels;
  rocksdb::BackupID id = 0;
  const rocksdb::IOStatus made = engine->CreateNewBackupWithMetadata(
      rocksdb::CreateBackupOptions(), &storage.db(), label, &id);
  if (made.IsCorruption()) {
    // What it says of it is the name of the copy.
    absl::Status named = VerifyTables(storage.db(), storage.db().GetName());
    if (!named.ok()) return named;
  }
  if (!made.ok()) return FromRocksdb(made);
  const auto kept = static_cast<uint32_t>(std::max(keep, 1));
  const rocksdb::IOStatus purged = engine->PurgeOldBackups(kept);
  if (!purged.ok()) return FromRocksdb(purged);
  const absl::StatusOr<BackupFolder> backups = BackupFolder::Open(folder);
  if (!backups.ok()) return backups.status();
  absl::StatusOr<Backup> taken = backups->Describe(id);
  if (taken.ok()) taken->cleared = *remains;
  return taken;
}

absl::StatusOr<std::vector<VerifiedBackup>> VerifyBackups(
    const std::string& folder) {
  const absl::StatusOr<BackupFolder> backups = BackupFolder::Open(folder);
  if (!backups.ok()) return backups.status();
  std::vector<VerifiedBackup> all;
  for (const int64_t id : backups->ids()) {
    VerifiedBackup verified;
    verified.backup.id = id;
    verified.state = backups->Find(id);
    if (verified.state.ok()) verified.state = backups->Verify(id);
    if (verified.state.ok()) {
      const absl::StatusOr<Backup> backup = backups->Describe(id);
      if (backup.ok()) verified.backup = *backup;
      verified.state = backup.status();
    }
    if (!verified.state.ok() && !absl::IsDataLoss(verified.state)) {
      return verified.state;
    }
    all.push_back(std::move(verified));
  }
  return all;
}

absl::StatusOr<Restored> RestoreBackup(const std::string& folder,
                                       const std::string& store_folder,
                                       const RestorePoint& point) {
  if (absl::Status full = CheckEmpty(store_folder); !full.ok()) return full;
  // Made beside its place, so that a server never sees half of it. The draft is
  // also what tells a server that it shall not begin anew there, and stays
  // until there is a store.
  const std::string draft = RestoreDraft(store_folder);
  const absl::StatusOr<FolderLock> lock = FolderLock::Acquire(draft);
  if (!lock.ok()) return lock.status();
  const absl::StatusOr<BackupFolder> backups = BackupFolder::Open(folder);
  if (!backups.ok()) return backups.status();
  const absl::StatusOr<Backup> from = Choose(*backups, point);
  if (!from.ok()) return WithWayOut(from.status());

  absl::Status status = backups->CopyTo(from->id, draft);
  int64_t last_commit = 0;
  if (status.ok()) {
    const absl::StatusOr<int64_t> last = Finish(draft, *from, point.commit);
    if (last.ok()) last_commit = *last;
    status = last.status();
  }
  if (status.ok()) status = MoveFolder(draft, store_folder);
  if (!status.ok()) {
    RemoveContent(draft);
    return WithWayOut(status);
  }
  return Restored{*from, last_commit};
}

}  // namespace tonus::storage
