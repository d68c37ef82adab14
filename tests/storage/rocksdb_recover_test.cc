// SPDX-License-Identifier: Apache-2.0
// What recovering a damaged store tells, and does.

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rocksdb/db.h"
#include "storage/rocksdb/raw_store.h"
#include "storage/rocksdb/recover.h"
#include "storage/rocksdb/rocksdb_storage.h"
#include "storage/transfer.h"
#include "tests/storage/temporary_folder.h"
#include "tests/testing/matchers.h"

namespace tonus::storage {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;
using ::tonus::testing::IsOk;
using ::tonus::testing::StatusIs;

constexpr absl::Time kNever = absl::InfiniteFuture();
constexpr int kCommits = 100;

// Commits 1 to 100, the first 40 of them in a table.
class RocksdbRecoverTest : public ::testing::Test {
 protected:
  RocksdbRecoverTest() {
    RocksdbOptions options;
    options.tending_pause = absl::Hours(1);  // The mark rises on closing alone.
    auto storage = RocksdbStorage::Open(store(), options);
    EXPECT_THAT(storage, IsOk());
    for (int i = 1; i <= kCommits; ++i) {
      const Mutation write[] = {
          Mutation::Write(absl::StrCat(i), std::string(100, 'v'))};
      EXPECT_THAT((*storage)->Commit(write, kNever), IsOk());
      if (i == 40) {
        EXPECT_TRUE((*storage)->db().Flush({}).ok());
      }
    }
    // As a crash leaves it: the mark is behind.
    EXPECT_THAT(CopyStore(store(), crashed()), IsOk());
  }

  std::string store() const { return folder_.path() + "/store"; }
  std::string crashed() const { return folder_.path() + "/crashed"; }

  static fs::path FindFile(const std::string& folder,
                           const std::string& extension) {
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (entry.path().extension() == extension) return entry.path();
    }
    ADD_FAILURE() << "no " << extension;
    return {};
  }

  static void Flip(const fs::path& path, int64_t from_end) {
    const auto at = static_cast<std::streamoff>(fs::file_size(path)) - from_end;
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(at);
    const int byte = file.get();
    file.seekp(at);
    file.put(static_cast<char>(byte ^ 1));
  }

  static bool Has(const std::string& folder, int commit) {
    const auto storage = RocksdbStorage::Open(folder);
    EXPECT_THAT(storage, IsOk());
    return storage.ok() && (*storage)->Read(absl::StrCat(commit), kNever).ok();
  }

  const TemporaryFolder folder_;
};

TEST_F(RocksdbRecoverTest, AWholeStoreNeedsNothing) {
  TONUS_ASSERT_OK_AND_ASSIGN(const Recovery recovery,
                             RecoverStore(store(), /*apply=*/true));
  EXPECT_THAT(recovery.damage, IsOk());
  EXPECT_EQ(recovery.kept_commit, kCommits);
  EXPECT_THAT(recovery.ToString(), HasSubstr("whole up to commit 100"));
  EXPECT_TRUE(recovery.damaged_folder.empty());
}

TEST_F(RocksdbRecoverTest, APartOfAnImportIsNotCalledWhole) {
  {
    TONUS_ASSERT_OK_AND_ASSIGN(const auto storage,
                               RocksdbStorage::Open(store()));
    const Mutation begun[] = {Mutation::Write(std::string(kImportKey), "")};
    ASSERT_THAT(storage->Commit(begun, kNever), IsOk());
  }
  TONUS_ASSERT_OK_AND_ASSIGN(const Recovery whole,
                             RecoverStore(store(), /*apply=*/false));
  EXPECT_THAT(whole.damage, IsOk());
  EXPECT_TRUE(whole.half_imported);
  EXPECT_THAT(whole.ToString(), HasSubstr("a part of an import"));
  EXPECT_THAT(whole.ToString(), Not(HasSubstr("whole")));

  fs::remove(store() + "/high_water");
  TONUS_ASSERT_OK_AND_ASSIGN(const Recovery mended,
                             RecoverStore(store(), /*apply=*/true));
  EXPECT_FALSE(mended.damage.ok());
  EXPECT_THAT(mended.ToString(), HasSubstr("a part of an import"));
}

