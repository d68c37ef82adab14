// SPDX-License-Identifier: Apache-2.0
// What PostgresStorage promises beyond storage.h: one schema, few connections,
// one database for several servers.

#include "storage/postgres/postgres_storage.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/key_range.h"
#include "storage/moved_key.h"
#include "storage/postgres/schema.h"
#include "tests/storage/postgres_proxy.h"
#include "tests/storage/postgres_server.h"
#include "tests/testing/matchers.h"

namespace tonus::storage {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Optional;
using ::testing::SizeIs;
using ::tonus::testing::IsOk;
using ::tonus::testing::StatusIs;
using Code = absl::StatusCode;

constexpr absl::Time kNever = absl::InfiniteFuture();

class PostgresStorageTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<PostgresStorage>> Open(int connections = 4) {
    PostgresOptions options;
    options.connection = server_.Connection(database_);
    options.connections = connections;
    return PostgresStorage::Open(options);
  }

  PostgresServer& server_ = PostgresServer::Shared();
  const std::string database_ = server_.NewDatabase();
};

absl::Status Put(Storage& storage, const std::string& key,
                 const std::string& value,
                 std::optional<int64_t> expected = std::nullopt) {
  const Mutation write[] = {Mutation::Write(key, value, expected)};
  return storage.Commit(write, kNever);
}

TEST_F(PostgresStorageTest, AnEmptyDatabaseGetsTheSchemaOnce) {
  ASSERT_THAT(Open(), IsOk());
  EXPECT_EQ(server_.Run("SELECT number FROM tonus_store WHERE name = 'schema'",
                        database_),
            absl::StrCat(kSchemaVersion));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto storage, Open());
  ASSERT_THAT(Put(*storage, "a", "1"), IsOk());
  TONUS_ASSERT_OK_AND_ASSIGN(const auto again, Open());
  EXPECT_THAT(again->Read("a", kNever), IsOk());
}

TEST_F(PostgresStorageTest, ManyServersMayCreateTheSchemaAtOnce) {
  std::vector<std::thread> servers;
  for (int i = 0; i < 8; ++i) {
    servers.emplace_back([this] { EXPECT_THAT(Open(), IsOk()); });
  }
  for (std::thread& server : servers) server.join();
}

TEST_F(PostgresStorageTest, ASchemaThatWasHalfCreatedIsCompleted) {
  server_.Run(SchemaStatements()[0], database_);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto storage, Open());
  EXPECT_THAT(Put(*storage, "a", "1"), IsOk());
}

TEST_F(PostgresStorageTest, AnotherSchemaIsRefusedWithBothVersions) {
  ASSERT_THAT(Open(), IsOk());
  server_.Run("UPDATE tonus_store SET number = 7 WHERE name = 'schema'",
              database_);
  EXPECT_THAT(Open(),
              StatusIs(Code::kFailedPrecondition,
                       AllOf(HasSubstr("schema version 7"),
                             HasSubstr("this program uses version 1"))));
}

TEST_F(PostgresStorageTest, AUserWithoutRightsIsToldSo) {
  const std::string user = "guest_" + database_;
  server_.Run("CREATE ROLE " + user + " LOGIN");
  PostgresOptions options;
  options.connection =
      absl::StrCat("host=", server_.host(), " user=", user,
                   " dbname=postgres options=-csearch_path=", database_);
  EXPECT_THAT(PostgresStorage::Open(options),
              StatusIs(Code::kFailedPrecondition, HasSubstr("schema.sql")));
  // Rights on the tables are enough when they are there.
  ASSERT_THAT(Open(), IsOk());
  server_.Run(
      "GRANT USAGE ON SCHEMA " + database_ + " TO " + user +
      "; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA " +
      database_ + " TO " + user);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto storage,
                             PostgresStorage::Open(options));
  EXPECT_THAT(Put(*storage, "a", "1"), IsOk());
}

