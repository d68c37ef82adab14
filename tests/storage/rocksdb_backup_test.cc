// SPDX-License-Identifier: Apache-2.0
// Backups of a store that serves, and what is restored from them.

#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rocksdb/db.h"
#include "storage/key_range.h"
#include "storage/rocksdb/backup.h"
#include "storage/rocksdb/raw_store.h"
#include "storage/rocksdb/rocksdb_status.h"
#include "storage/rocksdb/rocksdb_storage.h"
#include "tests/storage/temporary_folder.h"
#include "tests/testing/matchers.h"

namespace tonus::storage {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::tonus::testing::IsOk;
using ::tonus::testing::StatusIs;

constexpr absl::Time kNever = absl::InfiniteFuture();
constexpr int kKeep = 100;

class RocksdbBackupTest : public ::testing::Test {
 protected:
  RocksdbBackupTest() {
    auto storage = RocksdbStorage::Open(folder_.path() + "/store");
    EXPECT_THAT(storage, IsOk());
    storage_ = *std::move(storage);
  }

  // Commit number n writes key n and takes key n - 3 away.
  void CommitUntil(int last) {
    for (; written_ < last; ++written_) {
      const int n = written_ + 1;
      std::vector<Mutation> mutations = {Mutation::Write(Key(n), "v")};
      if (n > 3) mutations.push_back(Mutation::Delete(Key(n - 3)));
      ASSERT_THAT(storage_->Commit(mutations, kNever), IsOk());
    }
  }

  static std::string Key(int n) { return absl::StrFormat("%06d", n); }

  // The keys that there are right after commit n.
  static std::vector<std::string> KeysAfter(int n) {
    std::vector<std::string> keys;
    for (int i = std::max(1, n - 2); i <= n; ++i) keys.push_back(Key(i));
    return keys;
  }

  static std::vector<std::string> KeysOf(const std::string& store) {
    const auto storage = RocksdbStorage::Open(store);
    EXPECT_THAT(storage, IsOk());
    const auto page = (*storage)->Scan(ScanPrefix(""), kNever);
    EXPECT_THAT(page, IsOk());
    std::vector<std::string> keys;
    for (const Record& record : page->records) keys.push_back(record.key);
    return keys;
  }

  // OK if all backups are whole.
  absl::Status VerifyAll() const {
    const auto all = VerifyBackups(backups());
    absl::Status status = all.status();
    for (size_t i = 0; all.ok() && i < all->size(); ++i) {
      status.Update((*all)[i].state);
    }
    return status;
  }

  // Backups 1 to 3, with commits up to 10, 20 and 30.
  void TakeThreeBackups() {
    for (const int last : {10, 20, 30}) {
      CommitUntil(last);
      ASSERT_THAT(TakeBackup(), IsOk());
    }
  }

  absl::StatusOr<Restored> Restore(const RestorePoint& point) {
    fs::remove_all(restored());
    return RestoreBackup(backups(), restored(), point);
  }

  absl::StatusOr<Backup> TakeBackup() {
    return CreateBackup(*storage_, backups(), kKeep);
  }

  std::string backups() const { return folder_.path() + "/backups"; }
  std::string restored() const { return folder_.path() + "/restored"; }