TEST_F(RocksdbRecoverTest, DamageBelowTheMarkIsTheLossOfAcknowledgedCommits) {
  const fs::path log = FindFile(store(), ".log");
  Flip(log, static_cast<int64_t>(fs::file_size(log) / 2));
  TONUS_ASSERT_OK_AND_ASSIGN(const Recovery told,
                             RecoverStore(store(), /*apply=*/false));
  EXPECT_GE(told.kept_commit, 40);
  EXPECT_LT(told.kept_commit, 90);
  EXPECT_EQ(told.seen_commit, kCommits);
  EXPECT_EQ(told.mark, kCommits);
  EXPECT_EQ(told.last_lost(), kCommits);
  EXPECT_EQ(told.lost_acknowledged(), kCommits - told.kept_commit);
  EXPECT_THAT(told.ToString(),
              HasSubstr(absl::StrCat("lost: commits ", told.kept_commit + 1,
                                     " to 100, ", kCommits - told.kept_commit,
                                     " in all, which were acknowledged")));
  EXPECT_THAT(told.ToString(), HasSubstr("nothing was changed"));
  // Nothing was changed.
  EXPECT_THAT(RocksdbStorage::Open(store()),
              StatusIs(absl::StatusCode::kDataLoss));

  TONUS_ASSERT_OK_AND_ASSIGN(const Recovery done,
                             RecoverStore(store(), /*apply=*/true));
  EXPECT_EQ(done.kept_commit, told.kept_commit);
  EXPECT_TRUE(Has(store(), done.kept_commit));
  EXPECT_FALSE(Has(store(), done.kept_commit + 1));
  EXPECT_THAT(RocksdbStorage::Open(done.damaged_folder),
              StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(done.ToString(), HasSubstr(done.damaged_folder));
}

TEST_F(RocksdbRecoverTest, ATornLastRecordAboveTheMarkWasNeverAcknowledged) {
  Flip(FindFile(crashed(), ".log"), 5);
  EXPECT_THAT(RocksdbStorage::Open(crashed()),
              StatusIs(absl::StatusCode::kDataLoss));
  TONUS_ASSERT_OK_AND_ASSIGN(const Recovery recovery,
                             RecoverStore(crashed(), /*apply=*/true));
  EXPECT_EQ(recovery.kept_commit, kCommits - 1);
  EXPECT_EQ(recovery.mark, 0);
  EXPECT_EQ(recovery.lost_acknowledged(), 0);
  EXPECT_THAT(recovery.ToString(),
              HasSubstr("lost: commit 100, 1 in all, above the high-water "
                        "mark: a record torn by a crash, which was never "
                        "acknowledged"));
  EXPECT_TRUE(Has(crashed(), kCommits - 1));
}

TEST_F(RocksdbRecoverTest, GarbageBehindTheOnlyLogNamesIt) {
  const fs::path log = FindFile(crashed(), ".log");
  std::ofstream(log, std::ios::binary | std::ios::app)
      << std::string(40000, '\xa5');
  TONUS_ASSERT_OK_AND_ASSIGN(const Recovery recovery,
                             RecoverStore(crashed(), /*apply=*/false));
  EXPECT_EQ(recovery.kept_commit, kCommits);
  EXPECT_THAT(recovery.ToString(), HasSubstr(log.filename().string()));
}

TEST_F(RocksdbRecoverTest, DamageInTheMiddleAboveTheMarkIsNotTakenForATornEnd) {
  const fs::path log = FindFile(crashed(), ".log");
  Flip(log, static_cast<int64_t>(fs::file_size(log) / 2));
  TONUS_ASSERT_OK_AND_ASSIGN(const Recovery recovery,
                             RecoverStore(crashed(), /*apply=*/false));
  EXPECT_EQ(recovery.lost_acknowledged(), 0);
  EXPECT_EQ(recovery.last_lost(), kCommits);
  EXPECT_THAT(recovery.ToString(), HasSubstr("may have been acknowledged"));
  EXPECT_THAT(recovery.ToString(), Not(HasSubstr("never acknowledged")));
}

TEST_F(RocksdbRecoverTest, ADeletedLogIsToldByTheMark) {
  fs::remove(FindFile(store(), ".log"));
  TONUS_ASSERT_OK_AND_ASSIGN(const Recovery recovery,
                             RecoverStore(store(), /*apply=*/true));
  EXPECT_EQ(recovery.kept_commit, 40);
  EXPECT_EQ(recovery.lost_acknowledged(), 60);
  EXPECT_TRUE(Has(store(), 40));
}

TEST_F(RocksdbRecoverTest, ALostMarkIsMadeAnew) {
  fs::remove(store() + "/high_water");
  TONUS_ASSERT_OK_AND_ASSIGN(const Recovery recovery,
                             RecoverStore(store(), /*apply=*/true));
  EXPECT_EQ(recovery.kept_commit, kCommits);
  EXPECT_EQ(recovery.mark, std::nullopt);
  EXPECT_THAT(recovery.ToString(), HasSubstr("high-water mark is lost"));
  EXPECT_TRUE(Has(store(), kCommits));
}

TEST_F(RocksdbRecoverTest, ADamagedTableNeedsABackup) {
  const fs::path table = FindFile(store(), ".sst");
  Flip(table, static_cast<int64_t>(fs::file_size(table)) - 20);
  EXPECT_THAT(RecoverStore(store(), /*apply=*/true),
              StatusIs(absl::StatusCode::kDataLoss,
                       HasSubstr(table.filename().string())));
}

TEST_F(RocksdbRecoverTest, NoVersionRepeats) {
  Flip(FindFile(crashed(), ".log"), 5);
  ASSERT_THAT(RecoverStore(crashed(), /*apply=*/true), IsOk());
  TONUS_ASSERT_OK_AND_ASSIGN(const auto storage,
                             RocksdbStorage::Open(crashed()));
  const Mutation write[] = {Mutation::Write("100", "other")};
  ASSERT_THAT(storage->Commit(write, kNever), IsOk());
  TONUS_ASSERT_OK_AND_ASSIGN(const Record record, storage->Read("100", kNever));
  EXPECT_GT(record.version, kCommits);
}

TEST_F(RocksdbRecoverTest, AFolderThatCanNotBeLookedAtIsRefused) {
  const std::string loop = folder_.path() + "/loop";
  fs::create_directory_symlink(loop, loop);
  EXPECT_THAT(RecoverStore(loop, /*apply=*/false),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("can not be looked at: ")));
}

TEST_F(RocksdbRecoverTest, AStoreInUseIsRefused) {
  TONUS_ASSERT_OK_AND_ASSIGN(const auto storage, RocksdbStorage::Open(store()));
  EXPECT_THAT(RecoverStore(store(), /*apply=*/true),
              StatusIs(absl::StatusCode::kAborted, HasSubstr("in use")));
  EXPECT_THAT(RecoverStore(folder_.path() + "/none", /*apply=*/true),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace tonus::storage
