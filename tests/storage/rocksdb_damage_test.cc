// SPDX-License-Identifier: Apache-2.0
// Each kind of file of a store, damaged in each way: the store is then not
// opened and the file is named, or the record that was hit is DATA_LOSS, or
// nothing is lost. Never is a wrong answer given in silence.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rocksdb/db.h"
#include "storage/key_range.h"
#include "storage/open.h"
#include "storage/rocksdb/backup.h"
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
constexpr int kKeys = 400;

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void WriteFile(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

// A kind of file in the folder of a store.
struct Kind {
  std::string name;
  std::function<bool(const std::string& file)> fits;
};

const Kind kKinds[] = {
    {"Log", [](const std::string& f) { return absl::EndsWith(f, ".log"); }},
    {"Table", [](const std::string& f) { return absl::EndsWith(f, ".sst"); }},
    {"Manifest",
     [](const std::string& f) { return absl::StartsWith(f, "MANIFEST-"); }},
    {"Current", [](const std::string& f) { return f == "CURRENT"; }},
    {"HighWater", [](const std::string& f) { return f == "high_water"; }},
    {"Identity", [](const std::string& f) { return f == "IDENTITY"; }},
    {"Options",
     [](const std::string& f) { return absl::StartsWith(f, "OPTIONS-"); }},
};

// What is done to the file; `other` is that of another store of the same kind.
struct Damage {
  std::string name;
  std::function<void(const fs::path& file, const fs::path& other)> apply;
};

std::function<void(const fs::path&, const fs::path&)> Edit(
    std::function<void(std::string&)> edit) {
  return [edit](const fs::path& file, const fs::path&) {
    std::string bytes = ReadFile(file);
    edit(bytes);
    WriteFile(file, bytes);
  };
}

const Damage kDamages[] = {
    {"FlipFirst", Edit([](std::string& b) { b.at(0) ^= 1; })},
    {"FlipMiddle", Edit([](std::string& b) { b.at(b.size() / 2) ^= 1; })},
    {"FlipLast", Edit([](std::string& b) { b.back() ^= 1; })},
    {"ZeroMiddle", Edit([](std::string& b) {
       const size_t half = b.size() / 2;
       std::fill_n(b.begin() + static_cast<std::ptrdiff_t>(half),
                   std::min<size_t>(4096, b.size() - half), '\0');
     })},
    {"CutTail",
     Edit([](std::string& b) { b.resize(b.size() - b.size() / 50 - 1); })},
    {"CutHalf", Edit([](std::string& b) { b.resize(b.size() / 2); })},
    {"Empty", Edit([](std::string& b) { b.clear(); })},
    {"Delete", [](const fs::path& file, const fs::path&) { fs::remove(file); }},
    {"Swap",
     [](const fs::path& file, const fs::path& other) {
       fs::copy_file(other, file, fs::copy_options::overwrite_existing);
     }},
};

struct Case {
  Kind kind;
  Damage damage;
};

std::vector<Case> AllCases() {
  std::vector<Case> cases;
  for (const Kind& kind : kKinds) {
    for (const Damage& damage : kDamages) cases.push_back({kind, damage});
  }
  return cases;
}

std::string Value(int key, char store) {
  return std::string(100, store) + absl::StrCat(key);
}

// Two tables, then a log with commits. `store` makes its records unlike those
// of another.
void Fill(const std::string& folder, char store) {
  auto opened = RocksdbStorage::Open(folder);
  ASSERT_THAT(opened, IsOk());
  for (int key = 0; key < kKeys; ++key) {
    const Mutation write[] = {
        Mutation::Write(absl::StrCat(1000 + key), Value(key, store))};
    ASSERT_THAT((*opened)->Commit(write, kNever), IsOk());
    if (key == kKeys / 4 || key == kKeys / 2) {
      ASSERT_TRUE((*opened)->db().Flush(rocksdb::FlushOptions()).ok());
    }
  }
}

fs::path FindFile(const std::string& folder, const Kind& kind) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (kind.fits(entry.path().filename())) found.push_back(entry.path());
  }
  EXPECT_FALSE(found.empty());
  return *std::max_element(found.begin(), found.end());
}

// Counts the records that are there as written; a record that is altered or not
// there, without an error, fails the test.
int CountWhole(const Storage& storage, char store) {
  int whole = 0;
  for (int key = 0; key < kKeys; ++key) {
    const auto record = storage.Read(absl::StrCat(1000 + key), kNever);
    if (record.ok() && record->value == Value(key, store)) ++whole;
    EXPECT_TRUE(record.ok() || absl::IsDataLoss(record.status()))
        << "record " << key << ": " << record.status();
    if (record.ok()) {
      EXPECT_EQ(record->value, Value(key, store));
    }
  }
  return whole;
}

class RocksdbDamageMatrix : public ::testing::TestWithParam<Case> {};

