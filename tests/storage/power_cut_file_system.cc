// SPDX-License-Identifier: Apache-2.0
#include "tests/storage/power_cut_file_system.h"

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"

namespace tonus::storage {

namespace fs = std::filesystem;
using ::rocksdb::IODebugContext;
using ::rocksdb::IOOptions;
using ::rocksdb::IOStatus;
using ::rocksdb::Slice;

namespace {

std::string ContentOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

class PowerCutFileSystem::Appended
    : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  Appended(std::unique_ptr<rocksdb::FSWritableFile> target,
           std::shared_ptr<Node> node, PowerCutFileSystem* owner)
      : FSWritableFileOwnerWrapper(std::move(target)),
        node_(std::move(node)),
        owner_(owner) {}

  IOStatus Append(const Slice& data, const IOOptions& options,
                  IODebugContext* debug) override {
    owner_->Change();
    IOStatus status = FSWritableFileOwnerWrapper::Append(data, options, debug);
    if (status.ok()) bytes_ += data.size();
    return status;
  }
  IOStatus Append(const Slice& data, const IOOptions& options,
                  const rocksdb::DataVerificationInfo& /*verification*/,
                  IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  // The real disk keeps its power, so nothing needs to reach it.
  IOStatus Sync(const IOOptions& /*options*/,
                IODebugContext* /*debug*/) override {
    const uint64_t bytes = bytes_;
    owner_->Change();
    if (owner_->cut_.lie) return IOStatus::OK();
    const std::lock_guard<std::mutex> lock(owner_->mutex_);
    node_->synced_bytes = bytes;
    return IOStatus::OK();
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return Sync(options, debug);
  }

 private:
  const std::shared_ptr<Node> node_;
  PowerCutFileSystem* const owner_;
  std::atomic<uint64_t> bytes_{0};
};

class PowerCutFileSystem::Rewritten
    : public rocksdb::FSRandomRWFileOwnerWrapper {
 public:
  Rewritten(std::unique_ptr<rocksdb::FSRandomRWFile> target,
            std::shared_ptr<Node> node, PowerCutFileSystem* owner)
      : FSRandomRWFileOwnerWrapper(std::move(target)),
        node_(std::move(node)),
        owner_(owner) {}

  IOStatus Write(uint64_t at, const Slice& data, const IOOptions& options,
                 IODebugContext* debug) override {
    owner_->Change();
    return FSRandomRWFileOwnerWrapper::Write(at, data, options, debug);
  }
  IOStatus Sync(const IOOptions& /*options*/,
                IODebugContext* /*debug*/) override {
    owner_->Change();
    if (owner_->cut_.lie) return IOStatus::OK();
    const std::lock_guard<std::mutex> lock(owner_->mutex_);
    node_->synced_content = ContentOf(node_->path);
    return IOStatus::OK();
  }

 private:
  const std::shared_ptr<Node> node_;
  PowerCutFileSystem* const owner_;
};

class PowerCutFileSystem::Folder : public rocksdb::FSDirectory {
 public:
  explicit Folder(PowerCutFileSystem* owner) : owner_(owner) {}

  IOStatus Fsync(const IOOptions& /*options*/,
                 IODebugContext* /*debug*/) override {
    owner_->Change();
    if (owner_->cut_.lie) return IOStatus::OK();
    const std::lock_guard<std::mutex> lock(owner_->mutex_);
    owner_->synced_ = owner_->names_;
    return IOStatus::OK();
  }
  IOStatus Close(const IOOptions& /*options*/,
                 IODebugContext* /*debug*/) override {
    return IOStatus::OK();
  }

 private:
  PowerCutFileSystem* const owner_;
};

PowerCutFileSystem::PowerCutFileSystem(PowerCut cut)
    : FileSystemWrapper(rocksdb::FileSystem::Default()),
      cut_(std::move(cut)),
      random_(cut_.seed) {
  fs::create_directories(cut_.left_folder);
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(cut_.folder, none)) {
    names_[entry.path()] =
        std::make_shared<Node>(Node{entry.path(), entry.file_size(), {}});
  }
  synced_ = names_;
}

void PowerCutFileSystem::Change() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (passing_ < 0) return;
  if (passing_ == 0) Cut();
  --passing_;
}