  const TemporaryFolder folder_;
  std::unique_ptr<RocksdbStorage> storage_;
  int written_ = 0;
};

TEST_F(RocksdbBackupTest, RestoresWhatWasThereWhenItWasTaken) {
  CommitUntil(10);
  TONUS_ASSERT_OK_AND_ASSIGN(const Backup backup, TakeBackup());
  EXPECT_EQ(backup.last_commit, 10);
  CommitUntil(20);
  TONUS_ASSERT_OK_AND_ASSIGN(const Restored result,
                             RestoreBackup(backups(), restored(), {}));
  EXPECT_EQ(result.last_commit, 10);
  EXPECT_EQ(KeysOf(restored()), KeysAfter(10));
}

TEST_F(RocksdbBackupTest, NoVersionRepeatsAfterARestore) {
  CommitUntil(10);
  ASSERT_THAT(TakeBackup(), IsOk());
  CommitUntil(11);
  TONUS_ASSERT_OK_AND_ASSIGN(const Record lost,
                             storage_->Read(Key(11), kNever));
  ASSERT_THAT(RestoreBackup(backups(), restored(), {}), IsOk());
  TONUS_ASSERT_OK_AND_ASSIGN(const auto storage,
                             RocksdbStorage::Open(restored()));
  const Mutation write[] = {Mutation::Write(Key(11), "other")};
  ASSERT_THAT(storage->Commit(write, kNever), IsOk());
  TONUS_ASSERT_OK_AND_ASSIGN(const Record record,
                             storage->Read(Key(11), kNever));
  EXPECT_GT(record.version, lost.version);
}

TEST_F(RocksdbBackupTest, ABackupStoresOnlyWhatIsNew) {
  const Mutation large[] = {Mutation::Write("large", std::string(900000, 'x'))};
  ASSERT_THAT(storage_->Commit(large, kNever), IsOk());
  ASSERT_TRUE(storage_->db().Flush({}).ok());
  ASSERT_THAT(TakeBackup(), IsOk());
  const auto size = [this] {
    uintmax_t bytes = 0;
    for (const auto& entry : fs::recursive_directory_iterator(backups())) {
      if (entry.is_regular_file()) bytes += entry.file_size();
    }
    return bytes;
  };
  const uintmax_t first = size();
  CommitUntil(5);
  ASSERT_THAT(TakeBackup(), IsOk());
  EXPECT_LT(size() - first, first / 2);
}

TEST_F(RocksdbBackupTest, KeepsAsManyAsWanted) {
  for (int i = 1; i <= 4; ++i) {
    CommitUntil(i);
    ASSERT_THAT(CreateBackup(*storage_, backups(), 2), IsOk());
  }
  TONUS_ASSERT_OK_AND_ASSIGN(const auto left, VerifyBackups(backups()));
  ASSERT_THAT(left, SizeIs(2));
  EXPECT_EQ(left[0].backup.last_commit, 3);
  EXPECT_EQ(left[1].backup.last_commit, 4);
}

// Each commit of every group, as the log of a backup has them.
TEST_F(RocksdbBackupTest, EveryCommitInTheLogCanBeRestored) {
  CommitUntil(5);
  ASSERT_TRUE(storage_->db().Flush({}).ok());  // Out of the log.
  CommitUntil(12);
  ASSERT_THAT(TakeBackup(), IsOk());
  for (int commit = 5; commit <= 12; ++commit) {
    fs::remove_all(restored());
    TONUS_ASSERT_OK_AND_ASSIGN(const Restored result,
                               Restore({.commit = commit}));
    EXPECT_EQ(result.last_commit, commit);
    EXPECT_EQ(KeysOf(restored()), KeysAfter(commit)) << commit;
  }
  fs::remove_all(restored());
  EXPECT_THAT(RestoreBackup(backups(), restored(), {.commit = 4}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("not in the log of backup 1")));
  EXPECT_THAT(RestoreBackup(backups(), restored(), {.commit = 13}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("they end with commits 12")));
  EXPECT_FALSE(fs::exists(restored()));
}

TEST_F(RocksdbBackupTest, UnderLoadEachBackupIsTheStateAfterItsLastCommit) {
  std::atomic<bool> done = false;
  std::atomic<bool> failed = false;
  // One writer: its n-th commit is commit n.
  std::thread writer([&] {
    for (int n = 1; !done; ++n) {
      std::vector<Mutation> mutations = {Mutation::Write(Key(n), "v")};
      if (n > 3) mutations.push_back(Mutation::Delete(Key(n - 3)));
      if (!storage_->Commit(mutations, kNever).ok()) failed = true;
    }
  });
  std::vector<int64_t> ends;
  for (int i = 0; i < 5; ++i) {
    const int64_t before = storage_->counters().applied_commits;
    while (storage_->counters().applied_commits < before + 20) {
      std::this_thread::yield();
    }
    TONUS_ASSERT_OK_AND_ASSIGN(const Backup backup, TakeBackup());
    EXPECT_GE(backup.last_commit, before + 20);
    ends.push_back(backup.last_commit);
  }
  done = true;
  writer.join();
  EXPECT_FALSE(failed);
  EXPECT_THAT(VerifyAll(), IsOk());
  for (const int64_t end : ends) {
    fs::remove_all(restored());
    ASSERT_THAT(Restore({.commit = end}), IsOk());
    EXPECT_EQ(KeysOf(restored()), KeysAfter(static_cast<int>(end)));
  }
}

TEST_F(RocksdbBackupTest, AFlippedByteInAnyFileIsFound) {
  CommitUntil(5);
  ASSERT_TRUE(storage_->db().Flush({}).ok());
  CommitUntil(10);
  ASSERT_THAT(TakeBackup(), IsOk());
  ASSERT_THAT(VerifyAll(), IsOk());  // The control.
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(backups())) {
    if (entry.is_regular_file() && entry.file_size() > 0) {
      files.push_back(entry.path());
    }
  }
  ASSERT_GE(files.size(), 5);
  for (const fs::path& path : files) {
    const auto middle = static_cast<std::streamoff>(fs::file_size(path) / 2);
    const auto flip = [&] {
      std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
      file.seekg(middle);
      const int byte = file.get();
      file.seekp(middle);
      file.put(static_cast<char>(byte ^ 1));
    };
    flip();
    EXPECT_THAT(VerifyAll(), StatusIs(absl::StatusCode::kDataLoss)) << path;
    EXPECT_THAT(
        RestoreBackup(backups(), restored(), {}),
        StatusIs(absl::StatusCode::kDataLoss, HasSubstr(backups() + "/")))
        << path;
    EXPECT_FALSE(fs::exists(restored()));
    flip();
  }
  EXPECT_THAT(VerifyAll(), IsOk());
}