TEST_P(RocksdbDamageMatrix, IsNoticedOrDoesNoHarm) {
  const TemporaryFolder folder;
  const TemporaryFolder other;
  Fill(folder.path(), 'a');
  Fill(other.path(), 'b');
  const auto& [kind, damage] = GetParam();
  const fs::path file = FindFile(folder.path(), kind);
  damage.apply(file, FindFile(other.path(), kind));
  const std::vector<fs::path> data = DataFiles(folder.path());

  const auto storage = RocksdbStorage::Open(folder.path());
  if (storage.ok()) {
    const int whole = CountWhole(**storage, 'a');
    const bool harmless = kind.name != "Log" && kind.name != "Table";
    EXPECT_EQ(whole == kKeys, harmless);
    return;
  }
  EXPECT_THAT(storage, StatusIs(absl::StatusCode::kDataLoss,
                                HasSubstr(folder.path() + "/")));
  // Nothing that could still be saved was deleted.
  for (const fs::path& before : data) EXPECT_TRUE(fs::exists(before)) << before;
}

// Also where what is left of the manifest is one: without its last entries.
TEST(RocksdbDamageTest, AManifestWithoutItsEndIsNoticedOrDoesNoHarm) {
  const TemporaryFolder whole;
  Fill(whole.path(), 'a');
  const auto size = fs::file_size(FindFile(whole.path(), kKinds[2]));
  constexpr uintmax_t kStep = 7;
  int refused = 0;
  for (uintmax_t cut = 1; cut < size; cut += kStep) {
    const TemporaryFolder folder;
    const std::string copy = folder.path() + "/store";
    fs::copy(whole.path(), copy);
    fs::resize_file(FindFile(copy, kKinds[2]), size - cut);
    const std::vector<fs::path> data = DataFiles(copy);
    const auto storage = RocksdbStorage::Open(copy);
    if (storage.ok()) {
      EXPECT_EQ(CountWhole(**storage, 'a'), kKeys) << cut << " bytes cut";
      continue;
    }
    ++refused;
    EXPECT_THAT(storage,
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr(copy + "/")));
    for (const fs::path& file : data) EXPECT_TRUE(fs::exists(file)) << file;
    const auto recovery = RecoverStore(copy, /*apply=*/true);
    if (recovery.ok()) {
      EXPECT_FALSE(recovery->damage.ok()) << cut << " bytes cut";
      EXPECT_EQ(recovery->lost_acknowledged(), kKeys - recovery->kept_commit);
    }
  }
  EXPECT_GT(refused, 0);
}

TEST(RocksdbDamageTest, ADamagedTableIsToldOnceAndNamedByWhatReadsAll) {
  const TemporaryFolder folder;
  const std::string store = folder.path() + "/store";
  Fill(store, 'a');
  const fs::path table = FindFile(store, kKinds[1]);
  ASSERT_EQ(kKinds[1].name, "Table");
  std::string bytes = ReadFile(table);
  bytes.at(bytes.size() / 4) ^= 1;
  WriteFile(table, bytes);
  std::vector<std::string> told;
  RocksdbOptions options;
  options.on_health = [&told](Health health, absl::string_view reason) {
    EXPECT_EQ(health, Health::kDamaged);
    told.emplace_back(reason);
  };
  TONUS_ASSERT_OK_AND_ASSIGN(const auto storage,
                             RocksdbStorage::Open(store, options));
  EXPECT_LT(CountWhole(*storage, 'a'), kKeys);
  EXPECT_LT(CountWhole(*storage, 'a'), kKeys);
  EXPECT_THAT(told, ::testing::ElementsAre(HasSubstr(table.string())));
  EXPECT_THAT(CreateBackup(*storage, folder.path() + "/backups", 1),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr(table.string())));
  EXPECT_THAT(ExportStorage(*storage, folder.path() + "/records"),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr(table.string())));
  const Mutation write[] = {Mutation::Write("new", "1")};
  EXPECT_THAT(storage->Commit(write, kNever), IsOk());
}

// CURRENT, MANIFEST and IDENTITY alone make a database, an empty one.
TEST(RocksdbDamageTest, AStoreWithoutItsLogAndItsMarkIsNoNewOne) {
  const TemporaryFolder folder;
  for (int starts = 0; starts < 2; ++starts) {
    TONUS_ASSERT_OK_AND_ASSIGN(const auto storage,
                               RocksdbStorage::Open(folder.path()));
    const Mutation write[] = {Mutation::Write("a", "1")};
    ASSERT_THAT(storage->Commit(write, kNever), IsOk());
  }
  for (const fs::path& log : DataFiles(folder.path())) fs::remove(log);
  fs::remove(folder.path() + "/high_water");
  EXPECT_THAT(RocksdbStorage::Open(folder.path()),
              StatusIs(absl::StatusCode::kDataLoss,
                       HasSubstr(folder.path() + "/high_water")));
}

TEST(RocksdbDamageControl, UndamagedItIsWhole) {
  const TemporaryFolder folder;
  Fill(folder.path(), 'a');
  TONUS_ASSERT_OK_AND_ASSIGN(const auto storage,
                             RocksdbStorage::Open(folder.path()));
  EXPECT_EQ(CountWhole(*storage, 'a'), kKeys);
}

INSTANTIATE_TEST_SUITE_P(Matrix, RocksdbDamageMatrix,
                         ::testing::ValuesIn(AllCases()),
                         [](const ::testing::TestParamInfo<Case>& info) {
                           return info.param.kind.name + info.param.damage.name;
                         });

}  // namespace
}  // namespace tonus::storage