void PowerCutFileSystem::CutAfter(int64_t changes) {
  const std::lock_guard<std::mutex> lock(mutex_);
  passing_ = changes;
}

// The lock is never given back: whatever is acknowledged was synced before.
void PowerCutFileSystem::Cut() {
  for (const auto& [name, node] : synced_) {
    const fs::path left =
        fs::path(cut_.left_folder) / fs::path(name).filename();
    if (node->synced_content.has_value()) {
      std::ofstream(left, std::ios::binary) << *node->synced_content;
      continue;
    }
    fs::copy_file(node->path, left);
    const uint64_t size = fs::file_size(left);
    if (size <= node->synced_bytes) continue;
    std::uniform_int_distribution<uint64_t> more(0, size - node->synced_bytes);
    fs::resize_file(left, node->synced_bytes + more(random_));
  }
  _exit(kPowerCutExit);
}

void PowerCutFileSystem::Bury(const std::string& path) {
  const auto node = names_.find(path);
  if (node == names_.end()) return;
  const std::string grave = absl::StrCat(cut_.left_folder, ".", ++buried_);
  std::error_code error;
  fs::create_hard_link(path, grave, error);
  if (!error) node->second->path = grave;
  names_.erase(node);
}

IOStatus PowerCutFileSystem::NewWritableFile(
    const std::string& path, const rocksdb::FileOptions& options,
    std::unique_ptr<rocksdb::FSWritableFile>* file, IODebugContext* debug) {
  Change();
  const std::lock_guard<std::mutex> lock(mutex_);
  Bury(path);
  std::error_code none;
  fs::remove(path, none);  // The buried one keeps its bytes.
  IOStatus status =
      FileSystemWrapper::NewWritableFile(path, options, file, debug);
  if (!status.ok()) return status;
  const auto node = std::make_shared<Node>(Node{path, 0, {}});
  names_[path] = node;
  *file = std::make_unique<Appended>(std::move(*file), node, this);
  return status;
}

IOStatus PowerCutFileSystem::NewRandomRWFile(
    const std::string& path, const rocksdb::FileOptions& options,
    std::unique_ptr<rocksdb::FSRandomRWFile>* file, IODebugContext* debug) {
  const std::lock_guard<std::mutex> lock(mutex_);
  IOStatus status =
      FileSystemWrapper::NewRandomRWFile(path, options, file, debug);
  const auto node = names_.find(path);
  if (!status.ok() || node == names_.end()) return status;
  if (!node->second->synced_content.has_value()) {
    node->second->synced_content =
        ContentOf(path).substr(0, node->second->synced_bytes);
  }
  *file = std::make_unique<Rewritten>(std::move(*file), node->second, this);
  return status;
}

IOStatus PowerCutFileSystem::NewDirectory(
    const std::string& path, const IOOptions& options,
    std::unique_ptr<rocksdb::FSDirectory>* folder, IODebugContext* debug) {
  IOStatus status =
      FileSystemWrapper::NewDirectory(path, options, folder, debug);
  if (status.ok() && fs::path(path).lexically_normal() ==
                         fs::path(cut_.folder).lexically_normal()) {
    *folder = std::make_unique<Folder>(this);
  }
  return status;
}

IOStatus PowerCutFileSystem::RenameFile(const std::string& from,
                                        const std::string& to,
                                        const IOOptions& options,
                                        IODebugContext* debug) {
  Change();
  const std::lock_guard<std::mutex> lock(mutex_);
  Bury(to);
  IOStatus status = FileSystemWrapper::RenameFile(from, to, options, debug);
  const auto node = names_.find(from);
  if (!status.ok() || node == names_.end()) return status;
  node->second->path = to;
  names_[to] = node->second;
  names_.erase(from);
  return status;
}

IOStatus PowerCutFileSystem::DeleteFile(const std::string& path,
                                        const IOOptions& options,
                                        IODebugContext* debug) {
  Change();
  const std::lock_guard<std::mutex> lock(mutex_);
  Bury(path);
  return FileSystemWrapper::DeleteFile(path, options, debug);
}

}  // namespace tonus::storage