TEST_F(RocksdbBackupTest, ADamagedBackupDoesNotBlockTheOthers) {
  TakeThreeBackups();
  fs::remove(backups() + "/private/1/CURRENT");
  TONUS_ASSERT_OK_AND_ASSIGN(const auto all, VerifyBackups(backups()));
  ASSERT_THAT(all, SizeIs(3));
  EXPECT_THAT(all[0].state,
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("backup 1 in ")));
  EXPECT_THAT(all[1].state, IsOk());
  EXPECT_EQ(all[1].backup.last_commit, 20);
  EXPECT_THAT(all[2].state, IsOk());
  TONUS_ASSERT_OK_AND_ASSIGN(const Restored last, Restore({}));
  EXPECT_EQ(last.from.id, 3);
  TONUS_ASSERT_OK_AND_ASSIGN(const Restored asked, Restore({.backup = 2}));
  EXPECT_EQ(asked.last_commit, 20);
  ASSERT_THAT(Restore({.commit = 15}), IsOk());
  EXPECT_EQ(KeysOf(restored()), KeysAfter(15));
  EXPECT_THAT(Restore({.backup = 1}),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("--backup")));
  EXPECT_THAT(Restore({.backup = 4}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("there are backups 1, 2, 3")));
  // A new one might share what is damaged.
  EXPECT_THAT(TakeBackup(), StatusIs(absl::StatusCode::kDataLoss,
                                     HasSubstr("choose a new folder")));
  EXPECT_FALSE(fs::exists(backups() + "/private/4"));
}

TEST_F(RocksdbBackupTest, ALastBackupThatIsDamagedIsNotPassedOverInSilence) {
  TakeThreeBackups();
  fs::remove(backups() + "/private/3/CURRENT");
  EXPECT_THAT(Restore({}),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("backup 3 in ")));
  TONUS_ASSERT_OK_AND_ASSIGN(const Restored asked, Restore({.backup = 2}));
  EXPECT_EQ(asked.last_commit, 20);
}

TEST_F(RocksdbBackupTest, ABackupThatLostItsListIsTold) {
  TakeThreeBackups();
  fs::remove(backups() + "/meta/3");
  EXPECT_THAT(VerifyAll(), StatusIs(absl::StatusCode::kDataLoss,
                                    HasSubstr("/meta/3 is missing")));
  EXPECT_THAT(Restore({}), StatusIs(absl::StatusCode::kDataLoss,
                                    HasSubstr("broken off half-way")));
  TONUS_ASSERT_OK_AND_ASSIGN(const Restored asked, Restore({.backup = 2}));
  EXPECT_EQ(asked.last_commit, 20);
  // A backup that was broken off looks the same, and the next one goes on.
  TONUS_ASSERT_OK_AND_ASSIGN(const Backup next, TakeBackup());
  EXPECT_THAT(next.cleared, ::testing::ElementsAre(3));
  EXPECT_THAT(VerifyAll(), IsOk());
}

TEST_F(RocksdbBackupTest, AFolderWithoutBackupsIsNoDamage) {
  fs::create_directories(backups());
  for (const char* name : {"", "/meta"}) {
    fs::create_directories(backups() + name);
    EXPECT_THAT(VerifyAll(), StatusIs(absl::StatusCode::kFailedPrecondition,
                                      HasSubstr("there is no backup in ")));
    EXPECT_THAT(Restore({}), StatusIs(absl::StatusCode::kFailedPrecondition,
                                      HasSubstr("there is no backup in ")));
  }
}

TEST_F(RocksdbBackupTest, AFolderThatCanNotBeLookedAtIsNotCalledEmpty) {
  // Root may read everything, but follows no link without an end.
  const std::string loop = backups() + "-loop";
  fs::create_directory_symlink(loop, loop);
  const auto is_told = StatusIs(absl::StatusCode::kFailedPrecondition,
                                HasSubstr("can not be looked at: "));
  EXPECT_THAT(VerifyBackups(loop), is_told);
  EXPECT_THAT(RestoreBackup(loop, restored(), {}), is_told);
  fs::create_directories(backups());
  fs::create_directory_symlink(backups() + "/meta", backups() + "/meta");
  EXPECT_THAT(VerifyBackups(backups()), is_told);
}

