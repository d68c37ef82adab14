// SPDX-License-Identifier: Apache-2.0
// A primary with two standbys, of which any one must confirm a commit: what was
// acknowledged is never lost and never applied twice, whoever dies.

#include <signal.h>

#include <atomic>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/key_range.h"
#include "storage/postgres/postgres_storage.h"
#include "storage/steady_now.h"
#include "storage/unknown_outcome.h"
#include "tests/storage/postgres_server.h"
#include "tests/testing/matchers.h"

namespace tonus::storage {
namespace {

using ::tonus::testing::IsOk;
using ::tonus::testing::StatusIs;
using Code = absl::StatusCode;

constexpr absl::Time kNever = absl::InfiniteFuture();
constexpr int kWriters = 4;
constexpr int kWritesPerPhase = 200;

class PostgresFailoverTest : public ::testing::Test {
 protected:
  PostgresFailoverTest() {
    WaitFor([this] {
      return primary_.Run(
                 "SELECT count(*) FROM pg_stat_replication "
                 "WHERE state = 'streaming' AND sync_state = 'quorum'") == "2";
    });
    database_ = primary_.NewDatabase();
  }

  static void WaitFor(const std::function<bool()>& done) {
    while (!done()) continue;  // It asks a server each time.
  }

  // A store that knows all servers, the primary first.
  std::unique_ptr<PostgresStorage> Open() const {
    PostgresOptions options;
    options.connection = absl::StrCat(
        "host=", primary_.host(), ",", north_->host(), ",", south_->host(),
        " user=tonus dbname=postgres options=-csearch_path=", database_);
    options.patience = absl::Seconds(60);
    auto storage = PostgresStorage::Open(options);
    EXPECT_THAT(storage, IsOk());
    return *std::move(storage);
  }

  // Makes the standby that has received most the primary, once neither listens
  // to the old one any more. Returns it.
  PostgresServer& Promote() const {
    for (PostgresServer* standby : {north_.get(), south_.get()}) {
      standby->Run("ALTER SYSTEM SET primary_conninfo = ''");
      standby->Run("SELECT pg_reload_conf()");
      WaitFor([standby] {
        return standby->Run("SELECT count(*) FROM pg_stat_wal_receiver") == "0";
      });
    }
    const std::string difference = north_->Run(
        absl::StrCat("SELECT pg_last_wal_receive_lsn() >= '",
                     south_->Run("SELECT pg_last_wal_receive_lsn()"), "'"));
    PostgresServer& chosen = difference == "t" ? *north_ : *south_;
    PostgresServer& other = difference == "t" ? *south_ : *north_;
    EXPECT_EQ(chosen.Run("SELECT pg_promote()"), "t");
    other.Run(absl::StrCat("ALTER SYSTEM SET primary_conninfo = 'host=",
                           chosen.host(), " user=tonus application_name=",
                           &other == north_.get() ? "north" : "south", "'"));
    other.Run("SELECT pg_reload_conf()");
    return chosen;
  }

  PostgresServer primary_{{"synchronous_standby_names=ANY 1 (north, south)"}};
  const std::unique_ptr<PostgresServer> north_ =
      PostgresServer::StandbyOf(primary_, "north");
  const std::unique_ptr<PostgresServer> south_ =
      PostgresServer::StandbyOf(primary_, "south");
  std::string database_;
};

absl::Status Put(Storage& storage, const std::string& key,
                 absl::Time deadline = kNever) {
  const Mutation write[] = {Mutation::Write(key, "1", kAbsent)};
  return storage.Commit(write, deadline);
}

// Writes entries 1, 2, 3, ... and the number of them, each pair in one commit,
// until told to stop. What is unknown it finds out by reading.
class Writer {
 public:
  Writer(PostgresStorage* storage, std::string name)
      : storage_(storage), name_(std::move(name)), thread_([this] { Run(); }) {}

  int acknowledged() const { return acknowledged_; }
  // Returns when so many were acknowledged.
  void Await(int count) const {
    for (int now = acknowledged_; now < count; now = acknowledged_) {
      acknowledged_.wait(now);
    }
  }
  int unknown() const { return unknown_; }
  absl::Duration longest_gap() const { return longest_gap_; }

  void Stop() {
    stopped_ = true;
    thread_.join();
  }

