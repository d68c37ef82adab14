// SPDX-License-Identifier: Apache-2.0
#include "storage/transfer.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/crc32c.h"
#include "storage/key_range.h"
#include "storage/memory/memory_storage.h"
#include "storage/rocksdb/rocksdb_storage.h"
#include "tests/storage/temporary_folder.h"
#include "tests/testing/matchers.h"

namespace tonus::storage {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::tonus::testing::IsOk;
using ::tonus::testing::IsOkAndHolds;
using ::tonus::testing::StatusIs;

constexpr absl::Time kNever = absl::InfiniteFuture();
constexpr int kRecords = 3000;

// Fails all commits after the first few.
class BreakingStorage : public MemoryStorage {
 public:
  absl::Status Commit(absl::Span<const Mutation> mutations,
                      absl::Time deadline) override {
    if (++commits_ > 3) return absl::UnavailableError("broken on purpose");
    return MemoryStorage::Commit(mutations, deadline);
  }

 private:
  int commits_ = 0;
};

class TransferTest : public ::testing::Test {
 protected:
  TransferTest() {
    for (int i = 0; i < kRecords; ++i) {
      // Any byte, sizes from none to large.
      std::string key = absl::StrCat("key", i);
      key.push_back(static_cast<char>(i));
      const Mutation write[] = {Mutation::Write(
          key, std::string(i % 500 * (i % 7), static_cast<char>(i)))};
      EXPECT_THAT(source_.Commit(write, kNever), IsOk());
    }
    const Mutation largest[] = {Mutation::Write(
        std::string(kMaxKeyBytes, '\0'), std::string(kMaxValueBytes, '\xff'))};
    EXPECT_THAT(source_.Commit(largest, kNever), IsOk());
  }

  static std::vector<std::pair<std::string, std::string>> All(
      const Storage& storage) {
    std::vector<std::pair<std::string, std::string>> all;
    ScanRequest request = ScanPrefix("");
    while (true) {
      const auto page = storage.Scan(request, kNever);
      EXPECT_THAT(page, IsOk());
      for (const Record& record : page->records) {
        all.emplace_back(record.key, record.value);
      }
      if (!page->more) return all;
      request = ScanAfter(request, page->records.back().key);
    }
  }

  std::string file() const { return folder_.path() + "/records"; }

