// SPDX-License-Identifier: Apache-2.0
// One random damage to a file of a store, or of its backups: what is then told
// is true, or nothing is lost.
//
// TONUS_DAMAGES sets how many there are, TONUS_DAMAGE_SEED the first seed. A
// failure prints its seed.

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rocksdb/db.h"
#include "storage/key_range.h"
#include "storage/rocksdb/backup.h"
#include "storage/rocksdb/recover.h"
#include "storage/rocksdb/rocksdb_storage.h"
#include "tests/storage/data_files.h"
#include "tests/storage/random_damage.h"
#include "tests/storage/temporary_folder.h"
#include "tests/testing/matchers.h"

namespace tonus::storage {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::tonus::testing::IsOk;

constexpr absl::Time kNever = absl::InfiniteFuture();
constexpr int kCommits = 600;
constexpr int kKeys = 170;
// After these the records go to a table; all of it is compacted once.
constexpr int kFlushes[] = {90, 200, 310, 450};
constexpr int kCompaction = 200;
// An earlier state of the files, as of writes that never reached the disk.
constexpr int kEarlier = 260;
constexpr int kBackups[] = {150, 400};

int64_t Setting(const char* name, int64_t otherwise) {
  const char* text = std::getenv(name);
  int64_t value = otherwise;
  if (text != nullptr && !absl::SimpleAtoi(text, &value)) std::abort();
  return value;
}

using Records = std::map<std::string, std::string>;

// Commit `number` of the store `salt`: some writes, and deletes.
std::vector<Mutation> CommitOf(int number, char salt) {
  const auto key = [](int any) { return absl::StrCat("key ", any % kKeys); };
  std::vector<Mutation> commit;
  for (int i = 0; i < 1 + number % 3; ++i) {
    commit.push_back(Mutation::Write(
        key(number * 7 + i * 11),
        absl::StrCat(number, " ", i, std::string(20 + number % 90, salt))));
  }
  if (number % 5 == 0) commit.push_back(Mutation::Delete(key(number * 13 + 5)));
  return commit;
}

// What the first `commits` commits of store `a` leave.
Records After(int64_t commits) {
  Records records;
  for (int number = 1; number <= commits; ++number) {
    for (const Mutation& mutation : CommitOf(number, 'a')) {
      if (mutation.kind == Mutation::Kind::kWrite) {
        records[mutation.key] = mutation.value;
      } else {
        records.erase(mutation.key);
      }
    }
  }
  return records;
}

bool Has(absl::Span<const int> numbers, int number) {
  return absl::c_linear_search(numbers, number);
}

// The stores and backups that damaged copies are made of.
struct Originals {
  TemporaryFolder folder;
  const std::string store = folder.path() + "/a";
  const std::string other = folder.path() + "/b";
  const std::string earlier = folder.path() + "/earlier";
  const std::string backups = folder.path() + "/backups";

  Originals() {
    Fill(other, 'b');
    Fill(store, 'a');
  }

  void Fill(const std::string& path, char salt) {
    auto opened = RocksdbStorage::Open(path);
    ASSERT_THAT(opened, IsOk());
    for (int number = 1; number <= kCommits; ++number) {
      ASSERT_THAT((*opened)->Commit(CommitOf(number, salt), kNever), IsOk());
      rocksdb::DB& db = (*opened)->db();
      if (Has(kFlushes, number)) {
        ASSERT_TRUE(db.Flush({}).ok());
      }
      if (number == kCompaction) {
        ASSERT_TRUE(db.CompactRange({}, nullptr, nullptr).ok());
      }
      if (salt != 'a') continue;
      if (number == kEarlier) fs::copy(path, earlier);
      if (Has(kBackups, number)) {
        ASSERT_THAT(CreateBackup(**opened, backups, 5), IsOk());
      }
    }
  }
};

// How often which kind of file came to which end.
class Table {
 public:
  void Add(const RandomDamage& damage, const std::string& end) {
    ++counts_[damage.kind][end];
    ++ends_[end];
  }
  ~Table() {
    for (const auto& [kind, ends] : counts_) Print(kind, ends);
    Print("all", ends_);
  }

 private:
  static void Print(const std::string& name,
                    const std::map<std::string, int>& ends) {
    std::cout << name << ":";
    for (const auto& [end, count] : ends)
      std::cout << " " << end << " " << count;
    std::cout << "\n";
  }
  std::map<std::string, std::map<std::string, int>> counts_;
  std::map<std::string, int> ends_;
};

class RocksdbRandomDamageTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { originals_ = new Originals; }
  static void TearDownTestSuite() { delete originals_; }

  static Originals* originals_;
  const int64_t first_ = Setting("TONUS_DAMAGE_SEED", 1);
  const int64_t count_ = Setting("TONUS_DAMAGES", 150);
  const Records whole_ = After(kCommits);
  Table table_;
};

Originals* RocksdbRandomDamageTest::originals_ = nullptr;

