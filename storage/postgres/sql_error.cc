// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/sql_error.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "storage/driver_detail.h"

namespace tonus::storage {
namespace {

struct Row {
  absl::string_view prefix;  // Of the SQLSTATE; the first row that fits counts.
  Action action;
  bool leaves_commit_open;
};

// What an error tells of a COMMIT: that of a conflict was rolled back; a server
// that goes down, a cancelled statement, a broken connection and what the
// server can not explain may each come after the transaction was already
// durable.
constexpr Row kRows[] = {
    {"40001", Action::kRetry, false},      // serialization_failure
    {"40P01", Action::kRetry, false},      // deadlock_detected
    {"40003", Action::kReconnect, true},   // statement_completion_unknown
    {"40", Action::kRetry, false},         // transaction_rollback
    {"08", Action::kReconnect, true},      // connection_exception
    {"0A", Action::kReconnect, false},     // not_supported: by a hot standby
    {"25006", Action::kReconnect, false},  // read_only_sql_transaction
    {"25", Action::kReconnect, false},     // invalid_transaction_state
    {"53", Action::kShed, false},          // insufficient_resources
    {"57P", Action::kReconnect, true},     // *_shutdown, cannot_connect_now
    {"57", Action::kReconnect, true},      // query_canceled
    {"58", Action::kReconnect, true},      // system_error
    {"22", Action::kRefuse, false},        // data_exception
    {"23", Action::kRefuse, false},        // integrity_constraint_violation
    {"26", Action::kRefuse, false},        // invalid_sql_statement_name
    {"28", Action::kRefuse, false},  // invalid_authorization_specification
    {"3D", Action::kRefuse, false},  // invalid_catalog_name
    {"3F", Action::kRefuse, false},  // invalid_schema_name
    {"42", Action::kRefuse, false},  // syntax_error_or_access_rule_violation
    {"", Action::kRefuse, true},     // internal_error, data_corrupted, ...
};

const Row& RowOf(absl::string_view sql_state) {
  const Row* row = &kRows[0];
  while (!absl::StartsWith(sql_state, row->prefix)) ++row;
  return *row;
}

}  // namespace

Action ActionFor(const SqlError& error) {
  return error.sql_state.empty() ? Action::kReconnect
                                 : RowOf(error.sql_state).action;
}

bool LeavesCommitOpen(const SqlError& error) {
  return error.sql_state.empty() || RowOf(error.sql_state).leaves_commit_open;
}

absl::Status ToStatus(const SqlError& error) {
  const std::string detail = absl::StrCat(
      error.sql_state.empty() ? "" : absl::StrCat("SQLSTATE ", error.sql_state),
      error.sql_state.empty() || error.detail.empty() ? "" : ": ",
      error.detail);
  switch (ActionFor(error)) {
    case Action::kRetry:
      return WithDriverDetail(
          absl::UnavailableError("other commits came first again and again"),
          detail);
    case Action::kReconnect:
      return WithDriverDetail(
          absl::UnavailableError("the database can not be reached"), detail);
    case Action::kShed:
      return WithDriverDetail(
          absl::ResourceExhaustedError(
              "the database has no space, memory or connection left"),
          detail);
    case Action::kRefuse:
      return WithDriverDetail(
          error.sql_state == "XX001" || error.sql_state == "XX002"
              ? absl::DataLossError("stored data is corrupt")
              : absl::InternalError("the database refused a statement"),
          detail);
  }
  return absl::InternalError("no such action");
}

}  // namespace tonus::storage
