// SPDX-License-Identifier: Apache-2.0
// What the PostgreSQL backend makes of everything that a database and the way
// to it can do: what is tried again, what is told, and what is left open.

#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/driver_detail.h"
#include "storage/key_range.h"
#include "storage/postgres/postgres_storage.h"
#include "storage/steady_now.h"
#include "storage/unknown_outcome.h"
#include "tests/storage/postgres_proxy.h"
#include "tests/storage/postgres_server.h"
#include "tests/testing/matchers.h"

namespace tonus::storage {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::tonus::testing::IsOk;
using ::tonus::testing::StatusIs;
using Code = absl::StatusCode;
using Kind = Mischief::Kind;

constexpr absl::Time kNever = absl::InfiniteFuture();
// Long enough for whatever this machine does meanwhile.
constexpr absl::Duration kLong = absl::Seconds(30);
constexpr absl::Duration kShort = absl::Milliseconds(150);
// Connecting takes some of it, on a busy machine too.
constexpr absl::Duration kPatience = absl::Seconds(1);

std::unique_ptr<PostgresStorage> Open(const std::string& connection,
                                      absl::Duration patience = kLong) {
  PostgresOptions options;
  options.connection = connection;
  options.patience = patience;
  absl::StatusOr<std::unique_ptr<PostgresStorage>> storage =
      PostgresStorage::Open(options);
  EXPECT_THAT(storage, IsOk());
  return *std::move(storage);
}

// A store whose database is behind a proxy.
class PostgresFaultTest : public ::testing::Test {
 protected:
  std::string ThroughProxy() const {
    return absl::StrCat(
        "host=", proxy_.host(),
        " user=tonus dbname=postgres options=-csearch_path=", database_);
  }

  // Writes a new key, expecting that it is new; `deadline` is that of the call.
  absl::Status Put(const std::string& key, absl::Time deadline = kNever) {
    const Mutation write[] = {Mutation::Write(key, "1", kAbsent)};
    return storage_->Commit(write, deadline);
  }

  // Returns whether the key is there, asked without the proxy.
  bool Exists(const std::string& key) const {
    const absl::Status read = direct_->Read(key, kNever).status();
    EXPECT_TRUE(read.ok() || absl::IsNotFound(read)) << read;
    return read.ok();
  }

  PostgresServer& server_ = PostgresServer::Shared();
  const std::string database_ = server_.NewDatabase();
  PostgresProxy proxy_{server_.host()};
  std::unique_ptr<PostgresStorage> direct_ =
      Open(server_.Connection(database_));
  std::unique_ptr<PostgresStorage> storage_ = Open(ThroughProxy());
};

enum class Answer { kApplied, kRefused, kUnknown };

struct SqlStateCase {
  const char* sql_state;
  // As the answer to the first request, which reads, and to a write.
  Code before_commit;
  // As the answer to COMMIT.
  Answer at_commit;
  Code code_at_commit;
};

// What is refused or certainly undone is applied when it is tried again.
constexpr SqlStateCase kSqlStates[] = {
    // serialization_failure, deadlock_detected
    {"40001", Code::kOk, Answer::kApplied, Code::kOk},
    {"40P01", Code::kOk, Answer::kApplied, Code::kOk},
    // statement_completion_unknown
    {"40003", Code::kOk, Answer::kUnknown, Code::kUnavailable},
    // admin_shutdown, crash_shutdown, cannot_connect_now
    {"57P01", Code::kOk, Answer::kUnknown, Code::kUnavailable},
    {"57P02", Code::kOk, Answer::kUnknown, Code::kUnavailable},
    {"57P03", Code::kOk, Answer::kUnknown, Code::kUnavailable},
    // query_canceled
    {"57014", Code::kOk, Answer::kUnknown, Code::kUnavailable},
    // connection_exception, connection_failure, transaction_resolution_unknown
    {"08000", Code::kOk, Answer::kUnknown, Code::kUnavailable},
    {"08006", Code::kOk, Answer::kUnknown, Code::kUnavailable},
    {"08007", Code::kOk, Answer::kUnknown, Code::kUnavailable},
    // feature_not_supported, which is SERIALIZABLE on a hot standby
    {"0A000", Code::kOk, Answer::kApplied, Code::kOk},
    // read_only_sql_transaction
    {"25006", Code::kOk, Answer::kApplied, Code::kOk},
    // disk_full, out_of_memory, too_many_connections
    {"53100", Code::kResourceExhausted, Answer::kRefused,
     Code::kResourceExhausted},
    {"53200", Code::kResourceExhausted, Answer::kRefused,
     Code::kResourceExhausted},
    {"53300", Code::kResourceExhausted, Answer::kRefused,
     Code::kResourceExhausted},
    // numeric_value_out_of_range, unique_violation, insufficient_privilege,
    // undefined_table
    {"22003", Code::kInternal, Answer::kRefused, Code::kInternal},
    {"23505", Code::kInternal, Answer::kRefused, Code::kInternal},
    {"42501", Code::kInternal, Answer::kRefused, Code::kInternal},
    {"42P01", Code::kInternal, Answer::kRefused, Code::kInternal},
    // data_corrupted, internal_error
    {"XX001", Code::kDataLoss, Answer::kUnknown, Code::kUnavailable},
    {"XX000", Code::kInternal, Answer::kUnknown, Code::kUnavailable},
};

void ExpectNoDriverText(const absl::Status& status) {
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("secret")));
  const auto detail = status.GetPayload(kDriverDetailTypeUrl);
  if (detail.has_value()) {
    EXPECT_THAT(std::string(*detail), Not(HasSubstr("secret")));
  }
}

