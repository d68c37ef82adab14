// SPDX-License-Identifier: Apache-2.0
// Logs that are whole each and do not belong together: files of an older copy
// of the store over newer ones, a log twice, a log of another store. RocksDB
// replays all it finds.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rocksdb/db.h"
#include "storage/rocksdb/raw_store.h"
#include "storage/rocksdb/recover.h"
#include "storage/rocksdb/rocksdb_storage.h"
#include "tests/storage/data_files.h"
#include "tests/storage/temporary_folder.h"
#include "tests/testing/matchers.h"

namespace tonus::storage {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::tonus::testing::IsOk;
using ::tonus::testing::StatusIs;

constexpr absl::Time kNever = absl::InfiniteFuture();
constexpr int kCommits = 20;
constexpr char kStray[] = "000900.log";

class RocksdbLogOrderTest : public ::testing::Test {
 protected:
  std::string Folder(const std::string& name) const {
    return folder_.path() + "/" + name;
  }
  std::string store() const { return Folder("store"); }

  // Commits to the store `folder`, and copies it to `crashed` as a crash before
  // its end would leave it. What comes before commit `flush_at` of these is in
  // a table, written after the last log was begun.
  static void Write(const std::string& folder, const std::string& crashed,
                    int flush_at = 0) {
    RocksdbOptions options;
    options.tending_pause = absl::Hours(1);  // The mark rises on closing alone.
    TONUS_ASSERT_OK_AND_ASSIGN(const auto storage,
                               RocksdbStorage::Open(folder, options));
    for (int i = 0; i < kCommits; ++i) {
      if (i > 0 && i == flush_at) {
        ASSERT_TRUE(storage->db().Flush(rocksdb::FlushOptions()).ok());
      }
      const Mutation write[] = {Mutation::Write(
          absl::StrCat(storage->counters().applied_commits), "value")};
      ASSERT_THAT(storage->Commit(write, kNever), IsOk());
    }
    ASSERT_THAT(CopyStore(folder, crashed), IsOk());
  }

  // The last log.
  static fs::path LogOf(const std::string& folder) {
    fs::path log;
    for (const fs::path& file : DataFiles(folder)) {
      if (file.extension() == ".log") log = std::max(log, file);
    }
    EXPECT_FALSE(log.empty());
    return log;
  }

  // The store is refused, `file` named and nothing deleted; `recover` says the
  // same, and what comes of it holds `kept` commits.
  static Recovery ExpectRefused(const std::string& folder,
                                const std::string& file, int kept) {
    std::map<fs::path, std::string> data;
    for (const fs::path& path : DataFiles(folder)) data[path] = Content(path);
    EXPECT_THAT(RocksdbStorage::Open(folder),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr(file)));
    const auto told = RecoverStore(folder, /*apply=*/false);
    EXPECT_THAT(told, IsOk());
    if (!told.ok()) return {};
    for (const auto& [path, before] : data) {
      EXPECT_TRUE(Content(path) == before) << path << " is another";
    }
    EXPECT_THAT(told->damage,
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr(file)));
    EXPECT_EQ(told->kept_commit, kept);
    EXPECT_THAT(RecoverStore(folder, /*apply=*/true), IsOk());
    EXPECT_THAT(RocksdbStorage::Open(folder), IsOk());
    return *told;
  }

  static std::string Content(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  const TemporaryFolder folder_;
};

TEST_F(RocksdbLogOrderTest, OlderFilesOverNewerOnesLeaveAHole) {
  Write(store(), Folder("older"));
  const std::string old_log = LogOf(Folder("older")).filename();
  const std::string live = Folder("live");
  ASSERT_THAT(CopyStore(Folder("older"), live), IsOk());
  Write(live, Folder("second"));
  Write(live, Folder("newer"), kCommits / 2);
  const std::string mixed = Folder("newer");
  const std::string new_log = LogOf(mixed).filename();
  ASSERT_NE(old_log, new_log);
  for (const auto& entry : fs::directory_iterator(Folder("older"))) {
    const std::string name = entry.path().filename();
    if (name == "high_water") continue;
    fs::copy_file(entry.path(), fs::path(mixed) / name,
                  fs::copy_options::overwrite_existing);
  }
  const Recovery told = ExpectRefused(mixed, new_log, kCommits);
  EXPECT_THAT(told.ToString(),
              HasSubstr("lost: commits 21 to 40, 20 in all, which were "
                        "acknowledged"));
  EXPECT_EQ(told.seen_commit, 3 * kCommits);
}

TEST_F(RocksdbLogOrderTest, ALogThatIsThereTwiceIsNamed) {
  Write(store(), Folder("crashed"));
  const std::string crashed = Folder("crashed");
  fs::copy_file(LogOf(crashed), crashed + "/" + kStray);
  ExpectRefused(crashed, kStray, kCommits);
}

TEST_F(RocksdbLogOrderTest, ALogOfAnotherStoreIsNamed) {
  Write(store(), Folder("crashed"));
  Write(Folder("other"), Folder("other_crashed"));
  const std::string crashed = Folder("crashed");
  fs::copy_file(LogOf(Folder("other_crashed")), crashed + "/" + kStray);
  ExpectRefused(crashed, absl::StrCat(kStray, " belongs to another store"),
                kCommits);
}

TEST_F(RocksdbLogOrderTest, ALogOfAnotherStoreBehindItsOwnIsNamed) {
  Write(store(), Folder("crashed"));
  Write(Folder("other"), Folder("other_crashed"));
  const std::string crashed = Folder("crashed");
  const fs::path log = LogOf(crashed);
  {
    std::ifstream other(LogOf(Folder("other_crashed")), std::ios::binary);
    std::ofstream(log, std::ios::binary | std::ios::app) << other.rdbuf();
  }
  ExpectRefused(
      crashed,
      absl::StrCat(log.filename().string(), " belongs to another store"),
      kCommits);
}

}  // namespace
}  // namespace tonus::storage
