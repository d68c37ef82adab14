// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/backup_folder.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "rocksdb/env.h"
#include "storage/rocksdb/folders.h"
#include "storage/rocksdb/record_format.h"
#include "storage/rocksdb/rocksdb_options.h"
#include "storage/rocksdb/rocksdb_status.h"
#include "storage/rocksdb/store_header.h"

namespace tonus::storage {
namespace {

namespace fs = std::filesystem;

constexpr int kFilesAtOnce = 4;

bool Has(const std::vector<int64_t>& ids, int64_t id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

// Returns the names in `folder` that are numbers.
std::vector<int64_t> NumbersIn(const fs::path& folder) {
  std::vector<int64_t> numbers;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    int64_t number = 0;
    if (absl::SimpleAtoi(it->path().filename().string(), &number)) {
      numbers.push_back(number);
    }
  }
  return numbers;
}

// What RocksDB says of a backup, in the terms of storage.h.
absl::Status FromBackupEngine(const rocksdb::Status& status,
                              const std::string& folder, int64_t id) {
  if (status.ok()) return absl::OkStatus();
  const std::string text = status.ToString();
  if (status.IsCorruption() || status.IsNotFound() ||
      absl::StrContains(text, "No such file")) {
    return absl::DataLossError(
        absl::StrCat("backup ", id, " in ", folder, " is damaged: ", text));
  }
  return FromFailedOpen(status);
}

}  // namespace

rocksdb::BackupEngineOptions BackupOptions(const std::string& folder) {
  rocksdb::BackupEngineOptions options(folder);
  options.share_table_files = true;
  options.sync = true;
  options.backup_log_files = true;
  return options;
}

absl::StatusOr<BackupFolder> BackupFolder::Open(const std::string& folder) {
  // The engine would make an empty one.
  const absl::StatusOr<bool> exists = IsFolder(folder);
  if (!exists.ok()) return exists.status();
  if (!*exists) {
    return absl::FailedPreconditionError(
        absl::StrCat("there is no backup folder ", folder));
  }
  const absl::Status none = absl::FailedPreconditionError(
      absl::StrCat("there is no backup in ", folder));
  const absl::StatusOr<bool> has_lists = IsFolder(folder + "/meta");
  if (!has_lists.ok()) return has_lists.status();
  if (!*has_lists) return none;
  rocksdb::BackupEngineOptions options = BackupOptions(folder);
  // One would wait for the disk most of the time. Backups are taken by one
  // alone, beside those who are served.
  options.max_background_operations = kFilesAtOnce;
  rocksdb::BackupEngineReadOnly* opened = nullptr;
  const rocksdb::IOStatus status = rocksdb::BackupEngineReadOnly::Open(
      options, rocksdb::Env::Default(), &opened);
  if (!status.ok()) return FromFailedOpen(status);
  BackupFolder found(folder,
                     std::unique_ptr<rocksdb::BackupEngineReadOnly>(opened));
  if (found.ids_.empty()) return none;
  return found;
}

BackupFolder::BackupFolder(
    std::string folder, std::unique_ptr<rocksdb::BackupEngineReadOnly> engine)
    : folder_(std::move(folder)), engine_(std::move(engine)) {
  std::vector<rocksdb::BackupID> corrupt;
  engine_->GetCorruptedBackups(&corrupt);
  corrupt_.assign(corrupt.begin(), corrupt.end());
  ids_ = corrupt_;
  std::vector<rocksdb::BackupInfo> infos;
  engine_->GetBackupInfo(&infos);
  for (const auto& info : infos) ids_.push_back(info.backup_id);
  for (const int64_t id : NumbersIn(fs::path(folder_) / "private")) {
    if (!Has(ids_, id)) unlisted_.push_back(id);
  }
  ids_.insert(ids_.end(), unlisted_.begin(), unlisted_.end());
  std::sort(ids_.begin(), ids_.end());
  std::sort(unlisted_.begin(), unlisted_.end());
}

absl::Status BackupFolder::Find(int64_t id) const {
  if (!Has(ids_, id)) {
    return absl::FailedPreconditionError(
        absl::StrCat("there is no backup ", id, " in ", folder_,
                     "; there are backups ", absl::StrJoin(ids_, ", ")));
  }
  if (Has(unlisted_, id)) {
    return absl::DataLossError(absl::StrCat(
        "backup ", id, " in ", folder_, " is damaged: ", folder_, "/meta/", id,
        " is missing: it is lost, or the backup was broken off half-way"));
  }
  if (Has(corrupt_, id)) {
    return absl::DataLossError(absl::StrCat(
        "backup ", id, " in ", folder_, " is damaged: ", folder_, "/meta/", id,
        " can not be read, or a file that it lists is missing or cut off"));
  }
  return absl::OkStatus();
}

absl::StatusOr<Backup> BackupFolder::Describe(int64_t id) const {
  absl::StatusOr<Backup> backup = Read(id);
  if (!backup.ok()) return NameFile(backup.status(), id);
  return backup;
}

absl::StatusOr<Backup> BackupFolder::Read(int64_t id) const {
  rocksdb::BackupInfo info;
  rocksdb::Status status =
      engine_->GetBackupInfo(static_cast<rocksdb::BackupID>(id), &info,
                             /*include_file_details=*/true);
  if (!status.ok()) return FromBackupEngine(status, folder_, id);
  rocksdb::Options options = ToRocksdb({});
  options.create_if_missing = false;
  options.env = info.env_for_open.get();
  rocksdb::DB* opened = nullptr;
  status = rocksdb::DB::OpenForReadOnly(options, info.name_for_open, &opened);
  if (!status.ok()) return FromBackupEngine(status, folder_, id);
  const std::unique_ptr<rocksdb::DB> db(opened);
  const absl::StatusOr<int64_t> last_commit = ReadLastCommit(*db);
  if (!last_commit.ok()) return last_commit.status();
  return Backup{id,
                *last_commit,
                static_cast<int64_t>(info.size),
                absl::FromUnixSeconds(info.timestamp),
                {}};
}

absl::Status BackupFolder::Verify(int64_t id) const {
  return FromBackupEngine(
      engine_->VerifyBackup(static_cast<rocksdb::BackupID>(id),
                            /*verify_with_checksum=*/true),
      folder_, id);
}

absl::Status BackupFolder::CopyTo(int64_t id, const std::string& to) const {
  return NameFile(
      FromBackupEngine(engine_->RestoreDBFromBackup(
                           rocksdb::RestoreOptions(),
                           static_cast<rocksdb::BackupID>(id), to, to),
                       folder_, id),
      id);
}

absl::Status BackupFolder::NameFile(const absl::Status& status,
                                    int64_t id) const {
  if (status.ok()) return status;
  // What is cut off may still open, as something else.
  const absl::Status named = Verify(id);
  return absl::IsDataLoss(named) ? named : status;
}

}  // namespace tonus::storage
