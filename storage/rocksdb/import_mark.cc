// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/import_mark.h"

#include <filesystem>
#include <memory>

#include "absl/strings/str_cat.h"
#include "storage/rocksdb/rocksdb_status.h"

namespace tonus::storage {
namespace {

std::string PathOf(const std::string& folder) {
  return absl::StrCat(folder, ".importing");
}

}  // namespace

absl::Status MakeImportMark(rocksdb::FileSystem& files,
                            const std::string& folder) {
  const std::string parent =
      std::filesystem::path(folder).parent_path().string();
  std::unique_ptr<rocksdb::FSDirectory> directory;
  const rocksdb::IOOptions io;
  rocksdb::IOStatus status = rocksdb::WriteStringToFile(
      &files, "", PathOf(folder), /*should_sync=*/true);
  if (status.ok()) {
    status = files.NewDirectory(parent.empty() ? "." : parent, io, &directory,
                                nullptr);
  }
  if (status.ok()) status = directory->Fsync(io, nullptr);
  return FromFailedOpen(status);
}

bool HasImportMark(rocksdb::FileSystem& files, const std::string& folder) {
  return files.FileExists(PathOf(folder), rocksdb::IOOptions(), nullptr).ok();
}

void RemoveImportMark(rocksdb::FileSystem& files, const std::string& folder) {
  files.DeleteFile(PathOf(folder), rocksdb::IOOptions(), nullptr)
      .PermitUncheckedError();
}

absl::Status ImportMarkError(const std::string& folder) {
  return absl::FailedPreconditionError(
      absl::StrCat("an import into ", folder,
                   " was broken off or refused: import again, or delete ",
                   PathOf(folder), " to begin with a new, empty store"));
}

}  // namespace tonus::storage
