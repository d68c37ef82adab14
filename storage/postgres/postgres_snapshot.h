// SPDX-License-Identifier: Apache-2.0
// A store in a database as it was at one moment.

#ifndef TONUS_STORAGE_POSTGRES_POSTGRES_SNAPSHOT_H_
#define TONUS_STORAGE_POSTGRES_POSTGRES_SNAPSHOT_H_

#include <utility>

#include "absl/time/time.h"
#include "storage/postgres/session_pool.h"
#include "storage/postgres/transaction.h"
#include "storage/storage.h"

namespace tonus::storage {

// Reads within one transaction, whatever others commit meanwhile. The database
// keeps what they replace as long as it lives, so it should not live long. Used
// by one thread. When its connection is lost every call fails: what would be
// read next is of another moment.
class PostgresSnapshot : public Storage {
 public:
  // `lease` is of a session in which BeginSnapshot was done. No call takes
  // longer than `patience`.
  PostgresSnapshot(SessionPool::Lease lease, absl::Duration patience)
      : lease_(std::move(lease)), patience_(patience) {}
  ~PostgresSnapshot() override;

  absl::StatusOr<Record> Read(absl::string_view key,
                              absl::Time deadline) const override;
  absl::StatusOr<Page> Scan(const ScanRequest& request,
                            absl::Time deadline) const override;

  //   INTERNAL  always: nothing is written to the past.
  absl::Status Commit(absl::Span<const Mutation> mutations,
                      absl::Time deadline) override;

 private:
  absl::Time Until(absl::Time deadline) const;

  const SessionPool::Lease lease_;
  const absl::Duration patience_;
};

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_POSTGRES_POSTGRES_SNAPSHOT_H_