TEST_F(PostgresStorageTest, WhatCanNotBeOpenedIsRefusedWithTheReason) {
  const std::string host = absl::StrCat("host=", server_.host());
  const struct {
    std::string connection;
    Code code;
    const char* message;
  } kCases[] = {
      {host + " user=nobody dbname=postgres", Code::kFailedPrecondition,
       "does not accept the user"},
      {host + " user=tonus dbname=none", Code::kFailedPrecondition,
       "no such database"},
      {"host=/nowhere user=tonus dbname=postgres", Code::kUnavailable,
       "can not be reached"},
      {"no connection string", Code::kInvalidArgument, "not one of libpq"},
      {host + " password=hunter2", Code::kInvalidArgument,
       "put it into a file"},
      {"postgresql://tonus:hunter2@/postgres", Code::kInvalidArgument,
       "put it into a file"},
      {"host=db.example sslmode=disable", Code::kInvalidArgument, "plaintext"},
      {"host=db.example sslmode=prefer", Code::kInvalidArgument, "plaintext"},
      {"host=localhost,db.example sslmode=allow", Code::kInvalidArgument,
       "plaintext"},
      {"host=a,b,c port=1,2", Code::kInvalidArgument, "lists of 3 and 2"},
  };
  for (const auto& test : kCases) {
    PostgresOptions options;
    options.connection = test.connection;
    options.patience = absl::Milliseconds(300);
    EXPECT_THAT(PostgresStorage::Open(options),
                StatusIs(test.code, AllOf(HasSubstr(test.message),
                                          Not(HasSubstr("hunter2")))))
        << test.connection;
  }
  for (const int connections : {-1, 0, 257}) {
    EXPECT_THAT(Open(connections),
                StatusIs(Code::kInvalidArgument, HasSubstr("connections is")));
  }
}

TEST_F(PostgresStorageTest, NoMoreConnectionsThanAllowed) {
  PostgresProxy proxy(server_.host());
  PostgresOptions options;
  options.connection = absl::StrCat(
      "host=", proxy.host(),
      " user=tonus dbname=postgres options=-csearch_path=", database_);
  options.connections = 3;
  TONUS_ASSERT_OK_AND_ASSIGN(const auto storage,
                             PostgresStorage::Open(options));
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 12; ++thread) {
    threads.emplace_back([&storage, thread] {
      for (int i = 0; i < 20; ++i) {
        EXPECT_THAT(Put(*storage, absl::StrCat(thread, "/", i), "1"), IsOk());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  // One more looked at the schema first.
  EXPECT_LE(proxy.connections(), 1 + 3);
  EXPECT_LE(storage->counters().connections, 3);
  EXPECT_GE(storage->counters().connections, 2);
}

TEST_F(PostgresStorageTest, TwoStoresSeeEachOthersCommits) {
  TONUS_ASSERT_OK_AND_ASSIGN(const auto one, Open());
  TONUS_ASSERT_OK_AND_ASSIGN(const auto other, Open());
  ASSERT_THAT(Put(*one, "a", "1", kAbsent), IsOk());
  TONUS_ASSERT_OK_AND_ASSIGN(const Record first, other->Read("a", kNever));
  EXPECT_EQ(first.value, "1");
  ASSERT_THAT(Put(*other, "a", "2", first.version), IsOk());
  const absl::Status stale = Put(*one, "a", "3", first.version);
  EXPECT_THAT(stale, StatusIs(Code::kAborted));
  EXPECT_THAT(MovedKey(stale), Optional(std::string("a")));
  TONUS_ASSERT_OK_AND_ASSIGN(const Page page,
                             one->Scan(ScanPrefix(""), kNever));
  ASSERT_THAT(page.records, SizeIs(1));
  EXPECT_EQ(page.records[0].value, "2");
}

TEST_F(PostgresStorageTest, AVersionIsGivenOnceWhoeverWrites) {
  TONUS_ASSERT_OK_AND_ASSIGN(const auto one, Open());
  TONUS_ASSERT_OK_AND_ASSIGN(const auto other, Open());
  std::set<int64_t> versions;
  for (int i = 0; i < 20; ++i) {
    ASSERT_THAT(Put(i % 2 == 0 ? *one : *other, "a", "1"), IsOk());
    TONUS_ASSERT_OK_AND_ASSIGN(const Record record, one->Read("a", kNever));
    versions.insert(record.version);
  }
  EXPECT_EQ(versions.size(), 20);
}

// A writer checks a mark and writes below it; a reader moves the mark forward
// and then reads what lies below. Nothing may appear there any more: the feed
// of changes hangs on this.
TEST_F(PostgresStorageTest, NothingIsWrittenBelowAMarkThatHasMoved) {
  TONUS_ASSERT_OK_AND_ASSIGN(const auto writer, Open(8));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto reader, Open());
  ASSERT_THAT(Put(*writer, "mark", "0"), IsOk());
  std::vector<std::thread> threads;
  std::atomic<bool> done = false;
  std::atomic<int> accepted = 0;
  for (int thread = 0; thread < 6; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; !done; ++i) {
        const absl::StatusOr<Record> mark = writer->Read("mark", kNever);
        ASSERT_TRUE(mark.ok()) << mark.status();
        const Mutation entry[] = {
            Mutation::Check("mark", mark->version),
            Mutation::Write(
                absl::StrCat("feed/", mark->value, "/", thread, "/", i), "1",
                kAbsent)};
        const absl::Status status = writer->Commit(entry, kNever);
        ASSERT_TRUE(status.ok() || absl::IsAborted(status)) << status;
        accepted += status.ok() ? 1 : 0;
      }
    });
  }
  std::vector<std::pair<std::string, size_t>> seen;
  for (int round = 1; round <= 40; ++round) {
    for (const int before = accepted; accepted < before + 5;) {
      std::this_thread::yield();
    }
    ASSERT_THAT(Put(*reader, "mark", absl::StrCat(round)), IsOk());
    const std::string below = absl::StrCat("feed/", round - 1, "/");
    TONUS_ASSERT_OK_AND_ASSIGN(const Page page,
                               reader->Scan(ScanPrefix(below), kNever));
    EXPECT_FALSE(page.more);
    seen.emplace_back(below, page.records.size());
  }
  done = true;
  for (std::thread& thread : threads) thread.join();
  size_t written = 0;
  for (const auto& [below, count] : seen) {
    TONUS_ASSERT_OK_AND_ASSIGN(const Page page,
                               reader->Scan(ScanPrefix(below), kNever));
    EXPECT_EQ(page.records.size(), count) << below;
    written += count;
  }
  EXPECT_GT(written, 0);
}

