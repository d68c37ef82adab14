// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/postgres_storage.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "storage/bounds.h"
#include "storage/postgres/backoff.h"
#include "storage/postgres/connection_string.h"
#include "storage/postgres/postgres_snapshot.h"
#include "storage/postgres/schema.h"
#include "storage/steady_now.h"
#include "storage/unknown_outcome.h"

namespace tonus::storage {
namespace {

constexpr int kMaxConnections = 256;

// How long one server is waited for while there are others: a primary that
// hangs is replaced sooner than the patience ends.
constexpr absl::Duration kOthersWait = absl::Seconds(3);

}  // namespace

absl::StatusOr<std::unique_ptr<PostgresStorage>> PostgresStorage::Open(
    const PostgresOptions& options) {
  if (options.connections < 1 || options.connections > kMaxConnections) {
    return absl::InvalidArgumentError(
        absl::StrCat("connections is ", options.connections, ", not in [1, ",
                     kMaxConnections, "]"));
  }
  if (options.patience <= absl::ZeroDuration()) {
    return absl::InvalidArgumentError("patience is not above 0");
  }
  absl::StatusOr<std::vector<HostParameters>> servers =
      ParseConnectionString(options.connection, options.password);
  if (!servers.ok()) return servers.status();
  if (absl::Status schema =
          EnsureSchema(*servers, SteadyNow() + options.patience);
      !schema.ok()) {
    return schema;
  }
  std::unique_ptr<PostgresStorage> storage(
      new PostgresStorage(*std::move(servers), options));
  // A server that can only read is none.
  if (absl::Status connected =
          storage->Retry(absl::InfiniteFuture(),
                         [](Session&, absl::Time) { return Attempt(); });
      !connected.ok()) {
    return connected;
  }
  return storage;
}

PostgresStorage::PostgresStorage(std::vector<HostParameters> servers,
                                 const PostgresOptions& options)
    : patience_(options.patience),
      pool_(std::move(servers), options.connections) {}

absl::StatusOr<Record> PostgresStorage::Read(absl::string_view key,
                                             absl::Time deadline) const {
  if (absl::Status refused = CheckRead(key); !refused.ok()) return refused;
  Record record;
  absl::Status status =
      Retry(deadline, [&](Session& session, absl::Time until) {
        return ConfirmRead(session, ReadRecord(session, key, until, &record),
                           until);
      });
  if (!status.ok()) return status;
  return record;
}

absl::StatusOr<Page> PostgresStorage::Scan(const ScanRequest& request,
                                           absl::Time deadline) const {
  if (absl::Status refused = CheckScan(request); !refused.ok()) return refused;
  Page page;
  absl::Status status =
      Retry(deadline, [&](Session& session, absl::Time until) {
        return ConfirmRead(session, ScanRange(session, request, until, &page),
                           until);
      });
  if (!status.ok()) return status;
  return page;
}

absl::Status PostgresStorage::Commit(absl::Span<const Mutation> mutations,
                                     absl::Time deadline) {
  if (absl::Status refused = CheckCommit(mutations); !refused.ok()) {
    return refused;
  }
  absl::Status status =
      Retry(deadline, [&](Session& session, absl::Time until) {
        return ApplyCommit(session, mutations, until);
      });
  if (IsUnknownOutcome(status)) ++unknown_outcomes_;
  return status;
}

Attempt PostgresStorage::ConfirmRead(Session& session, Attempt read,
                                     absl::Time deadline) const {
  const int64_t unknown = unknown_outcomes_;
  int64_t confirmed = confirmed_outcomes_;
  if (read.error.has_value() || confirmed >= unknown) return read;
  if (Attempt confirm = Confirm(session, deadline); confirm.error.has_value()) {
    return confirm;
  }
  while (confirmed < unknown &&
         !confirmed_outcomes_.compare_exchange_weak(confirmed, unknown)) {
  }
  return read;
}

absl::Status PostgresStorage::Retry(
    absl::Time deadline,
    const std::function<Attempt(Session&, absl::Time)>& attempt) const {
  const absl::Time until = std::min(deadline, SteadyNow() + patience_);
  Backoff backoff;
  while (true) {
    if (absl::Status late = CheckDeadline(deadline); !late.ok()) return late;
    Attempt ended;
    auto acquired = pool_.Acquire(until);
    if (auto* lease = std::get_if<SessionPool::Lease>(&acquired)) {
      ended = attempt(**lease, pool_.has_others()
                                   ? std::min(until, SteadyNow() + kOthersWait)
                                   : until);
    } else {
      ended.error = std::get<SqlError>(acquired);
    }
    if (!ended.error.has_value()) return ended.status;

    const Action action = ActionFor(*ended.error);
    if (action == Action::kReconnect && !ended.error->sql_state.empty()) {
      pool_.CloseAll();  // The server answers, and is not the one to ask.
    }
    const bool again = action == Action::kRetry || action == Action::kReconnect;
    if (again && backoff.Sleep(until)) {
      ++retries_;
      continue;
    }
    if (again) {
      if (absl::Status late = CheckDeadline(deadline); !late.ok()) return late;
    }
    return ToStatus(*ended.error);
  }
}

absl::StatusOr<std::unique_ptr<Storage>> PostgresStorage::Snapshot() const {
  auto acquired = pool_.Acquire(SteadyNow() + patience_);
  if (auto* error = std::get_if<SqlError>(&acquired)) return ToStatus(*error);
  auto& lease = std::get<SessionPool::Lease>(acquired);
  const Attempt begun = BeginSnapshot(*lease, SteadyNow() + patience_);
  if (begun.error.has_value()) return ToStatus(*begun.error);
  return std::make_unique<PostgresSnapshot>(std::move(lease), patience_);
}

PostgresStorage::Counters PostgresStorage::counters() const {
  return {retries_, unknown_outcomes_, pool_.size()};
}

}  // namespace tonus::storage