TEST_F(PostgresFaultTest, ASqlStateBeforeCommitSaysWhatWillBe) {
  for (const SqlStateCase& row : kSqlStates) {
    // The first answer of a request, be it the one that reads or that writes.
    for (const char* when : {"tonus_versions", "tonus_write"}) {
      SCOPED_TRACE(absl::StrCat(row.sql_state, " ", when));
      const std::string key = absl::StrCat(row.sql_state, when);
      proxy_.Do({Kind::kAnswer, row.sql_state, when, 0});
      const absl::Status status = Put(key);
      EXPECT_THAT(status, StatusIs(row.before_commit));
      EXPECT_FALSE(IsUnknownOutcome(status));
      EXPECT_EQ(Exists(key), status.ok());
      ExpectNoDriverText(status);
      EXPECT_TRUE(proxy_.Done());
    }
  }
}

TEST_F(PostgresFaultTest, ASqlStateOfCommitSaysWhatIsKnown) {
  for (const SqlStateCase& row : kSqlStates) {
    SCOPED_TRACE(row.sql_state);
    proxy_.Do({.kind = Kind::kAnswer, .sql_state = row.sql_state});
    const absl::Status status = Put(row.sql_state);
    EXPECT_THAT(status, StatusIs(row.code_at_commit));
    EXPECT_EQ(IsUnknownOutcome(status), row.at_commit == Answer::kUnknown);
    // The server never saw it, which the store could not know.
    EXPECT_EQ(Exists(row.sql_state), row.at_commit == Answer::kApplied);
    ExpectNoDriverText(status);
    EXPECT_TRUE(proxy_.Done());
  }
}

TEST_F(PostgresFaultTest, ReadsAreTriedAgainUnlessThatIsNoUse) {
  ASSERT_THAT(Put("a"), IsOk());
  for (const SqlStateCase& row : kSqlStates) {
    SCOPED_TRACE(row.sql_state);
    proxy_.Do({Kind::kAnswer, row.sql_state, "tonus_read", 1});
    EXPECT_THAT(storage_->Read("a", kNever), StatusIs(row.before_commit));
    proxy_.Do({Kind::kAnswer, row.sql_state, "tonus_scan_forward", 2});
    EXPECT_THAT(storage_->Scan(ScanPrefix(""), kNever),
                StatusIs(row.before_commit));
    EXPECT_TRUE(proxy_.Done());
  }
}

TEST_F(PostgresFaultTest, AConnectionLostBeforeCommitIsMadeAgain) {
  proxy_.Do({.kind = Kind::kCutBefore, .when = "tonus_versions"});
  EXPECT_THAT(Put("a"), IsOk());
  proxy_.Do({.kind = Kind::kCutAfter, .when = "tonus_versions"});
  EXPECT_THAT(Put("b"), IsOk());
  proxy_.Do({.kind = Kind::kCutBefore, .when = "tonus_read"});
  EXPECT_THAT(storage_->Read("a", kNever), IsOk());
  EXPECT_TRUE(proxy_.Done());
  EXPECT_TRUE(Exists("a") && Exists("b"));
}

