// SPDX-License-Identifier: Apache-2.0
// A disk that is really full: a file system in memory and one in a file where
// the test may mount them, and otherwise a folder of which the store is told
// that it is a small disk.

#include <fcntl.h>
#include <sys/mount.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
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

enum class Disk { kMemory, kFile };

class SmallDiskTest : public ::testing::TestWithParam<Disk> {
 protected:
  SmallDiskTest()
      : mounted_(GetParam() == Disk::kMemory ? MountMemory() : MountFile()) {
    Open();
  }
  ~SmallDiskTest() override {
    storage_.reset();
    if (mounted_) umount2(folder_.path().c_str(), MNT_DETACH);
  }

  bool MountMemory() const {
    return mount("tmpfs", folder_.path().c_str(), "tmpfs", 0,
                 absl::StrCat("size=", kDiskBytes).c_str()) == 0;
  }

  // An ext4, which allocates late and so meets its end elsewhere.
  bool MountFile() const {
    const std::string file = image_.path() + "/ext4";
    const std::string command = absl::StrCat(
        "(truncate -s ", kDiskBytes, " ", file, " && mkfs.ext4 -q -F ", file,
        " && mount -o loop ", file, " ", folder_.path(), ") 2>/dev/null");
    return std::system(command.c_str()) == 0;
  }

  void Open() { ASSERT_THAT(TryToOpen(), IsOk()); }

  absl::Status TryToOpen() {
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
    if (!storage.ok()) return storage.status();
    storage_ = *std::move(storage);
    return absl::OkStatus();
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

  const TemporaryFolder image_;
  const TemporaryFolder folder_;
  const bool mounted_;
  uint32_t random_ = 1;
  std::unique_ptr<RocksdbStorage> storage_;
};

TEST_P(SmallDiskTest, AFullDiskIsSurvivedAndLeft) {
  RecordProperty("mounted", mounted_ ? 1 : 0);
  ASSERT_TRUE(HasBallast());
  Fill("neighbour", kDiskBytes / 2);
  std::vector<std::string> acknowledged;
  absl::Status refused;
  while (!absl::IsResourceExhausted(refused)) {
    ASSERT_LT(acknowledged.size(), kDiskBytes >> 15)
        << "more was written than there is";
    const std::string key = absl::StrCat(acknowledged.size());
    refused = Put(key);
    if (refused.ok()) {
      acknowledged.push_back(key);
    } else if (!absl::IsResourceExhausted(refused)) {
      // A table met the limit before the disk was looked at again.
      ASSERT_THAT(refused, StatusIs(absl::StatusCode::kUnavailable));
      ASSERT_NE(storage_->health(), Health::kStopped);
    }
  }
  EXPECT_GE(acknowledged.size(), 50);
  ExpectAll(acknowledged);

  // Not a byte is left, whatever a compaction gives back meanwhile.
  int hogs = 0;
  while (HasBallast()) Fill(absl::StrCat("hog", hogs++), 0);
  Fill(absl::StrCat("hog", hogs++), 0);
  EXPECT_THAT(Put("x"), StatusIs(absl::StatusCode::kResourceExhausted));
  ExpectAll(acknowledged);

  while (hogs > 0) Free(absl::StrCat("hog", --hogs));
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

TEST_P(SmallDiskTest, AStoreOnAFullDiskReadsOrSaysSo) {
  ASSERT_THAT(Put("a"), IsOk());
  storage_.reset();
  Fill("hog", 0);
  const absl::Status opened = TryToOpen();
  if (opened.ok()) {  // The ballast made room for it.
    EXPECT_THAT(storage_->Read("a", kNever), IsOk());
    EXPECT_THAT(Put("b"), StatusIs(absl::StatusCode::kResourceExhausted));
  } else {
    // An ext4 of which the privileged took even the reserve.
    EXPECT_EQ(GetParam(), Disk::kFile);
    EXPECT_THAT(opened, StatusIs(absl::StatusCode::kResourceExhausted));
  }
  Free("hog");
  if (!opened.ok()) Open();
  EXPECT_THAT(storage_->Read("a", kNever), IsOk());
  while (storage_->health() != Health::kServing) std::this_thread::yield();
  EXPECT_THAT(Put("b"), IsOk());
}

INSTANTIATE_TEST_SUITE_P(Disks, SmallDiskTest,
                         ::testing::Values(Disk::kMemory, Disk::kFile),
                         [](const ::testing::TestParamInfo<Disk>& info) {
                           return info.param == Disk::kMemory ? "Memory"
                                                              : "File";
                         });

}  // namespace
}  // namespace tonus::storage
