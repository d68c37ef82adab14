// SPDX-License-Identifier: Apache-2.0
#include "storage/open.h"

#include <filesystem>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/rocksdb/recover.h"
#include "tests/storage/temporary_folder.h"
#include "tests/testing/matchers.h"

namespace tonus::storage {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::tonus::testing::IsOk;
using ::tonus::testing::StatusIs;

constexpr absl::Time kNever = absl::InfiniteFuture();
constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

// Returns whether what is written is there when the setting is opened again.
bool Keeps(const StorageSetting& setting) {
  const Mutation write[] = {Mutation::Write("a", "1")};
  {
    const auto storage = OpenStorage(setting);
    EXPECT_THAT(storage, IsOk());
    EXPECT_THAT((*storage)->Commit(write, kNever), IsOk());
    EXPECT_THAT((*storage)->Read("a", kNever), IsOk());
  }
  const auto storage = OpenStorage(setting);
  EXPECT_THAT(storage, IsOk());
  return (*storage)->Read("a", kNever).ok();
}

TEST(OpenStorageTest, MemoryForgets) {
  EXPECT_FALSE(Keeps({.backend = "memory"}));
}

TEST(OpenStorageTest, RocksdbKeepsInItsFolder) {
  const TemporaryFolder folder;
  EXPECT_TRUE(Keeps({.backend = "rocksdb", .path = folder.path()}));
  EXPECT_TRUE(Keeps({.path = folder.path(), .cache_bytes = 1 << 20}));
}

TEST(OpenStorageTest, AnImportThatHasNotBegunLeavesNoNewStore) {
  const TemporaryFolder folder;
  const std::string records = folder.path() + "/records";
  {
    TONUS_ASSERT_OK_AND_ASSIGN(const auto other,
                               OpenStorage({.backend = "memory"}));
    const Mutation write[] = {Mutation::Write("a", "1")};
    ASSERT_THAT(other->Commit(write, kNever), IsOk());
    ASSERT_THAT(ExportStorage(*other, records), IsOk());
  }
  const std::string path = folder.path() + "/store";
  const StorageSetting setting = {.path = path};
  const StorageSetting for_import = {.path = path, .for_import = true};
  const auto refused = StatusIs(absl::StatusCode::kFailedPrecondition,
                                HasSubstr(path + ".importing"));
  ASSERT_THAT(OpenStorage(for_import), IsOk());  // And goes no further.
  EXPECT_THAT(OpenStorage(setting), refused);
  TONUS_ASSERT_OK_AND_ASSIGN(const Recovery recovery,
                             RecoverStore(path, /*apply=*/false));
  EXPECT_TRUE(recovery.half_imported);

  std::filesystem::remove_all(path);
  EXPECT_THAT(OpenStorage(setting), refused);
  EXPECT_THAT(RecoverStore(path, /*apply=*/false),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  {
    TONUS_ASSERT_OK_AND_ASSIGN(const auto storage, OpenStorage(for_import));
    EXPECT_THAT(ImportStorage(*storage, records), IsOk());
  }
  EXPECT_FALSE(std::filesystem::exists(path + ".importing"));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto storage, OpenStorage(setting));
  EXPECT_THAT(storage->Read("a", kNever), IsOk());
}

// An import that was refused, or that was broken off later, told otherwise.
TEST(OpenStorageTest, TheMarkOfAnImportRefusesNoStoreThatHoldsSomething) {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/store";
  ASSERT_TRUE(Keeps({.path = path}));
  ASSERT_THAT(OpenStorage({.path = path, .for_import = true}), IsOk());
  EXPECT_TRUE(Keeps({.path = path}));
}

TEST(OpenStorageTest, ASettingWithoutMeaningIsRefusedWithTheReason) {
  EXPECT_THAT(
      OpenStorage({.backend = "floppy"}),
      StatusIs(kInvalid,
               "backend is \"floppy\", not memory, rocksdb or postgres"));
  EXPECT_THAT(OpenStorage({.backend = "rocksdb"}),
              StatusIs(kInvalid, HasSubstr("needs a path")));
  EXPECT_THAT(OpenStorage({.backend = "memory", .path = "data"}),
              StatusIs(kInvalid, HasSubstr("no path")));
  EXPECT_THAT(OpenStorage({.backend = "postgres"}),
              StatusIs(kInvalid, HasSubstr("needs a connection")));
  EXPECT_THAT(OpenStorage({.backend = "postgres", .path = "data"}),
              StatusIs(kInvalid, HasSubstr("no path")));
  EXPECT_THAT(OpenStorage({.backend = "memory", .connection = "host=a"}),
              StatusIs(kInvalid, HasSubstr("no connection")));
  EXPECT_THAT(
      OpenStorage({.backend = "postgres", .connection = "password=secret"}),
      StatusIs(kInvalid,
               AllOf(HasSubstr("password"), Not(HasSubstr("secret")))));
  EXPECT_THAT(OpenStorage({.backend = "memory", .cache_bytes = -1}),
              StatusIs(kInvalid, HasSubstr("cache_bytes")));
}

}  // namespace
}  // namespace tonus::storage
