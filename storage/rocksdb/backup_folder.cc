// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/backup_folder.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "rocksdb/env.h"
#include "storage/rocksdb/record_format.h"
#include "storage/rocksdb/rocksdb_options.h"
#include "storage/rocksdb/rocksdb_status.h"
#include "storage/rocksdb/store_header.h"

namespace tonus::storage {

rocksdb::BackupEngineOptions BackupOptions(const std::string& folder) {
  rocksdb::BackupEngineOptions options(folder);
  options.share_table_files = true;
  options.sync = true;
  options.backup_log_files = true;
  return options;
}

absl::Status FromBackupEngine(const rocksdb::Status& status,
                              const std::string& folder, int64_t id) {
  if (status.ok()) return absl::OkStatus();
  const std::string text = status.ToString();
  if (status.IsCorruption() || status.IsNotFound() ||
      absl::StrContains(text, "No such file")) {
    absl::Status damaged = absl::DataLossError(
        absl::StrCat("backup ", id, " in ", folder, " is damaged: ", text));
    return damaged;
  }
  return FromRocksdb(status);
}

absl::StatusOr<BackupFolder> BackupFolder::Open(const std::string& folder) {
  // The engine would make an empty one.
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error)) {
    return absl::FailedPreconditionError(
        absl::StrCat("there is no backup folder ", folder));
  }
  rocksdb::BackupEngineReadOnly* opened = nullptr;
  const rocksdb::IOStatus status = rocksdb::BackupEngineReadOnly::Open(
      BackupOptions(folder), rocksdb::Env::Default(), &opened);
  if (!status.ok()) return FromBackupEngine(status, folder, 0);
  std::unique_ptr<rocksdb::BackupEngineReadOnly> engine(opened);
  std::vector<rocksdb::BackupID> corrupt;
  engine->GetCorruptedBackups(&corrupt);
  if (!corrupt.empty()) {
    return absl::DataLossError(
        absl::StrCat("backup ", corrupt.front(), " in ", folder,
                     " is damaged: its list of files can not be read"));
  }
  std::vector<rocksdb::BackupInfo> infos;
  engine->GetBackupInfo(&infos);
  if (infos.empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat("there is no backup in ", folder));
  }
  std::vector<int64_t> ids;
  ids.reserve(infos.size());
  for (const auto& info : infos) ids.push_back(info.backup_id);
  std::sort(ids.begin(), ids.end());
  return BackupFolder(folder, std::move(engine), std::move(ids));
}

BackupFolder::BackupFolder(
    std::string folder, std::unique_ptr<rocksdb::BackupEngineReadOnly> engine,
    std::vector<int64_t> ids)
    : folder_(std::move(folder)),
      engine_(std::move(engine)),
      ids_(std::move(ids)) {}

absl::StatusOr<Backup> BackupFolder::Describe(int64_t id) const {
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
  return Backup{id, *last_commit, static_cast<int64_t>(info.size),
                absl::FromUnixSeconds(info.timestamp)};
}

absl::Status BackupFolder::Verify(int64_t id) const {
  return FromBackupEngine(
      engine_->VerifyBackup(static_cast<rocksdb::BackupID>(id),
                            /*verify_with_checksum=*/true),
      folder_, id);
}

absl::Status BackupFolder::CopyTo(int64_t id, const std::string& to) const {
  return FromBackupEngine(
      engine_->RestoreDBFromBackup(rocksdb::RestoreOptions(),
                                   static_cast<rocksdb::BackupID>(id), to, to),
      folder_, id);
}

}  // namespace tonus::storage