  // Every acknowledged entry is there, and each was counted once.
  void Check(PostgresStorage& storage) const {
    const absl::StatusOr<Record> counted = storage.Read(name_, kNever);
    ASSERT_THAT(counted, IsOk());
    EXPECT_GE(Number(*counted), acknowledged_);
    int found = 0;
    ScanRequest request = ScanPrefix(name_ + "/");
    for (bool more = true; more;) {
      const absl::StatusOr<Page> page = storage.Scan(request, kNever);
      ASSERT_THAT(page, IsOk());
      found += static_cast<int>(page->records.size());
      more = page->more;
      if (more) request = ScanAfter(request, page->records.back().key);
    }
    EXPECT_EQ(found, Number(*counted));
    // Each number once, none left out.
    EXPECT_THAT(storage.Read(Entry(found), kNever), IsOk());
  }

 private:
  static int Number(const Record& record) {
    int number = 0;
    EXPECT_TRUE(absl::SimpleAtoi(record.value, &number));
    return number;
  }
  std::string Entry(int i) const { return absl::StrCat(name_, "/", i); }

  void Run() {
    absl::Time last = SteadyNow();
    while (!stopped_) {
      const absl::Time deadline = SteadyNow() + absl::Seconds(8);
      const absl::StatusOr<Record> counted = storage_->Read(name_, deadline);
      if (!counted.ok() && !absl::IsNotFound(counted.status())) continue;
      const int number = counted.ok() ? Number(*counted) : 0;
      // Whatever was acknowledged is seen by every read that follows.
      ASSERT_GE(number, acknowledged_);
      const Mutation next[] = {
          Mutation::Write(name_, absl::StrCat(number + 1),
                          counted.ok() ? counted->version : kAbsent),
          Mutation::Write(Entry(number + 1), "1", kAbsent)};
      const absl::Status status = storage_->Commit(next, deadline);
      unknown_ += IsUnknownOutcome(status) ? 1 : 0;
      if (!status.ok()) continue;
      acknowledged_ = number + 1;
      acknowledged_.notify_all();
      longest_gap_ = std::max(longest_gap_, SteadyNow() - last);
      last = SteadyNow();
    }
  }

  PostgresStorage* const storage_;
  const std::string name_;
  std::atomic<bool> stopped_ = false;
  std::atomic<int> acknowledged_ = 0;
  std::atomic<int> unknown_ = 0;
  absl::Duration longest_gap_;
  std::thread thread_;
};

class Writers {
 public:
  explicit Writers(PostgresStorage* storage) {
    for (int i = 0; i < kWriters; ++i) {
      writers_.push_back(
          std::make_unique<Writer>(storage, absl::StrCat("writer", i)));
    }
  }

  // Returns when each has written so many more.
  void AwaitWrites() const {
    for (const auto& writer : writers_) {
      writer->Await(writer->acknowledged() + kWritesPerPhase / kWriters);
    }
  }

  void StopAndCheck(const char* what, PostgresStorage& storage) {
    int acknowledged = 0;
    int unknown = 0;
    absl::Duration gap;
    for (const auto& writer : writers_) writer->Stop();
    for (const auto& writer : writers_) {
      writer->Check(storage);
      acknowledged += writer->acknowledged();
      unknown += writer->unknown();
      gap = std::max(gap, writer->longest_gap());
    }
    std::cout << what << ": " << acknowledged << " acknowledged, " << unknown
              << " unknown outcomes, longest gap " << gap << std::endl;
  }

