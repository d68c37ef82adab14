// SPDX-License-Identifier: Apache-2.0
#include "tests/storage/breakable_file_system.h"

#include <atomic>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"

namespace tonus::storage {

namespace fs = std::filesystem;
using ::rocksdb::IODebugContext;
using ::rocksdb::IOOptions;
using ::rocksdb::IOStatus;

// Tells its file system how much of it was synced. Files whose data is appended
// at a position of its own do not occur.
class BreakableFileSystem::File : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  File(std::unique_ptr<rocksdb::FSWritableFile> target, std::string path,
       BreakableFileSystem* owner)
      : FSWritableFileOwnerWrapper(std::move(target)),
        path_(std::move(path)),
        owner_(owner) {}

  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options,
                  IODebugContext* debug) override {
    bytes_ += data.size();
    return FSWritableFileOwnerWrapper::Append(data, options, debug);
  }
  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options,
                  const rocksdb::DataVerificationInfo& verification,
                  IODebugContext* debug) override {
    bytes_ += data.size();
    return FSWritableFileOwnerWrapper::Append(data, options, verification,
                                              debug);
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    const uint64_t bytes = bytes_;
    IOStatus status = owner_->BeginSync(path_);
    if (status.ok()) status = FSWritableFileOwnerWrapper::Sync(options, debug);
    if (status.ok()) MarkSynced(bytes);
    return status;
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return Sync(options, debug);
  }

 private:
  void MarkSynced(uint64_t bytes) {
    const std::lock_guard<std::mutex> lock(owner_->mutex_);
    const auto synced = owner_->synced_bytes_.find(path_);
    if (synced != owner_->synced_bytes_.end()) synced->second = bytes;
  }

  const std::string path_;
  BreakableFileSystem* const owner_;
  std::atomic<uint64_t> bytes_{0};
};

BreakableFileSystem::BreakableFileSystem()
    : FileSystemWrapper(rocksdb::FileSystem::Default()) {}

void BreakableFileSystem::HoldSyncs() {
  const std::lock_guard<std::mutex> lock(mutex_);
  holding_ = true;
}

void BreakableFileSystem::ReleaseSyncs() {
  const std::lock_guard<std::mutex> lock(mutex_);
  holding_ = false;
  changed_.notify_all();
}

void BreakableFileSystem::WaitUntilHeld() {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [this] { return held_ > 0; });
}

void BreakableFileSystem::FailSyncAfter(int passing) {
  const std::lock_guard<std::mutex> lock(mutex_);
  passing_syncs_ = passing;
}

void BreakableFileSystem::CopySynced(const std::string& from,
                                     const std::string& to) {
  const std::lock_guard<std::mutex> lock(mutex_);
  for (const auto& entry : fs::directory_iterator(from)) {
    const fs::path copy = fs::path(to) / entry.path().filename();
    fs::copy_file(entry.path(), copy);
    const auto synced = synced_bytes_.find(entry.path());
    if (synced != synced_bytes_.end()) fs::resize_file(copy, synced->second);
  }
}

IOStatus BreakableFileSystem::NewWritableFile(
    const std::string& path, const rocksdb::FileOptions& options,
    std::unique_ptr<rocksdb::FSWritableFile>* file, IODebugContext* debug) {
  const std::lock_guard<std::mutex> lock(mutex_);
  IOStatus status =
      FileSystemWrapper::NewWritableFile(path, options, file, debug);
  if (status.ok()) {
    synced_bytes_[path] = 0;
    *file = std::make_unique<File>(std::move(*file), path, this);
  }
  return status;
}

IOStatus BreakableFileSystem::DeleteFile(const std::string& path,
                                         const IOOptions& options,
                                         IODebugContext* debug) {
  const std::lock_guard<std::mutex> lock(mutex_);
  synced_bytes_.erase(path);
  return FileSystemWrapper::DeleteFile(path, options, debug);
}

IOStatus BreakableFileSystem::RenameFile(const std::string& from,
                                         const std::string& to,
                                         const IOOptions& options,
                                         IODebugContext* debug) {
  const std::lock_guard<std::mutex> lock(mutex_);
  IOStatus status = FileSystemWrapper::RenameFile(from, to, options, debug);
  const auto synced = synced_bytes_.find(from);
  if (status.ok() && synced != synced_bytes_.end()) {
    synced_bytes_[to] = synced->second;
    synced_bytes_.erase(synced);
  }
  return status;
}

IOStatus BreakableFileSystem::BeginSync(const std::string& path) {
  if (!absl::EndsWith(path, ".log")) return IOStatus::OK();
  std::unique_lock<std::mutex> lock(mutex_);
  ++held_;
  changed_.notify_all();
  changed_.wait(lock, [this] { return !holding_; });
  --held_;
  if (passing_syncs_ < 0 || passing_syncs_-- > 0) return IOStatus::OK();
  return IOStatus::IOError("broken on purpose");
}

}  // namespace tonus::storage