TEST_F(RocksdbBackupTest, ACommitBeyondTheBackupThatIsAskedForIsRefused) {
  TakeThreeBackups();
  EXPECT_THAT(Restore({.backup = 2, .commit = 21}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("which ends with commit 20")));
  TONUS_ASSERT_OK_AND_ASSIGN(const Restored last,
                             Restore({.backup = 2, .commit = 20}));
  EXPECT_EQ(last.last_commit, 20);
}

TEST(FailedOpenTest, NamesTheFileThatThisUserMayNotUse) {
  EXPECT_THAT(FromFailedOpen(rocksdb::Status::IOError(
                  "While open a file for random read: /data/store/000008.sst",
                  "Permission denied")),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       "/data/store/000008.sst can not be used by this user"));
  EXPECT_THAT(FromFailedOpen(rocksdb::Status::IOError("While reading: /data/f",
                                                      "Input/output error")),
              StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(RocksdbBackupTest, AManifestThatIsCutOffIsDamageWhereverItIsCut) {
  CommitUntil(3);
  ASSERT_TRUE(storage_->db().Flush(rocksdb::FlushOptions()).ok());
  ASSERT_THAT(TakeBackup(), IsOk());
  fs::path manifest;
  for (const auto& entry : fs::directory_iterator(backups() + "/private/1")) {
    if (absl::StartsWith(entry.path().filename().string(), "MANIFEST-")) {
      manifest = entry.path();
    }
  }
  const std::string away = folder_.path() + "/away";
  fs::rename(manifest, away);
  constexpr uintmax_t kStep = 9;
  for (uintmax_t size = 0; size < fs::file_size(away); size += kStep) {
    fs::copy_file(away, manifest, fs::copy_options::overwrite_existing);
    fs::resize_file(manifest, size);
    EXPECT_THAT(Restore({}),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr("MANIFEST-")))
        << "cut at " << size;
  }
}

TEST_F(RocksdbBackupTest, AfterARestoreThatFailedNoNewStoreIsMade) {
  CommitUntil(3);
  ASSERT_THAT(TakeBackup(), IsOk());
  const std::string files = backups() + "/private/1";
  fs::rename(files, folder_.path() + "/away");
  EXPECT_THAT(RestoreBackup(backups(), restored(), {}),
              StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(RocksdbStorage::Open(restored()),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("restore again, or delete " + restored() +
                                 ".restoring")));
  fs::rename(folder_.path() + "/away", files);
  ASSERT_THAT(RestoreBackup(backups(), restored(), {}), IsOk());
  EXPECT_EQ(KeysOf(restored()), KeysAfter(3));
}

// Killed while it copied.
TEST_F(RocksdbBackupTest, ARestoreThatWasBrokenOffIsDoneAgain) {
  CommitUntil(3);
  ASSERT_THAT(TakeBackup(), IsOk());
  fs::create_directories(restored() + ".restoring");
  std::ofstream(restored() + ".restoring/000123.sst") << "half";
  EXPECT_THAT(RocksdbStorage::Open(restored()),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  ASSERT_THAT(RestoreBackup(backups(), restored(), {}), IsOk());
  EXPECT_EQ(KeysOf(restored()), KeysAfter(3));
  // Given up, there may be a new one.
  fs::remove_all(restored());
  fs::create_directory(restored() + ".restoring");
  EXPECT_THAT(RocksdbStorage::Open(restored()),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  fs::remove_all(restored() + ".restoring");
  EXPECT_THAT(RocksdbStorage::Open(restored()), IsOk());
}

TEST_F(RocksdbBackupTest, RefusesWhatItMustNotOverwrite) {
  CommitUntil(3);
  EXPECT_THAT(VerifyAll(), StatusIs(absl::StatusCode::kFailedPrecondition));
  ASSERT_THAT(TakeBackup(), IsOk());
  EXPECT_THAT(
      RestoreBackup(backups(), folder_.path() + "/store", {}),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("not empty")));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto other,
                             RocksdbStorage::Open(folder_.path() + "/other"));
  EXPECT_THAT(CreateBackup(*other, backups(), kKeep),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("another store")));
}

TEST_F(RocksdbBackupTest, ABackupStandsBesideTheStore) {
  CommitUntil(3);
  const std::string store = folder_.path() + "/store";
  fs::create_directory_symlink(store, folder_.path() + "/link");
  for (const std::string& folder :
       {store, store + "/", store + "/backups", folder_.path(),
        folder_.path() + "/link", folder_.path() + "/link/backups",
        folder_.path() + "/other/../store"}) {
    EXPECT_THAT(CreateBackup(*storage_, folder, kKeep),
                StatusIs(absl::StatusCode::kFailedPrecondition,
                         HasSubstr("choose one beside it")))
        << folder;
  }
  EXPECT_FALSE(fs::exists(store + "/backups"));
  EXPECT_THAT(CreateBackup(*storage_, store + "2", kKeep), IsOk())
      << "a longer name is another folder";
}

}  // namespace
}  // namespace tonus::storage