 private:
  std::vector<std::unique_ptr<Writer>> writers_;
};

TEST_F(PostgresFailoverTest, NothingIsLostOrDoubledWhenThePrimaryIsKilled) {
  const auto storage = Open();
  Writers writers(storage.get());
  writers.AwaitWrites();
  primary_.Stop(SIGKILL);
  Promote();
  writers.AwaitWrites();
  const auto fresh = Open();
  writers.StopAndCheck("kill -9", *fresh);
}

// It stops, is replaced, and goes on as if nothing had happened, first in the
// list of servers.
TEST_F(PostgresFailoverTest, AZombieAcknowledgesNothing) {
  const auto storage = Open();
  Writers writers(storage.get());
  writers.AwaitWrites();
  primary_.Signal(SIGSTOP);
  PostgresServer& chosen = Promote();
  writers.AwaitWrites();
  primary_.Signal(SIGCONT);
  writers.AwaitWrites();
  // Opened anew the store finds the one that can commit, and reads there.
  const auto fresh = Open();
  ASSERT_THAT(Put(*fresh, "fresh"), IsOk());
  EXPECT_EQ(chosen.Run("SELECT count(*) FROM tonus_record "
                       "WHERE key = 'fresh'",
                       database_),
            "1");
  writers.StopAndCheck("zombie", *fresh);
}

TEST_F(PostgresFailoverTest, WithoutAStandbyACommitStaysOpenUntilItsDeadline) {
  const auto storage = Open();
  ASSERT_THAT(Put(*storage, "before"), IsOk());
  north_->Stop(SIGQUIT);
  ASSERT_THAT(Put(*storage, "one is enough"), IsOk());
  south_->Stop(SIGQUIT);
  const absl::Time deadline = SteadyNow() + absl::Milliseconds(300);
  const absl::Status open = Put(*storage, "open", deadline);
  EXPECT_THAT(open, StatusIs(Code::kUnavailable));
  EXPECT_TRUE(IsUnknownOutcome(open));
  EXPECT_GE(SteadyNow(), deadline);
  // A connection that can not commit is none.
  const absl::Status later =
      Put(*storage, "later", SteadyNow() + absl::Milliseconds(300));
  EXPECT_FALSE(later.ok() || IsUnknownOutcome(later)) << later;
  // Nor is there one to read on: a primary without standbys may be one that
  // was replaced, and what it holds may be on no other disk.
  EXPECT_THAT(storage->Read("before", SteadyNow() + absl::Milliseconds(300)),
              ::testing::AnyOf(StatusIs(Code::kUnavailable),
                               StatusIs(Code::kDeadlineExceeded)));
  south_->Start();
  EXPECT_THAT(storage->Read("before", kNever), IsOk());
  EXPECT_THAT(Put(*storage, "again"), IsOk());
  EXPECT_THAT(storage->Read("open", kNever), IsOk());
  EXPECT_THAT(storage->Read("later", kNever), StatusIs(Code::kNotFound));
}

TEST_F(PostgresFailoverTest, ACancelledWaitForAStandbyIsNoSuccess) {
  const auto storage = Open();
  ASSERT_THAT(Put(*storage, "before"), IsOk());
  north_->Stop(SIGQUIT);
  south_->Stop(SIGQUIT);
  std::thread writer([&storage] {
    const absl::Status status = Put(*storage, "cancelled");
    EXPECT_THAT(status, StatusIs(Code::kUnavailable));
    EXPECT_TRUE(IsUnknownOutcome(status));
  });
  WaitFor([this] {
    return primary_.Run(
               "SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity "
               "WHERE wait_event = 'SyncRep' AND application_name = 'tonus'") ==
           "1";
  });
  writer.join();
  // The primary took it for a success.
  EXPECT_EQ(primary_.Run("SELECT count(*) FROM tonus_record "
                         "WHERE key = 'cancelled'",
                         database_),
            "1");
}

// The primary shows what it committed for itself alone. Whoever repeats its
// acknowledgement must wait for a standby first, whatever is cancelled.
TEST_F(PostgresFailoverTest, WhatNoStandbyHasIsNotTakenForDurable) {
  const auto storage = Open();
  const auto other = Open();  // Another server, connected before.
  ASSERT_THAT(Put(*storage, "before"), IsOk());
  ASSERT_THAT(other->Read("before", kNever), IsOk());
  north_->Stop(SIGQUIT);
  south_->Stop(SIGQUIT);
  std::atomic<bool> stopped = false;
  std::thread canceller([&] {
    while (!stopped) {
      primary_.Run(
          "SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity "
          "WHERE wait_event = 'SyncRep' AND application_name = 'tonus'");
    }
  });
  EXPECT_TRUE(IsUnknownOutcome(Put(*storage, "cancelled")));
  const auto soon = [] { return SteadyNow() + absl::Milliseconds(500); };
  const auto in_vain = ::testing::AnyOf(StatusIs(Code::kUnavailable),
                                        StatusIs(Code::kDeadlineExceeded));
  EXPECT_THAT(storage->Read("cancelled", soon()), in_vain);
  EXPECT_THAT(storage->Scan(ScanPrefix(""), soon()), in_vain);
  TONUS_ASSERT_OK_AND_ASSIGN(const Record seen,
                             other->Read("cancelled", kNever));
  const Mutation check[] = {Mutation::Check(seen.key, seen.version)};
  EXPECT_THAT(other->Commit(check, soon()), in_vain);
  stopped = true;
  canceller.join();

  south_->Start();
  EXPECT_THAT(storage->Read("cancelled", kNever), IsOk());
  EXPECT_THAT(other->Commit(check, kNever), IsOk());
  EXPECT_EQ(primary_.Run("SELECT count(*) FROM tonus_store", database_), "2");
}

}  // namespace
}  // namespace tonus::storage