TEST_F(PostgresFaultTest, AConnectionLostAtCommitLeavesTheOutcomeOpen) {
  proxy_.Do({.kind = Kind::kCutBefore});
  const absl::Status before = Put("before");
  EXPECT_FALSE(Exists("before"));
  proxy_.Do({.kind = Kind::kCutAfter});
  const absl::Status after = Put("after");
  EXPECT_TRUE(Exists("after"));
  for (const absl::Status& status : {before, after}) {
    EXPECT_THAT(status, StatusIs(Code::kUnavailable));
    EXPECT_TRUE(IsUnknownOutcome(status));
  }
  EXPECT_EQ(storage_->counters().unknown_outcomes, 2);
  EXPECT_THAT(Put("later"), IsOk());
}

TEST_F(PostgresFaultTest, ChecksAloneLeaveNothingOpen) {
  ASSERT_THAT(Put("a"), IsOk());
  TONUS_ASSERT_OK_AND_ASSIGN(const Record a, storage_->Read("a", kNever));
  const Mutation check[] = {Mutation::Check("a", a.version)};
  for (const Kind kind : {Kind::kCutBefore, Kind::kCutAfter}) {
    proxy_.Do({.kind = kind, .when = "COMMIT"});
    EXPECT_THAT(storage_->Commit(check, kNever), IsOk());
    EXPECT_TRUE(proxy_.Done());
  }
}

TEST_F(PostgresFaultTest, ADeadlineEndsAHangingStatement) {
  ASSERT_THAT(Put("a"), IsOk());
  proxy_.Do({.kind = Kind::kHang, .when = "tonus_read"});
  absl::Time deadline = SteadyNow() + kShort;
  EXPECT_THAT(storage_->Read("a", deadline), StatusIs(Code::kDeadlineExceeded));
  EXPECT_GE(SteadyNow(), deadline);

  proxy_.Do({.kind = Kind::kHang, .when = "tonus_versions"});
  deadline = SteadyNow() + kShort;
  EXPECT_THAT(Put("b", deadline), StatusIs(Code::kDeadlineExceeded));
  EXPECT_GE(SteadyNow(), deadline);
  EXPECT_FALSE(Exists("b"));
  EXPECT_TRUE(proxy_.Done());
  EXPECT_THAT(Put("b"), IsOk());
}

TEST_F(PostgresFaultTest, ADeadlineEndsAHangingCommitAndLeavesItOpen) {
  proxy_.Do({.kind = Kind::kHang});
  const absl::Time deadline = SteadyNow() + kShort;
  const absl::Status status = Put("a", deadline);
  EXPECT_THAT(status, StatusIs(Code::kUnavailable));
  EXPECT_TRUE(IsUnknownOutcome(status));
  EXPECT_GE(SteadyNow(), deadline);
  EXPECT_THAT(Put("b"), IsOk());
}

TEST_F(PostgresFaultTest, PatienceEndsACallWithoutADeadline) {
  const std::unique_ptr<PostgresStorage> hasty =
      Open(ThroughProxy(), kPatience);
  proxy_.Do({.kind = Kind::kHang, .when = "tonus_read"});
  EXPECT_THAT(hasty->Read("a", kNever), StatusIs(Code::kUnavailable));
  EXPECT_TRUE(proxy_.Done());
  EXPECT_THAT(hasty->Read("a", kNever), StatusIs(Code::kNotFound));
}

TEST_F(PostgresFaultTest, ADeadlineEndsTheWaitForAConnection) {
  PostgresOptions options;
  options.connection = ThroughProxy();
  options.connections = 1;
  TONUS_ASSERT_OK_AND_ASSIGN(const auto narrow, PostgresStorage::Open(options));
  proxy_.Do({.kind = Kind::kHang, .when = "tonus_read"});
  const absl::Time hangs_until = SteadyNow() + absl::Seconds(2);
  std::thread busy([&] {
    EXPECT_THAT(narrow->Read("a", hangs_until),
                StatusIs(Code::kDeadlineExceeded));
  });
  while (!proxy_.Done()) std::this_thread::yield();
  EXPECT_THAT(narrow->Read("a", SteadyNow() + kShort),
              StatusIs(Code::kDeadlineExceeded));
  busy.join();
  EXPECT_THAT(narrow->Read("a", kNever), StatusIs(Code::kNotFound));
}

TEST_F(PostgresFaultTest, AServerThatEndsItsConnectionsIsJoinedAgain) {
  ASSERT_THAT(Put("a"), IsOk());
  server_.Run(
      "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
      "WHERE pid <> pg_backend_pid() AND application_name = 'tonus'");
  EXPECT_THAT(storage_->Read("a", kNever), IsOk());
  EXPECT_THAT(Put("b"), IsOk());
}

}  // namespace
}  // namespace tonus::storage
