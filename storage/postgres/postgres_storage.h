// SPDX-License-Identifier: Apache-2.0
// Storage in a database of the PostgreSQL wire protocol, which any number of
// servers may share.

#ifndef TONUS_STORAGE_POSTGRES_POSTGRES_STORAGE_H_
#define TONUS_STORAGE_POSTGRES_POSTGRES_STORAGE_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "storage/postgres/postgres_options.h"
#include "storage/postgres/session_pool.h"
#include "storage/postgres/transaction.h"
#include "storage/storage.h"

namespace tonus::storage {

// Thread-safe. Every call is one serializable transaction. One that certainly
// was not applied is tried again, on another connection or server if need be,
// until the deadline or the patience of the options ends. A commit is never
// tried again once COMMIT was sent and its answer is not known: then the
// outcome is unknown (unknown_outcome.h).
//
// A commit of which a standby knows nothing can be read where its wait for one
// was cancelled. So the first read after an unknown outcome waits for a standby
// itself, and so does every commit of checks alone: who must be sure of what
// another server left checks it.
//
// What OK means is the database's to keep: synchronous replication, and a
// primary that was replaced must not serve any longer. See README.
class PostgresStorage : public Storage {
 public:
  // Opens the store in the database, or creates it there.
  //   INVALID_ARGUMENT     an option is out of bounds, or the connection string
  //                        is no use, see connection_string.h.
  //   FAILED_PRECONDITION  the database has another schema, or does not let us
  //                        in.
  //   UNAVAILABLE          no server answers, or none can write.
  static absl::StatusOr<std::unique_ptr<PostgresStorage>> Open(
      const PostgresOptions& options);

  absl::StatusOr<Record> Read(absl::string_view key,
                              absl::Time deadline) const override;
  absl::StatusOr<Page> Scan(const ScanRequest& request,
                            absl::Time deadline) const override;
  absl::Status Commit(absl::Span<const Mutation> mutations,
                      absl::Time deadline) override;

  // Returns the store as it is now, to be read only; destroyed before this.
  absl::StatusOr<std::unique_ptr<Storage>> Snapshot() const;

  // Counted since Open.
  struct Counters {
    int64_t retries = 0;
    int64_t unknown_outcomes = 0;
    int connections = 0;  // Now.
  };
  Counters counters() const;

 private:
  PostgresStorage(std::vector<HostParameters> servers,
                  const PostgresOptions& options);

  absl::Status Retry(
      absl::Time deadline,
      const std::function<Attempt(Session&, absl::Time)>& attempt) const;

  // Confirms what was read, if need be.
  Attempt ConfirmRead(Session& session, Attempt read,
                      absl::Time deadline) const;

  const absl::Duration patience_;
  mutable SessionPool pool_;
  mutable std::atomic<int64_t> retries_{0};
  std::atomic<int64_t> unknown_outcomes_{0};
  // Of the unknown outcomes, those whose commit can no longer be read without
  // being on a standby.
  mutable std::atomic<int64_t> confirmed_outcomes_{0};
};

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_POSTGRES_POSTGRES_STORAGE_H_
