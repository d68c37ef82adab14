// SPDX-License-Identifier: Apache-2.0
// What went wrong between us and the database, and what to do about it.

#ifndef TONUS_STORAGE_POSTGRES_SQL_ERROR_H_
#define TONUS_STORAGE_POSTGRES_SQL_ERROR_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tonus::storage {

struct SqlError {
  // Five characters; empty if the database said nothing: the connection was
  // lost or could not be made, or the time was up.
  std::string sql_state;
  bool timed_out = false;

  // For the operator: neither keys nor values.
  std::string detail;

  // How many of the statements that were sent have a result. This is the one
  // that failed, if the database said so.
  size_t answered = 0;
};

enum class Action {
  kRetry,      // A conflict: the whole transaction again.
  kReconnect,  // This server can not, now: on another connection.
  kShed,       // No space, memory or connection: not now.
  kRefuse,     // A fault of ours, or of the database's administration.
};

// What to do about an error, once it is certain that nothing was applied.
Action ActionFor(const SqlError& error);

// Returns whether the error, as the answer to COMMIT, leaves open whether the
// transaction was applied.
bool LeavesCommitOpen(const SqlError& error);

// The error in the terms of storage.h, if nothing was applied and trying again
// is no use or was of no use.
absl::Status ToStatus(const SqlError& error);

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_POSTGRES_SQL_ERROR_H_
