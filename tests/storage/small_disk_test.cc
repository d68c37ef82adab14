// SPDX-License-Identifier: Apache-2.0
// A disk that is really full: a file system in memory where the test may mount
// one, and otherwise a folder of which the store is told that it is a small
// disk.

#include <fcntl.h>
#include <sys/mount.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/rocksdb/rocksdb_storage.h"
#include "tests/storage/temporary_folder.h"
#include "tests/testing/matchers.h"

namespace tonus::storage {
namespace {

namespace fs = std::filesystem;
using ::tonus::testing::IsOk;
using ::tonus::testing::StatusIs;

constexpr absl::Time kNever = absl::InfiniteFuture();
constexpr int64_t kMiB = 1 << 20;
constexpr int64_t kDiskBytes = 64 * kMiB;

int64_t SizeOf(const std::string& folder) {
  int64_t bytes = 0;
  std::error_code ignored;
  for (const auto& entry : fs::recursive_directory_iterator(folder, ignored)) {
    const auto size = entry.file_size(ignored);
    if (!ignored) bytes += static_cast<int64_t>(size);
  }
  return bytes;
}

class SmallDiskTest : public ::testing::Test {
 protected:
  SmallDiskTest()
      : mounted_(mount("tmpfs", folder_.path().c_str(), "tmpfs", 0,
                       absl::StrCat("size=", kDiskBytes).c_str()) == 0) {
    Open();
  }
  ~SmallDiskTest() override {
    storage_.reset();
    if (mounted_) umount2(folder_.path().c_str(), MNT_DETACH);
  }

  void Open() {
    storage_.reset();
    RocksdbOptions options;
    options.tending_pause = absl::Milliseconds(5);
    options.free_space = {.warn_percent = 15,
                          .warn_bytes = 2048 * kMiB,
                          .read_only_percent = 8,
                          .read_only_bytes = 1024 * kMiB,
                          .ballast_percent = 3,
                          .ballast_bytes = 256 * kMiB};
    if (!mounted_) {
      options.space_probe = [this]() -> absl::StatusOr<DiskSpace> {
        return DiskSpace{
            kDiskBytes,
            std::max<int64_t>(kDiskBytes - SizeOf(folder_.path()), 0)};
      };
    }
    auto storage = RocksdbStorage::Open(folder_.path() + "/store", options);
    ASSERT_THAT(storage, IsOk());
    storage_ = *std::move(storage);
  }

  // Takes up space, all there is with 0.
  void Fill(const std::string& name, int64_t bytes) const {
    const std::string path = folder_.path() + "/" + name;
    const int file = open(path.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    const std::string block(64 << 10, 'x');
    int64_t size = 0;
    while ((bytes == 0 ? size < kDiskBytes : size < bytes) &&
           write(file, block.data(), block.size()) > 0) {
      size += static_cast<int64_t>(block.size());
    }
    close(file);
  }

  void Free(const std::string& name) const {
    fs::remove(folder_.path() + "/" + name);
  }

  absl::Status Put(const std::string& key) {
    // Bytes that do not compress.
    std::string value(32 << 10, '\0');
    for (char& byte : value) {
      random_ = random_ * 1103515245 + 12345;
      byte = static_cast<char>(random_ >> 16);
    }
    const Mutation write[] = {Mutation::Write(key, value)};
    return storage_->Commit(write, kNever);
  }

  void ExpectAll(const std::vector<std::string>& keys) const {
    for (const std::string& key : keys) {
      EXPECT_THAT(storage_->Read(key, kNever), IsOk()) << key;
    }
  }

  bool HasBallast() const {
    return fs::exists(folder_.path() + "/store/ballast");
  }

  const TemporaryFolder folder_;
  const bool mounted_;
  uint32_t random_ = 1;
  std::unique_ptr<RocksdbStorage> storage_;
};

TEST_F(SmallDiskTest, AFullDiskIsSurvivedAndLeft) {
  RecordProperty("mounted", mounted_ ? 1 : 0);
  ASSERT_TRUE(HasBallast());
  Fill("neighbour", kDiskBytes / 2);
  std::vector<std::string> acknowledged;
  absl::Status refused;
  for (int i = 0; refused.ok(); ++i) {
    ASSERT_LT(i, kDiskBytes >> 15) << "more was written than there is";
    const std::string key = absl::StrCat(i);
    refused = Put(key);
    if (refused.ok()) acknowledged.push_back(key);
  }
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_GE(acknowledged.size(), 50);
  ExpectAll(acknowledged);

  Fill("hog", 0);  // Not a byte is left.
  while (HasBallast()) std::this_thread::yield();
  Fill("hog2", 0);
  EXPECT_THAT(Put("x"), StatusIs(absl::StatusCode::kResourceExhausted));
  ExpectAll(acknowledged);

  Free("hog");
  Free("hog2");
  Free("neighbour");
  while (storage_->health() >= Health::kReadOnly) {
    ASSERT_NE(storage_->health(), Health::kStopped);
    std::this_thread::yield();
  }
  EXPECT_THAT(Put("after"), IsOk());
  while (!HasBallast()) std::this_thread::yield();
  acknowledged.emplace_back("after");
  Open();
  ExpectAll(acknowledged);
}

TEST_F(SmallDiskTest, AStoreOpensOnAFullDiskAndReads) {
  ASSERT_THAT(Put("a"), IsOk());
  storage_.reset();
  Fill("hog", 0);
  Open();  // The ballast makes room for it.
  ASSERT_NE(storage_, nullptr);
  EXPECT_THAT(storage_->Read("a", kNever), IsOk());
  EXPECT_THAT(Put("b"), StatusIs(absl::StatusCode::kResourceExhausted));
  Free("hog");
  while (storage_->health() != Health::kServing) std::this_thread::yield();
  EXPECT_THAT(Put("b"), IsOk());
}

}  // namespace
}  // namespace tonus::storage
