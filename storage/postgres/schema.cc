// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/schema.h"

#include <memory>
#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "storage/postgres/backoff.h"
#include "storage/postgres/schema_text.h"
#include "storage/postgres/session.h"
#include "storage/postgres/wire_values.h"
#include "storage/steady_now.h"

namespace tonus::storage {
namespace {

constexpr absl::string_view kUndefinedTable = "42P01";

// What two servers that create the schema at the same time may meet.
bool IsRaceOfCreators(absl::string_view sql_state) {
  return sql_state == "23505" || sql_state == "42P07" || sql_state == "42710";
}

absl::string_view WithoutComments(absl::string_view sql) {
  sql = absl::StripAsciiWhitespace(sql);
  while (absl::StartsWith(sql, "--")) {
    const size_t end = sql.find('\n');
    if (end == absl::string_view::npos) return "";
    sql = absl::StripAsciiWhitespace(sql.substr(end));
  }
  return sql;
}

absl::Status Refusal(const SqlError& error) {
  absl::string_view what = "the database refused a statement";
  if (absl::StartsWith(error.sql_state, "28")) {
    what = "the database does not accept the user or the password";
  } else if (error.sql_state == "3D000") {
    what = "there is no such database";
  } else if (error.sql_state == "42501" || error.sql_state == "3F000") {
    what =
        "the database user may not create or use the tables; "
        "storage/postgres/schema.sql says what is needed";
  }
  return absl::FailedPreconditionError(
      absl::StrCat(what, " (SQLSTATE ", error.sql_state, ")"));
}

// Returns the version of the schema; nullopt if there is no schema.
std::optional<SqlError> ReadVersion(Session& session, absl::Time deadline,
                                    std::optional<int64_t>* version) {
  const Reply reply = session.Run({Statement{kReadSchema, {}}}, deadline);
  *version = std::nullopt;
  if (reply.error.has_value()) {
    if (reply.error->sql_state == kUndefinedTable) return std::nullopt;
    return reply.error;
  }
  if (PQntuples(reply.results[0].get()) == 1) {
    *version = DecodeBigint(Field(reply.results[0], 0, 0));
  }
  return std::nullopt;
}

// Each statement by itself: no definition in a transaction.
std::optional<SqlError> Create(Session& session, absl::Time deadline) {
  for (const std::string& statement : SchemaStatements()) {
    const Reply reply =
        session.Run({Statement{{"", statement.c_str()}, {}}}, deadline);
    if (reply.error.has_value()) return reply.error;
  }
  return std::nullopt;
}

std::optional<SqlError> Ensure(const HostParameters& server,
                               absl::Time deadline,
                               std::optional<int64_t>* version) {
  SqlError error;
  const std::unique_ptr<Session> session =
      Session::Connect(server, deadline, &error);
  if (session == nullptr) return error;
  if (auto failed = ReadVersion(*session, deadline, version)) return failed;
  if (version->has_value()) return std::nullopt;
  if (auto failed = Create(*session, deadline)) {
    if (!IsRaceOfCreators(failed->sql_state)) return failed;
    failed->sql_state = "40001";  // Passes: to be tried again.
    return failed;
  }
  return ReadVersion(*session, deadline, version);
}

}  // namespace

std::vector<std::string> SchemaStatements() {
  std::vector<std::string> statements;
  for (const absl::string_view part :
       absl::StrSplit(absl::string_view(kSchemaText), ";\n")) {
    const absl::string_view statement = WithoutComments(part);
    if (!statement.empty()) statements.emplace_back(statement);
  }
  return statements;
}

absl::Status EnsureSchema(const std::vector<HostParameters>& servers,
                          absl::Time deadline) {
  Backoff backoff;
  SqlError error;
  do {
    for (size_t i = 0; i < servers.size(); ++i) {
      // Half of what is left is for all of them, so that there is a next round.
      const auto waiting = static_cast<int64_t>(servers.size() - i);
      const absl::Time until =
          SteadyNow() + (deadline - SteadyNow()) / (2 * waiting);
      std::optional<int64_t> version;
      const std::optional<SqlError> failed =
          Ensure(servers[i], until, &version);
      if (!failed.has_value() && version == kSchemaVersion) {
        return absl::OkStatus();
      }
      if (!failed.has_value()) {
        return absl::FailedPreconditionError(absl::StrCat(
            "the database has the schema version ", version.value_or(0),
            ", this program uses version ", kSchemaVersion));
      }
      // The last tries have little time; a reason that was told says more.
      if (!failed->timed_out || error.detail.empty()) error = *failed;
      if (ActionFor(*failed) == Action::kRefuse) return Refusal(*failed);
    }
  } while (backoff.Sleep(deadline));
  const absl::Status status = ToStatus(error);
  return absl::Status(
      status.code(),
      absl::StrCat(status.message(), ": ",
                   error.sql_state.empty() ? error.detail
                                           : "SQLSTATE " + error.sql_state));
}

}  // namespace tonus::storage
