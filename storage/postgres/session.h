// SPDX-License-Identifier: Apache-2.0
// One connection to the database.

#ifndef TONUS_STORAGE_POSTGRES_SESSION_H_
#define TONUS_STORAGE_POSTGRES_SESSION_H_

#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "storage/postgres/connection_string.h"
#include "storage/postgres/sql_error.h"
#include "storage/postgres/statements.h"

namespace tonus::storage {

// A statement with its parameters, each in the binary format.
struct Statement {
  StatementText text;
  std::vector<std::string> parameters;
};

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using SqlResult = std::unique_ptr<PGresult, ClearResult>;

// Returns a field in the binary format; it lives as long as the result.
absl::string_view Field(const SqlResult& result, int row, int column);

// What the database answered to statements that were sent together.
struct Reply {
  std::vector<SqlResult> results;  // Of those before the one that failed.
  std::optional<SqlError> error;

  // A warning of class 01000 came along, such as that of a commit that was
  // durable here and whose wait for a standby was cancelled.
  bool warned = false;
};

// Used by one thread at a time. Every call returns by its deadline, whatever
// the network does: nothing here blocks but the wait for the socket, and
// looking up the name of a host.
class Session {
 public:
  // Returns nullptr and sets `error` if there is no connection by `deadline`.
  static std::unique_ptr<Session> Connect(const HostParameters& server,
                                          absl::Time deadline, SqlError* error);

  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // Prepares the statements, takes a block of versions and sets limits. This is
  // a commit, so that a server which can not commit, a standby or a primary
  // that was replaced, is not used for reads either.
  std::optional<SqlError> Prepare(absl::Time deadline);

  // Sends all statements at once and awaits their results. After an error the
  // database skips those that follow. Without BEGIN they are one transaction.
  Reply Run(absl::Span<const Statement> statements, absl::Time deadline);

  // Ends a transaction that is open, so that the session can be used again.
  void RollBack(absl::Time deadline);

  // Returns whether the connection works, no transaction is open and a version
  // is left: whether it may be used again.
  bool reusable() const;

  // Returns whether the connection was closed from the other end, or nothing
  // came for so long that the others will not fare better.
  bool lost() const { return lost_; }

  // Returns the next version, which no other commit has. At most
  // kVersionsPerUse times in a use.
  int64_t NextVersion() { return next_version_++; }

 private:
  static constexpr int64_t kVersionsPerUse = 2;

  explicit Session(PGconn* connection);

  std::optional<SqlError> FinishConnecting(absl::Time deadline);
  std::optional<SqlError> TakeVersions(absl::Time deadline);
  bool Send(const Statement& statement);
  Reply Receive(size_t statements, absl::Time deadline);
  // Takes the results of one statement into `reply`, its error included.
  // Returns why there are none.
  std::optional<SqlError> ReceiveOne(absl::Time deadline, Reply* reply);
  // Waits for a result; nullptr is the end of one statement's.
  std::optional<SqlError> Next(absl::Time deadline, SqlResult* result);
  std::optional<SqlError> Wait(int events, absl::Time deadline);
  SqlError Lost();
  static void TakeNotice(void* session, const PGresult* notice);

  PGconn* const connection_;
  bool broken_ = false;
  bool lost_ = false;
  absl::Time sent_;  // When an answer was last asked for.
  bool warned_ = false;
  int64_t next_version_ = 0;
  int64_t end_of_versions_ = 0;
};

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_POSTGRES_SESSION_H_
