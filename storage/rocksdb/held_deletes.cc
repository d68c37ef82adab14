// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/held_deletes.h"

#include "absl/strings/match.h"

namespace tonus::storage {

void HeldDeletes::Release() {
  const std::lock_guard<std::mutex> lock(mutex_);
  released_ = true;
  for (const std::string& path : held_) {
    // One that stays is found and deleted at the next opening.
    FileSystemWrapper::DeleteFile(path, rocksdb::IOOptions(), nullptr)
        .PermitUncheckedError();
  }
  held_.clear();
}

rocksdb::IOStatus HeldDeletes::DeleteFile(const std::string& path,
                                          const rocksdb::IOOptions& options,
                                          rocksdb::IODebugContext* debug) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!released_ &&
        (absl::EndsWith(path, ".sst") || absl::EndsWith(path, ".log"))) {
      held_.push_back(path);
      return rocksdb::IOStatus::OK();
    }
  }
  return FileSystemWrapper::DeleteFile(path, options, debug);
}

}  // namespace tonus::storage