TEST_F(PostgresStorageTest, ASnapshotStaysAsItWas) {
  TONUS_ASSERT_OK_AND_ASSIGN(const auto storage, Open());
  for (const char* key : {"a", "b", "c"}) {
    ASSERT_THAT(Put(*storage, key, "1"), IsOk());
  }
  TONUS_ASSERT_OK_AND_ASSIGN(auto snapshot, storage->Snapshot());
  ScanRequest request = ScanPrefix("");
  request.limit = 1;
  TONUS_ASSERT_OK_AND_ASSIGN(const Page first, snapshot->Scan(request, kNever));
  ASSERT_THAT(first.records, SizeIs(1));
  const Mutation both[] = {Mutation::Write("a", "2"), Mutation::Write("b", "2"),
                           Mutation::Delete("c")};
  ASSERT_THAT(storage->Commit(both, kNever), IsOk());
  request = ScanAfter(request, "a");
  request.limit = kMaxPageRecords;
  TONUS_ASSERT_OK_AND_ASSIGN(const Page rest, snapshot->Scan(request, kNever));
  ASSERT_THAT(rest.records, SizeIs(2));
  EXPECT_EQ(rest.records[0].value, "1");
  EXPECT_THAT(snapshot->Read("c", kNever), IsOk());
  EXPECT_THAT(snapshot->Read("d", kNever), StatusIs(Code::kNotFound));
  EXPECT_THAT(Put(*snapshot, "d", "1"), StatusIs(Code::kInternal));
  snapshot.reset();
  EXPECT_THAT(storage->Read("c", kNever), StatusIs(Code::kNotFound));
}

}  // namespace
}  // namespace tonus::storage
