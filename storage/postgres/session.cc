// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/session.h"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "storage/postgres/backoff.h"
#include "storage/postgres/wire_values.h"
#include "storage/steady_now.h"

namespace tonus::storage {
namespace {

// A connection takes a new block after so many commits, and so is replaced.
constexpr int64_t kVersionsPerBlock = int64_t{1} << 20;
constexpr int64_t kMaxBlock = (int64_t{1} << 43) - 1;

// A caller in a hurry says nothing about the server; one who waited so long in
// vain does.
constexpr absl::Duration kSilence = absl::Seconds(1);

constexpr size_t kSqlStateLength = 5;
constexpr absl::string_view kGenericWarning = "01000";
constexpr absl::string_view kInvalidPassword = "28P01";

// The SQLSTATE at the end of what libpq says of a failed connection when told
// to say no more; it keeps no field for it.
std::string SqlStateIn(absl::string_view message) {
  message = absl::StripAsciiWhitespace(message);
  if (message.size() < kSqlStateLength + 2) return "";
  const absl::string_view state =
      message.substr(message.size() - kSqlStateLength);
  const absl::string_view before =
      message.substr(0, message.size() - kSqlStateLength);
  const bool is_state = std::all_of(state.begin(), state.end(), [](char c) {
    return absl::ascii_isdigit(c) || absl::ascii_isupper(c);
  });
  return is_state &&
                 (absl::EndsWith(before, ": ") || absl::EndsWith(before, ":  "))
             ? std::string(state)
             : "";
}

SqlError TimeIsUp() {
  SqlError error;
  error.timed_out = true;
  error.detail = "no answer in time";
  return error;
}

SqlError Refused(const PGresult* result) {
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  SqlError error;
  // Nothing more: the message and its details may hold keys.
  if (state != nullptr) error.sql_state = state;
  return error;
}

}  // namespace

absl::string_view Field(const SqlResult& result, int row, int column) {
  return {PQgetvalue(result.get(), row, column),
          static_cast<size_t>(PQgetlength(result.get(), row, column))};
}

std::unique_ptr<Session> Session::Connect(const HostParameters& server,
                                          absl::Time deadline,
                                          SqlError* error) {
  std::vector<const char*> keywords;
  std::vector<const char*> values;
  for (const auto& [keyword, value] : server) {
    keywords.push_back(keyword.c_str());
    values.push_back(value.c_str());
  }
  keywords.push_back(nullptr);
  values.push_back(nullptr);
  PGconn* connection =
      PQconnectStartParams(keywords.data(), values.data(), /*expand_dbname=*/0);
  if (connection == nullptr) {
    error->sql_state = "53200";  // out_of_memory
    return nullptr;
  }
  std::unique_ptr<Session> session(new Session(connection));
  const std::optional<SqlError> failed = session->FinishConnecting(deadline);
  if (!failed.has_value()) return session;
  *error = *failed;
  return nullptr;
}

Session::Session(PGconn* connection) : connection_(connection) {
  PQsetErrorVerbosity(connection_, PQERRORS_SQLSTATE);
  PQsetNoticeReceiver(connection_, TakeNotice, this);
}

Session::~Session() { PQfinish(connection_); }

std::optional<SqlError> Session::FinishConnecting(absl::Time deadline) {
  PostgresPollingStatusType polling = PGRES_POLLING_WRITING;
  while (PQstatus(connection_) != CONNECTION_BAD &&
         polling != PGRES_POLLING_FAILED) {
    if (polling == PGRES_POLLING_OK) {
      if (PQsetnonblocking(connection_, 1) != 0 ||
          PQenterPipelineMode(connection_) != 1) {
        break;
      }
      return std::nullopt;
    }
    if (auto late = Wait(polling == PGRES_POLLING_READING ? POLLIN : POLLOUT,
                         deadline)) {
      return late;
    }
    polling = PQconnectPoll(connection_);
  }
  SqlError error = Lost();
  error.sql_state = PQconnectionNeedsPassword(connection_) != 0
                        ? std::string(kInvalidPassword)
                        : SqlStateIn(error.detail);
  return error;
}

std::optional<SqlError> Session::Prepare(absl::Time deadline) {
  for (const StatementText& text : {kSetStatementTimeout, kSetIdleTimeout}) {
    if (Reply reply = Run({{text, {}}}, deadline); reply.error.has_value()) {
      return reply.error;
    }
  }
  size_t sent = 0;
  for (const StatementText& text : kPrepared) {
    if (PQsendPrepare(connection_, text.name, text.sql, 0, nullptr) != 1) {
      return Lost();
    }
    ++sent;
  }
  if (PQpipelineSync(connection_) != 1) return Lost();
  if (Reply reply = Receive(sent, deadline); reply.error.has_value()) {
    return reply.error;
  }

  return TakeVersions(deadline);
}

std::optional<SqlError> Session::TakeVersions(absl::Time deadline) {
  // A block that is taken and not used, because the answer was lost, does no
  // harm. Others take theirs at the same time.
  Backoff backoff;
  Reply reply;
  do {
    RollBack(deadline);
    reply =
        Run({{kBegin, {}}, {kTakeVersionBlock, {}}, {kCommit, {}}}, deadline);
  } while (reply.error.has_value() &&
           ActionFor(*reply.error) == Action::kRetry &&
           backoff.Sleep(deadline));
  if (reply.error.has_value()) return reply.error;
  if (reply.warned) return TimeIsUp();  // No standby has it: not to be used.
  const std::optional<int64_t> block =
      PQntuples(reply.results[1].get()) == 1
          ? DecodeBigint(Field(reply.results[1], 0, 0))
          : std::nullopt;
  if (!block.has_value() || *block < 1 || *block > kMaxBlock) {
    SqlError error;
    error.sql_state = "XX001";  // data_corrupted
    return error;
  }
  next_version_ = *block * kVersionsPerBlock;
  end_of_versions_ = next_version_ + kVersionsPerBlock;
  return std::nullopt;
}

Reply Session::Run(absl::Span<const Statement> statements,
                   absl::Time deadline) {
  for (const Statement& statement : statements) {
    if (!Send(statement)) return {{}, Lost(), false};
  }
  if (PQpipelineSync(connection_) != 1) return {{}, Lost(), false};
  return Receive(statements.size(), deadline);
}

void Session::RollBack(absl::Time deadline) {
  if (broken_ || PQtransactionStatus(connection_) == PQTRANS_IDLE) return;
  Run({{kRollback, {}}}, deadline);
}

bool Session::reusable() const {
  return !broken_ && PQtransactionStatus(connection_) == PQTRANS_IDLE &&
         end_of_versions_ - next_version_ >= kVersionsPerUse;
}

bool Session::Send(const Statement& statement) {
  constexpr int kBinary = 1;
  const int count = static_cast<int>(statement.parameters.size());
  std::vector<const char*> values;
  std::vector<int> lengths;
  for (const std::string& parameter : statement.parameters) {
    values.push_back(parameter.data());
    lengths.push_back(static_cast<int>(parameter.size()));
  }
  const std::vector<int> formats(statement.parameters.size(), kBinary);
  const char* name = statement.text.name;
  return (*name == '\0'
              ? PQsendQueryParams(connection_, statement.text.sql, count,
                                  nullptr, values.data(), lengths.data(),
                                  formats.data(), kBinary)
              : PQsendQueryPrepared(connection_, name, count, values.data(),
                                    lengths.data(), formats.data(), kBinary)) ==
         1;
}

Reply Session::Receive(size_t statements, absl::Time deadline) {
  Reply reply;
  sent_ = SteadyNow();
  warned_ = false;
  std::optional<SqlError> failed;
  for (size_t i = 0; i < statements && !failed.has_value(); ++i) {
    failed = ReceiveOne(deadline, &reply);
  }
  SqlResult sync;
  if (!failed.has_value()) failed = Next(deadline, &sync);
  if (!failed.has_value() &&
      PQresultStatus(sync.get()) != PGRES_PIPELINE_SYNC) {
    failed = Lost();
  }
  if (failed.has_value()) {
    broken_ = true;
    if (!reply.error.has_value()) reply.error = failed;
  }
  if (reply.error.has_value()) reply.error->answered = reply.results.size();
  reply.warned = warned_;
  return reply;
}

std::optional<SqlError> Session::ReceiveOne(absl::Time deadline, Reply* reply) {
  while (true) {
    SqlResult result;
    if (auto failed = Next(deadline, &result)) return failed;
    if (result == nullptr) return std::nullopt;  // The end of its results.
    const ExecStatusType status = PQresultStatus(result.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
      reply->results.push_back(std::move(result));
    } else if (status != PGRES_PIPELINE_ABORTED && !reply->error.has_value()) {
      reply->error = Refused(result.get());
    }
    if (PQstatus(connection_) == CONNECTION_BAD) return Lost();
  }
}

std::optional<SqlError> Session::Next(absl::Time deadline, SqlResult* result) {
  while (true) {
    const int unsent = PQflush(connection_);
    if (unsent < 0) break;
    if (PQisBusy(connection_) == 0) {
      result->reset(PQgetResult(connection_));
      return std::nullopt;
    }
    const int events = unsent > 0 ? POLLIN | POLLOUT : POLLIN;
    if (auto late = Wait(events, deadline)) return late;
    if (PQconsumeInput(connection_) != 1) {
      // What arrived before the end may still hold the reason.
      if (PQisBusy(connection_) != 0) break;
    }
  }
  return Lost();
}

std::optional<SqlError> Session::Wait(int events, absl::Time deadline) {
  while (true) {
    const absl::Duration left = deadline - SteadyNow();
    if (left <= absl::ZeroDuration()) {
      broken_ = true;
      lost_ = SteadyNow() - sent_ >= kSilence;
      return TimeIsUp();
    }
    const int64_t milliseconds =
        absl::ToInt64Milliseconds(absl::Ceil(left, absl::Milliseconds(1)));
    pollfd descriptor = {};
    descriptor.fd = PQsocket(connection_);
    descriptor.events = static_cast<decltype(descriptor.events)>(events);
    const int ready =
        poll(&descriptor, 1,
             static_cast<int>(std::min<int64_t>(milliseconds, 1'000'000)));
    if (ready > 0) return std::nullopt;
    if (ready < 0 && errno != EINTR) return Lost();
  }
}

SqlError Session::Lost() {
  broken_ = true;
  lost_ = true;
  SqlError error;
  error.detail =
      std::string(absl::StripAsciiWhitespace(PQerrorMessage(connection_)));
  return error;
}

void Session::TakeNotice(void* session, const PGresult* notice) {
  const char* state = PQresultErrorField(notice, PG_DIAG_SQLSTATE);
  if (state != nullptr && state == kGenericWarning) {
    static_cast<Session*>(session)->warned_ = true;
  }
}

}  // namespace tonus::storage
