// SPDX-License-Identifier: Apache-2.0
#include "tests/storage/failing_file_system.h"

#include <utility>

namespace tonus::storage {

using ::rocksdb::IODebugContext;
using ::rocksdb::IOOptions;
using ::rocksdb::IOStatus;
using ::rocksdb::Slice;

namespace {

class Writable : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  Writable(std::unique_ptr<rocksdb::FSWritableFile> target,
           FailingFileSystem* disk)
      : FSWritableFileOwnerWrapper(std::move(target)), disk_(disk) {}

  IOStatus Append(const Slice& data, const IOOptions& options,
                  IODebugContext* debug) override {
    IOStatus status = disk_->Change();
    return status.ok()
               ? FSWritableFileOwnerWrapper::Append(data, options, debug)
               : status;
  }
  IOStatus Append(const Slice& data, const IOOptions& options,
                  const rocksdb::DataVerificationInfo& verification,
                  IODebugContext* debug) override {
    IOStatus status = disk_->Change();
    return status.ok() ? FSWritableFileOwnerWrapper::Append(data, options,
                                                            verification, debug)
                       : status;
  }
  IOStatus Sync(const IOOptions& /*options*/,
                IODebugContext* /*debug*/) override {
    return disk_->Change();
  }
  IOStatus Fsync(const IOOptions& /*options*/,
                 IODebugContext* /*debug*/) override {
    return disk_->Change();
  }

 private:
  FailingFileSystem* const disk_;
};

class RandomRW : public rocksdb::FSRandomRWFileOwnerWrapper {
 public:
  RandomRW(std::unique_ptr<rocksdb::FSRandomRWFile> target,
           FailingFileSystem* disk)
      : FSRandomRWFileOwnerWrapper(std::move(target)), disk_(disk) {}

  IOStatus Write(uint64_t at, const Slice& data, const IOOptions& options,
                 IODebugContext* debug) override {
    IOStatus status = disk_->Change();
    return status.ok()
               ? FSRandomRWFileOwnerWrapper::Write(at, data, options, debug)
               : status;
  }
  IOStatus Sync(const IOOptions& /*options*/,
                IODebugContext* /*debug*/) override {
    return disk_->Change();
  }

 private:
  FailingFileSystem* const disk_;
};

class Directory : public rocksdb::FSDirectory {
 public:
  Directory(std::unique_ptr<rocksdb::FSDirectory> target,
            FailingFileSystem* disk)
      : target_(std::move(target)), disk_(disk) {}

  IOStatus Fsync(const IOOptions& /*options*/,
                 IODebugContext* /*debug*/) override {
    return disk_->Change();
  }

 private:
  const std::unique_ptr<rocksdb::FSDirectory> target_;
  FailingFileSystem* const disk_;
};

}  // namespace

void FailingFileSystem::Fail(int n, const IOStatus& error, int times) {
  error_ = error;
  first_ = n;
  after_last_ = n + times;
  changes_ = 0;
}

IOStatus FailingFileSystem::Change() {
  const int number = ++changes_;
  return number >= first_ && number < after_last_ ? error_ : IOStatus::OK();
}

IOStatus FailingFileSystem::NewWritableFile(
    const std::string& path, const rocksdb::FileOptions& options,
    std::unique_ptr<rocksdb::FSWritableFile>* file, IODebugContext* debug) {
  IOStatus status = Change();
  if (status.ok()) {
    status = FileSystemWrapper::NewWritableFile(path, options, file, debug);
  }
  if (status.ok()) *file = std::make_unique<Writable>(std::move(*file), this);
  return status;
}

IOStatus FailingFileSystem::NewRandomRWFile(
    const std::string& path, const rocksdb::FileOptions& options,
    std::unique_ptr<rocksdb::FSRandomRWFile>* file, IODebugContext* debug) {
  IOStatus status =
      FileSystemWrapper::NewRandomRWFile(path, options, file, debug);
  if (status.ok()) *file = std::make_unique<RandomRW>(std::move(*file), this);
  return status;
}

IOStatus FailingFileSystem::NewDirectory(
    const std::string& path, const IOOptions& options,
    std::unique_ptr<rocksdb::FSDirectory>* folder, IODebugContext* debug) {
  IOStatus status =
      FileSystemWrapper::NewDirectory(path, options, folder, debug);
  if (status.ok()) {
    *folder = std::make_unique<Directory>(std::move(*folder), this);
  }
  return status;
}

IOStatus FailingFileSystem::RenameFile(const std::string& from,
                                       const std::string& to,
                                       const IOOptions& options,
                                       IODebugContext* debug) {
  IOStatus status = Change();
  return status.ok() ? FileSystemWrapper::RenameFile(from, to, options, debug)
                     : status;
}

IOStatus FailingFileSystem::DeleteFile(const std::string& path,
                                       const IOOptions& options,
                                       IODebugContext* debug) {
  IOStatus status = Change();
  return status.ok() ? FileSystemWrapper::DeleteFile(path, options, debug)
                     : status;
}

}  // namespace tonus::storage