  std::string ReadFile() const {
    std::ifstream in(file(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  void WriteFile(const std::string& bytes) const {
    std::ofstream(file(), std::ios::binary | std::ios::trunc) << bytes;
  }

  const TemporaryFolder folder_;
  MemoryStorage source_;
};

TEST_F(TransferTest, CarriesEveryRecordBetweenBackends) {
  ASSERT_THAT(ExportRecords(source_, file()), IsOkAndHolds(kRecords + 1));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto rocksdb,
                             RocksdbStorage::Open(folder_.path() + "/store"));
  ASSERT_THAT(ImportRecords(file(), rocksdb.get()), IsOkAndHolds(kRecords + 1));
  EXPECT_EQ(All(*rocksdb), All(source_));
  EXPECT_THAT(CheckNoImport(*rocksdb), IsOk());

  const std::string first = ReadFile();
  fs::remove(file());
  ASSERT_THAT(ExportRecords(*rocksdb, file()), IsOk());
  EXPECT_EQ(ReadFile(), first);
}

TEST_F(TransferTest, AnEmptyStoreIsCarriedToo) {
  const MemoryStorage empty;
  ASSERT_THAT(ExportRecords(empty, file()), IsOkAndHolds(0));
  MemoryStorage target;
  EXPECT_THAT(ImportRecords(file(), &target), IsOkAndHolds(0));
  EXPECT_THAT(All(target), IsEmpty());
}

TEST_F(TransferTest, TheFileIsForItsOwnerAloneAndNothingIsOverwritten) {
  ASSERT_THAT(ExportRecords(source_, file()), IsOk());
  EXPECT_EQ(fs::status(file()).permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_THAT(
      ExportRecords(source_, file()),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("exists")));
}

TEST_F(TransferTest, ADamagedFileIsRefusedBeforeAnythingIsWritten) {
  ASSERT_THAT(ExportRecords(source_, file()), IsOk());
  const std::string whole = ReadFile();
  std::vector<std::string> damaged;
  for (const size_t at : {size_t{20}, whole.size() / 2, whole.size() - 1}) {
    damaged.push_back(whole);
    damaged.back()[at] = static_cast<char>(damaged.back()[at] ^ 1);
  }
  for (const size_t size :
       {size_t{16}, whole.size() / 2, whole.size() - 1, whole.size() - 17}) {
    damaged.push_back(whole.substr(0, size));
  }
  damaged.push_back(whole + "x");
  for (const std::string& bytes : damaged) {
    WriteFile(bytes);
    MemoryStorage target;
    EXPECT_THAT(ImportRecords(file(), &target),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr("damaged")));
    EXPECT_THAT(All(target), IsEmpty());
  }
  WriteFile("something else");
  EXPECT_THAT(ImportRecords(file(), &source_),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(TransferTest, AStoreThatIsNotEmptyIsRefused) {
  ASSERT_THAT(ExportRecords(source_, file()), IsOk());
  EXPECT_THAT(
      ImportRecords(file(), &source_),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("not empty")));
}

TEST_F(TransferTest, AnImportThatWasBrokenOffIsNoticed) {
  ASSERT_THAT(ExportRecords(source_, file()), IsOk());
  BreakingStorage target;
  EXPECT_THAT(ImportRecords(file(), &target),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(CheckNoImport(target),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(ExportRecords(target, folder_.path() + "/half"),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(ImportRecords(file(), &target),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(TransferTest, NothingIsImportedIntoAStoreThatServersShare) {
  ASSERT_THAT(ExportRecords(source_, file()), IsOk());
  MemoryStorage target;
  ASSERT_THAT(MarkServed(&target), IsOk());
  EXPECT_THAT(MarkServed(&target), IsOk());
  EXPECT_THAT(ImportRecords(file(), &target),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("a server has used")));
  EXPECT_THAT(CheckNoImport(target), IsOk());
  // The mark is the store's own.
  const std::string other = folder_.path() + "/other";
  EXPECT_THAT(ExportRecords(target, other), IsOkAndHolds(0));

  BreakingStorage half;
  EXPECT_THAT(ImportRecords(file(), &half),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(MarkServed(&half),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

// Lets a server start after the import has looked and before it begins.
class JoinedStorage : public MemoryStorage {
 public:
  absl::Status Commit(absl::Span<const Mutation> mutations,
                      absl::Time deadline) override {
    if (!std::exchange(joined_, true)) {
      EXPECT_THAT(MarkServed(this), IsOk());
    }
    return MemoryStorage::Commit(mutations, deadline);
  }

 private:
  bool joined_ = false;
};

TEST_F(TransferTest, AServerThatStartsAsAnImportBeginsIsNotOverlooked) {
  ASSERT_THAT(ExportRecords(source_, file()), IsOk());
  JoinedStorage target;
  EXPECT_THAT(ImportRecords(file(), &target),
              StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(CheckNoImport(target), IsOk());
}

TEST(Crc32cTest, IsTheOneOfTheStandard) {
  EXPECT_EQ(Crc32c("123456789"), 0xE3069283U);
  EXPECT_EQ(Crc32c("56789", Crc32c("1234")), 0xE3069283U);
  EXPECT_EQ(Crc32c(std::string(32, '\0')), 0x8A9136AAU);
  EXPECT_EQ(Crc32c(std::string(32, '\xFF')), 0x62A8AB43U);
}

TEST(Crc32cTest, IsTheSameInWhateverPieces) {
  std::string bytes;
  for (int i = 0; i < 32; ++i) bytes.push_back(static_cast<char>(i));
  for (size_t cut = 0; cut <= bytes.size(); ++cut) {
    EXPECT_EQ(Crc32c(bytes.substr(cut), Crc32c(bytes.substr(0, cut))),
              0x46DD794EU);
  }
}

}  // namespace
}  // namespace tonus::storage
