// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/raw_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "rocksdb/env.h"
#include "storage/rocksdb/ballast.h"
#include "storage/rocksdb/log_gap.h"
#include "storage/rocksdb/rocksdb_options.h"
#include "storage/rocksdb/store_files.h"

namespace tonus::storage {
namespace {

namespace fs = std::filesystem;

// Whether this user may not do it.
bool IsForbidden(const std::error_code& error) {
  return error == std::errc::permission_denied ||
         error == std::errc::operation_not_permitted;
}

absl::Status FromSystem(const std::error_code& error, const std::string& what) {
  if (!error) return absl::OkStatus();
  const std::string text = absl::StrCat(what, ": ", error.message());
  if (IsForbidden(error)) return absl::FailedPreconditionError(text);
  return error == std::errc::no_space_on_device
             ? absl::ResourceExhaustedError(text)
             : absl::UnavailableError(text);
}

absl::Status SyncPath(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = file >= 0 && fsync(file) == 0;
  const std::error_code error(errno, std::generic_category());
  if (file >= 0) close(file);
  return synced ? absl::OkStatus() : FromSystem(error, path);
}

absl::Status SyncParent(const std::string& path) {
  const fs::path parent = fs::path(path).parent_path();
  return SyncPath(parent.empty() ? "." : parent.string());
}

// Copies or links one file.
absl::Status CopyFile(const fs::path& from, const fs::path& to) {
  std::error_code error;
  if (from.extension() == ".sst") {
    fs::create_hard_link(from, to, error);
    if (!error) return absl::OkStatus();
  }
  fs::copy_file(from, to, error);
  if (IsForbidden(error)) return FromSystem(error, from.string());
  if (error) return FromSystem(error, to.string());
  return SyncPath(to);
}

}  // namespace

absl::StatusOr<std::unique_ptr<rocksdb::DB>> OpenRawStore(
    const std::string& folder, rocksdb::WALRecoveryMode mode,
    LogFilter* filter) {
  rocksdb::Options options = ToRocksdb({});
  options.create_if_missing = false;
  options.wal_recovery_mode = mode;
  // A log that is gone is what is to be told, not a reason to give up.
  options.track_and_verify_wals_in_manifest = false;
  options.wal_filter = filter;
  const auto files = options.env->GetFileSystem();
  if (absl::Status unfit = CheckStoreFiles(*files, folder); !unfit.ok()) {
    return unfit;
  }
  if (absl::Status gap = CheckNoLogGap(options, folder, std::nullopt);
      !gap.ok())
    return gap;
  rocksdb::DB* opened = nullptr;
  const rocksdb::Status status = rocksdb::DB::Open(options, folder, &opened);
  if (!status.ok()) {
    return NameDamage(*files, folder, status, filter->refusal());
  }
  return std::unique_ptr<rocksdb::DB>(opened);
}

absl::Status VerifyTables(rocksdb::DB& db, const std::string& folder) {
  const rocksdb::Status status = db.VerifyChecksum();
  if (status.ok()) return absl::OkStatus();
  return NameDamage(*db.GetFileSystem(), folder, status, "");
}

absl::Status CopyStore(const std::string& from, const std::string& to) {
  std::error_code error;
  fs::create_directory(to, error);
  if (!error) fs::permissions(to, fs::perms::owner_all, error);
  fs::directory_iterator entries;
  if (!error) entries = fs::directory_iterator(from, error);
  if (error) return FromSystem(error, to);
  for (const auto& entry : entries) {
    const std::string name = entry.path().filename();
    if (!entry.is_regular_file() || name == kBallastFile) continue;
    absl::Status copied = CopyFile(entry.path(), fs::path(to) / name);
    if (!copied.ok()) return copied;
  }
  return SyncPath(to);
}

absl::Status SwapFolders(const std::string& first, const std::string& second) {
  if (renameat2(AT_FDCWD, first.c_str(), AT_FDCWD, second.c_str(),
                RENAME_EXCHANGE) == 0) {
    return SyncParent(first);
  }
  const std::string between = absl::StrCat(first, ".moving");
  absl::Status status = MoveFolder(first, between);
  if (status.ok()) status = MoveFolder(second, first);
  if (status.ok()) status = MoveFolder(between, second);
  return status;
}

absl::Status MoveFolder(const std::string& from, const std::string& to) {
  std::error_code error;
  fs::rename(from, to, error);
  if (error) return FromSystem(error, to);
  return SyncParent(to);
}

}  // namespace tonus::storage