// Reads every key by itself and all in a row: each answer is that of `expected`
// or DATA_LOSS. Returns whether there was none of the latter.
bool ReadsAreTrue(const Storage& storage, const Records& expected) {
  bool whole = true;
  for (int i = 0; i < kKeys; ++i) {
    const std::string key = absl::StrCat("key ", i);
    const auto record = storage.Read(key, kNever);
    const auto it = expected.find(key);
    if (absl::IsDataLoss(record.status())) {
      whole = false;
    } else if (it == expected.end()) {
      EXPECT_TRUE(absl::IsNotFound(record.status())) << key;
    } else {
      EXPECT_THAT(record, IsOk()) << key;
      if (record.ok()) {
        EXPECT_EQ(record->value, it->second) << key;
      }
    }
  }
  const auto page = storage.Scan(ScanPrefix("key "), kNever);
  if (!page.ok()) {
    EXPECT_TRUE(absl::IsDataLoss(page.status())) << page.status();
    return false;
  }
  Records scanned;
  for (const Record& record : page->records) {
    scanned[record.key] = record.value;
  }
  EXPECT_EQ(scanned, expected);
  return whole;
}

// What becomes of a store that is damaged. It has all of its commits, as after
// a stop, so that each one that is gone was acknowledged.
std::string EndOfStore(const std::string& store, const Records& whole) {
  const std::vector<fs::path> data = DataFiles(store);
  absl::Status refused;
  {
    const auto opened = RocksdbStorage::Open(store);
    if (opened.ok()) {
      return ReadsAreTrue(**opened, whole) ? "harmless" : "told when read";
    }
    refused = opened.status();
  }
  EXPECT_TRUE(absl::IsDataLoss(refused)) << refused;
  EXPECT_THAT(refused.message(), HasSubstr(store + "/"));
  for (const fs::path& file : data) EXPECT_TRUE(fs::exists(file)) << file;

  const auto recovery = RecoverStore(store, /*apply=*/true);
  if (!recovery.ok()) {
    EXPECT_TRUE(absl::IsDataLoss(recovery.status())) << recovery.status();
    EXPECT_THAT(recovery.status().message(), HasSubstr("/"));
    return "refused, backup needed";
  }
  EXPECT_FALSE(recovery->damage.ok());
  EXPECT_LE(recovery->kept_commit, kCommits);
  const auto opened = RocksdbStorage::Open(store);
  EXPECT_THAT(opened, IsOk());
  if (!opened.ok()) return "not recovered";
  EXPECT_TRUE(ReadsAreTrue(**opened, After(recovery->kept_commit)));
  if (recovery->kept_commit == kCommits) return "refused, recovered whole";
  if (recovery->mark.has_value()) {
    EXPECT_EQ(recovery->lost_acknowledged(), kCommits - recovery->kept_commit);
  }
  return "refused, recovered with what is lost told";
}

TEST_F(RocksdbRandomDamageTest, OfAStoreIsToldOrDoesNoHarm) {
  const std::vector<std::string> others = {originals_->other,
                                           originals_->earlier};
  for (int64_t seed = first_; seed < first_ + count_; ++seed) {
    const TemporaryFolder folder;
    const std::string store = folder.path() + "/store";
    fs::copy(originals_->store, store);
    const RandomDamage damage = DamageOneFile(store, others, seed);
    SCOPED_TRACE(absl::StrCat("TONUS_DAMAGE_SEED=", seed,
                              " TONUS_DAMAGES=1: ", damage.text));
    table_.Add(damage, EndOfStore(store, whole_));
    if (HasFailure()) break;
  }
}

// Restores each backup that is called whole, and those that are not.
std::string EndOfBackups(const std::string& backups, const std::string& to) {
  const auto verified = VerifyBackups(backups);
  if (!verified.ok()) {
    EXPECT_TRUE(absl::IsFailedPrecondition(verified.status()))
        << verified.status();
    return "no backup";
  }
  bool whole = verified->size() == std::size(kBackups);
  for (const auto& [backup, state] : *verified) {
    const std::string store = absl::StrCat(to, "/", backup.id);
    const auto restored =
        RestoreBackup(backups, store, {.backup = backup.id, .commit = {}});
    if (!state.ok()) {
      whole = false;
      EXPECT_TRUE(absl::IsDataLoss(state)) << state;
      EXPECT_THAT(state.message(), HasSubstr(backups));
      EXPECT_FALSE(restored.ok()) << backup.id;
      EXPECT_FALSE(fs::exists(store)) << backup.id;
      continue;
    }
    EXPECT_THAT(restored, IsOk()) << backup.id;
    const auto opened = RocksdbStorage::Open(store);
    EXPECT_THAT(opened, IsOk()) << backup.id;
    if (!opened.ok()) continue;
    EXPECT_EQ(restored->last_commit, kBackups[backup.id - 1]);
    EXPECT_TRUE(ReadsAreTrue(**opened, After(kBackups[backup.id - 1])));
  }
  return whole ? "harmless" : "told";
}

TEST_F(RocksdbRandomDamageTest, OfABackupIsToldOrDoesNoHarm) {
  for (int64_t seed = first_; seed < first_ + count_; ++seed) {
    const TemporaryFolder folder;
    const std::string backups = folder.path() + "/backups";
    fs::copy(originals_->backups, backups, fs::copy_options::recursive);
    const RandomDamage damage = DamageOneFile(backups, {}, seed);
    SCOPED_TRACE(absl::StrCat("TONUS_DAMAGE_SEED=", seed,
                              " TONUS_DAMAGES=1: ", damage.text));
    table_.Add(damage, EndOfBackups(backups, folder.path()));
    if (HasFailure()) break;
  }
}

}  // namespace
}  // namespace tonus::storage
